"""The kernel stage: what is taken up again, refused and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lpntk.domain import (
    ConflictError,
    InputError,
    JobProgress,
    JobState,
    KernelSettings,
    Stage,
)
from lpntk.kernel import KernelEngine
from lpntk.pipeline.workspace import Workspace
from lpntk.store import kernels
from support.analyses import REQUEST
from support.interruptions import interrupted, run_to_the_map, stop_at, without_map
from support.results import Results, results

STRIPS = 4
"""Of 200 samples in blocks of 50."""


def strips_done(workspace: Workspace, analysis_id: int) -> int:
    with workspace._database.reading() as session:
        return kernels.get(session, analysis_id).strips_done


@pytest.fixture
def computed_strips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which strips the engine was asked for."""
    strips: list[int] = []
    original = KernelEngine.strip

    def strip(engine: KernelEngine, block: int) -> object:
        strips.append(block)
        return original(engine, block)

    monkeypatch.setattr(KernelEngine, "strip", strip)
    return strips


@pytest.mark.parametrize(("tiles", "whole_strips"), [(1, 0), (5, 1), (9, 2), (10, 3)])
def test_an_interrupted_kernel_goes_on_after_the_last_whole_strip(
    workspace: Workspace, straight: Results, computed_strips: list[int], tiles: int, whole_strips: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", tiles)
    assert strips_done(workspace, analysis_id) == whole_strips
    computed_strips.clear()

    run_to_the_map(workspace, workspace.submit(REQUEST))

    assert computed_strips == list(range(whole_strips, STRIPS))
    assert results(workspace.url, analysis_id) == without_map(straight)


def test_a_finished_analysis_is_not_touched(finished: Workspace, computed_strips: list[int]) -> None:
    changes = finished.changes()

    finished.run(finished.submit(REQUEST))

    assert computed_strips == []
    assert finished.changes() == changes
    assert finished.analysis(1).attempt == 1


def test_a_kernel_that_was_cut_otherwise_is_begun_again(
    workspace: Workspace, computed_strips: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", 5)
    computed_strips.clear()
    monkeypatch.setattr("lpntk.kernel.plan.MAX_BLOCK", 100)

    run_to_the_map(workspace, analysis_id)

    assert computed_strips == [0, 1]
    assert {key[1:] for key in results(workspace.url, analysis_id) if key[0] == "KernelTile"} == {
        (0, 0),
        (0, 1),
        (1, 1),
    }


def test_a_matrix_beyond_the_budget_is_refused_before_anything_is_trained(
    workspace: Workspace, trainings: list[int]
) -> None:
    request = replace(REQUEST, kernel=KernelSettings(storage_budget=1000))
    analysis_id = workspace.submit(request)

    with pytest.raises(InputError, match="or take at most 22 samples"):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.dataset_id) == (JobState.FAILED, None)
    assert view.error is not None
    assert "storage budget" in view.error
    assert trainings == []
    with pytest.raises(ConflictError, match=r"failed: The kernel matrix of 200 samples .* 22 samples\.$"):
        workspace.samples(analysis_id)


def test_progress_is_there_for_all_to_see(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST)
    seen: list[JobProgress | None] = []

    def look() -> None:
        seen.append(workspace.analysis(analysis_id).progress)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.KERNEL, "tiles", 6, look))
    (progress,) = seen
    assert progress is not None
    assert (progress.stage, progress.unit, progress.total) == (Stage.KERNEL, "tiles", 10)
    assert progress.done >= 5
