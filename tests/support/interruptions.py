"""Runs of an analysis that stop at a chosen point, as Ctrl-C stops them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lpntk.domain import (
    AnalysisRequest,
    JobProgress,
    JobState,
    Stage,
)
from lpntk.pipeline.workspace import Workspace
from support.results import Results

LEASE = 1e6
AFTER_THE_MAP = ("map", "evidence/", "scores/")


class Ticking:
    """A clock on which every look takes a second, so that no progress is too early to be told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def stop_at(
    stage: Stage, unit: str, done: int, act: Callable[[], None] | None = None
) -> Callable[[JobProgress], None]:
    """What to call with progress: at that point it does something, or interrupts as Ctrl-C does."""
    reached = False

    def watch(progress: JobProgress) -> None:
        nonlocal reached
        if not reached and progress.stage is stage and progress.unit == unit and progress.done >= done:
            reached = True
            if act is None:
                raise KeyboardInterrupt
            act()

    return watch


def interrupted(workspace: Workspace, request: AnalysisRequest, stage: Stage, unit: str, done: int) -> int:
    """An analysis whose run was interrupted there."""
    analysis_id = workspace.submit(request).id
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(stage, unit, done))
    assert workspace.analysis(analysis_id).state is JobState.CANCELLED
    return analysis_id


def run_to_the_map(workspace: Workspace, analysis_id: int) -> None:
    """Compute all but the map, whose drawing takes as long as everything else here."""
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.MAP, "epochs", 0))


def without_map(found: Results) -> Results:
    """What there is before the map is drawn."""
    return {key: value for key, value in found.items() if not str(key[1]).startswith(AFTER_THE_MAP)}
