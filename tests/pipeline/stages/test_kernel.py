"""The kernel stage: what is taken up again, refused and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lpntk.domain import (
    AnalysisRequest,
    JobProgress,
    Stage,
    Tile,
)
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import Step
from lpntk.pipeline.workspace import Workspace
from lpntk.store import kernels
from support.analyses import REQUEST
from support.interruptions import interrupted, run_to_the_map, stop_at, without_map
from support.results import Results, results
from support.said import rows, texts
from support.sharded import alone, set_small_blocks

STEPS = 4
"""Of 200 samples in blocks of 50."""


def steps_done(workspace: Workspace, analysis_id: int) -> int:
    with workspace._database.reading() as session:
        return kernels.get(session, analysis_id).pieces_done


@pytest.fixture
def computed_steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows' blocks of the steps that the engine was asked for."""
    blocks: list[int] = []
    original = KernelEngine.tiles

    def tiles(engine: KernelEngine, step: Step, tick: Callable[[], None]) -> Iterator[Tile]:
        blocks.append(step.row_block)
        return original(engine, step, tick)

    monkeypatch.setattr(KernelEngine, "tiles", tiles)
    return blocks


@pytest.mark.parametrize(("tiles", "whole_steps"), [(1, 0), (5, 1), (9, 2), (10, 3)])
def test_an_interrupted_kernel_goes_on_after_the_last_whole_step(
    workspace: Workspace, straight: Results, computed_steps: list[int], tiles: int, whole_steps: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", tiles)
    assert steps_done(workspace, analysis_id) == whole_steps
    computed_steps.clear()

    run_to_the_map(workspace, workspace.submit(REQUEST).id)

    assert computed_steps == list(range(whole_steps, STEPS))
    assert results(workspace.url, analysis_id) == without_map(straight)


@pytest.mark.parametrize("asked", [texts, rows])
def test_a_kernel_of_texts_or_rows_goes_on_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, asked: Callable[[], AnalysisRequest]
) -> None:
    set_small_blocks(monkeypatch)
    analysis_id = interrupted(workspace, asked(), Stage.KERNEL, "tiles", 4)

    run_to_the_map(workspace, analysis_id)

    assert results(workspace.url, analysis_id) == alone(asked())


def test_a_finished_analysis_is_not_touched(finished: Workspace, computed_steps: list[int]) -> None:
    changes = finished.changes()

    finished.run(finished.submit(REQUEST).id)

    assert computed_steps == []
    assert finished.changes() == changes
    assert finished.analysis(1).attempt == 1


def test_a_kernel_that_was_cut_otherwise_is_begun_again(
    workspace: Workspace, computed_steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", 5)
    computed_steps.clear()
    monkeypatch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 100)

    run_to_the_map(workspace, analysis_id)

    assert computed_steps == [0, 1]
    assert {key[1:] for key in results(workspace.url, analysis_id) if key[0] == "KernelTile"} == {
        (0, 0),
        (0, 1),
        (1, 1),
    }


def test_progress_is_there_for_all_to_see(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST).id
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
