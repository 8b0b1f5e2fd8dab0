"""The work of one shard, stopped and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lpntk.domain import Cancelled, JobProgress
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import Step
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.pipeline.workspace import Workspace
from support.sharded import EXACT, SKETCH, STREAMED, TILES, alone, gathered, prepared, work


class Stopped:
    """Says stop once so much is done, as a signal does."""

    def __init__(self, unit: str, done: int) -> None:
        self._unit, self._done, self._reached = unit, done, False
        self.told: list[JobProgress] = []

    def on_progress(self, progress: JobProgress) -> None:
        self.told.append(progress)
        self._reached |= progress.unit == self._unit and progress.done >= self._done

    def check(self) -> None:
        if self._reached:
            raise Cancelled("Stopped.")


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Which tiles were computed, by their first rows and columns."""
    tiles: list[tuple[int, int]] = []
    original = KernelEngine.tiles

    def counted(engine: KernelEngine, step: Step, tick: Callable[[], None]) -> Iterator[DeviceTile]:
        for tile in original(engine, step, tick):
            tiles.append((tile.rows.start, tile.columns.start))
            yield tile

    monkeypatch.setattr(KernelEngine, "tiles", counted)
    return tiles


@pytest.mark.parametrize("done", [0, 1, 13, TILES - 2])
def test_a_stopped_shard_goes_on_where_it_was(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    computed: list[tuple[int, int]],
    done: int,
) -> None:
    analysis_id = prepared(workspace, EXACT)
    told_at_once(monkeypatch)
    stop = Stopped("tiles", done)
    with pytest.raises(Cancelled):
        work(workspace, analysis_id, "1/1", tmp_path, check=stop.check, on_progress=stop.on_progress)

    assert work(workspace, analysis_id, "1/1", tmp_path)

    assert len(computed) == TILES == len(set(computed))
    assert not work(workspace, analysis_id, "1/1", tmp_path)
    assert gathered(workspace, analysis_id, tmp_path) == alone(EXACT)


def test_a_killed_shard_has_what_was_kept_now_and_then(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    computed: list[tuple[int, int]],
) -> None:
    """A process that is killed writes nothing any more: as if the last writing failed."""
    analysis_id = prepared(workspace, STREAMED)
    told_at_once(monkeypatch)
    monkeypatch.setattr("lpntk.pipeline.shards.work.KEEP_SECONDS", 0)
    stop = Stopped("tiles", 10)
    kept = tmp_path / "analysis-1-part-1-of-1.npz"
    before: list[bytes] = []

    def check() -> None:
        if kept.exists():
            before[:] = [kept.read_bytes()]
        stop.check()

    with pytest.raises(Cancelled):
        work(workspace, analysis_id, "1/1", tmp_path, check=check, on_progress=stop.on_progress)
    kept.write_bytes(before[0])
    assert work(workspace, analysis_id, "1/1", tmp_path)

    assert TILES <= len(computed) <= TILES + 1
    assert gathered(workspace, analysis_id, tmp_path) == alone(STREAMED)


def test_a_stopped_shard_of_a_sketch_goes_on_where_it_was(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = prepared(workspace, SKETCH)
    told_at_once(monkeypatch)
    rows: list[int] = []
    original = SketchEngine.compute

    def counted(engine: SketchEngine, start: int, *rest: Any) -> object:
        rows.append(start)
        return original(engine, start, *rest)

    monkeypatch.setattr(SketchEngine, "compute", counted)
    stop = Stopped("blocks", 3)
    with pytest.raises(Cancelled):
        work(workspace, analysis_id, "1/1", tmp_path, check=stop.check, on_progress=stop.on_progress)

    assert work(workspace, analysis_id, "1/1", tmp_path)

    # The block at which it was stopped was dropped.
    assert rows == [0, 30, 60, 90, 90, 120, 150, 180]
    assert gathered(workspace, analysis_id, tmp_path) == alone(SKETCH)


def test_a_shard_tells_how_far_it_is(workspace: Workspace, tmp_path: Path) -> None:
    analysis_id = prepared(workspace, EXACT)
    told: list[JobProgress] = []

    work(workspace, analysis_id, "1/2", tmp_path, on_progress=told.append)

    last = told[-1]
    assert (last.unit, last.done) == ("tiles", last.total)
    assert 0 < last.total < TILES


def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.pipeline.stages.progress.TELL_SECONDS", 0)
