"""The sketch beside an exact kernel whose matrix is not kept: what is kept, gone on from and taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, KernelSettings, SketchError
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.sketch import SketchEngine
from lpntk.pipeline.workspace import Workspace
from lpntk.store import kernels
from lpntk.store.engine import Database
from lpntk.store.kernel_matrix import StoredMatrix, stored_sketch
from lpntk.store.kernels import KernelRecord
from support.analyses import BESIDE, BESIDE_WIDTH, REQUEST
from support.interruptions import run_to_the_map, without_map
from support.results import results
from support.sharded import alone, gathered, prepared, set_small_blocks, work


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first rows of the blocks of sketches that were computed."""
    starts: list[int] = []
    original = SketchEngine.compute

    def compute(
        engine: SketchEngine, start: int, stop: int, done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        starts.append(start)
        return original(engine, start, stop, done)

    monkeypatch.setattr(SketchEngine, "compute", compute)
    return starts


@contextmanager
def stopped_after_two_blocks() -> Iterator[None]:
    """Within, whoever writes the third block of a sketch is interrupted."""
    written: list[int] = []
    original = kernels.write_sketch_block

    def write(session: object, analysis_id: int, block: int, values: NDArray[np.float32]) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(block)
        original(session, analysis_id, block, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "write_sketch_block", write)
        with pytest.raises(KeyboardInterrupt):
            yield


@pytest.fixture
def interrupted(workspace: Workspace) -> int:
    """An analysis that was stopped when two blocks of its sketch were written."""
    analysis_id = workspace.submit(BESIDE).id
    with stopped_after_two_blocks():
        workspace.run(analysis_id)
    return analysis_id


def database_of(workspace: Workspace) -> Database:
    return workspace._database


def record_of(workspace: Workspace, analysis_id: int) -> KernelRecord:
    with database_of(workspace).reading() as session:
        return kernels.get(session, analysis_id)


def sketch_of(workspace: Workspace, analysis_id: int) -> NDArray[np.float32]:
    with stored_sketch(database_of(workspace), analysis_id, 1 << 30) as sketch:
        return sketch.copy()


def cosines(kappa: NDArray[np.floating]) -> NDArray[np.float64]:
    length = np.sqrt(kappa.diagonal().astype(np.float64))
    return kappa / length / length[:, None]


def test_it_fits_the_budget_and_its_error_is_what_was_measured(workspace: Workspace) -> None:
    analysis_id = workspace.submit(BESIDE).id
    run_to_the_map(workspace, analysis_id)
    whole = workspace.submit(REQUEST).id
    run_to_the_map(workspace, whole)

    record, sketch = record_of(workspace, analysis_id), sketch_of(workspace, analysis_id)
    assert (record.keeps_matrix, record.is_sketch, record.keeps_sketch) == (False, False, True)
    assert sketch.shape == (200, BESIDE_WIDTH)
    assert sketch.nbytes <= BESIDE.kernel.storage_budget
    exact = StoredMatrix(database_of(workspace).reading, whole, 0).dense()
    off = np.abs(cosines(sketch @ sketch.T) - cosines(exact))[~np.eye(200, dtype=bool)].mean()
    assert record.sketch_error is not None
    assert off == pytest.approx(record.sketch_error.similarity_error, rel=0.3)
    assert record.sketch_error.queries == 32


def test_among_some_of_many_samples_its_error_is_measured(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.pipeline.stages.sketch_beside.COMPARED", 60)
    analysis_id = workspace.submit(BESIDE).id
    run_to_the_map(workspace, analysis_id)

    error = record_of(workspace, analysis_id).sketch_error
    assert isinstance(error, SketchError)
    assert error.pairs == 32 * 59


@pytest.mark.parametrize("budget", [1, 4 * 200 * 63, KernelSettings().storage_budget])
def test_without_room_or_with_a_matrix_there_is_none(
    workspace: Workspace, computed: list[int], budget: int
) -> None:
    analysis_id = workspace.submit(replace(REQUEST, kernel=KernelSettings(storage_budget=budget))).id
    run_to_the_map(workspace, analysis_id)

    record = record_of(workspace, analysis_id)
    assert (record.keeps_sketch, record.sketch_error) == (False, None)
    assert computed == []


def test_it_goes_on_after_the_last_block_and_no_tile_is_computed_again(
    workspace: Workspace, interrupted: int, computed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KernelEngine, "tiles", None)
    run_to_the_map(workspace, interrupted)

    assert computed == [100, 150]
    found = without_map(results(workspace.url, interrupted))
    workspace.delete(interrupted)
    monkeypatch.undo()
    monkeypatch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 50)
    again = workspace.submit(BESIDE).id
    run_to_the_map(workspace, again)
    assert found == without_map(results(workspace.url, again))


def test_one_of_another_width_is_begun_anew(
    workspace: Workspace, interrupted: int, computed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.pipeline.stages.sketch_beside.width_beside", lambda *of: 70)
    run_to_the_map(workspace, interrupted)

    assert computed == [0, 50, 100, 150]
    assert sketch_of(workspace, interrupted).shape == (200, 70)


def test_samples_that_come_later_cost_their_own_blocks(workspace: Workspace, computed: list[int]) -> None:
    base = workspace.submit(_narrow(BESIDE)).id
    workspace.run(base)
    computed.clear()
    extended = workspace.extend(base, DataSettings("digits", limit=30)).id
    run_to_the_map(workspace, extended)

    assert computed == [200]
    sketch = sketch_of(workspace, extended)
    assert sketch.shape == (230, 64)
    np.testing.assert_array_equal(sketch[:200], sketch_of(workspace, base))
    assert record_of(workspace, extended).sketch_error is not None


def test_of_another_width_nothing_is_taken_over(workspace: Workspace, computed: list[int]) -> None:
    """More samples leave fewer numbers for each."""
    base = workspace.submit(BESIDE).id
    workspace.run(base)
    computed.clear()
    extended = workspace.extend(base, DataSettings("digits", limit=30)).id
    run_to_the_map(workspace, extended)

    assert computed == [0, 50, 100, 150, 200]
    assert sketch_of(workspace, extended).shape == (230, BESIDE.kernel.storage_budget // (4 * 230))


def test_shards_have_it_as_one_process_has(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_small_blocks(monkeypatch)
    analysis_id = prepared(workspace, BESIDE)
    for number in (2, 1):
        assert work(workspace, analysis_id, f"{number}/2", tmp_path)

    assert gathered(workspace, analysis_id, tmp_path) == alone(BESIDE)


def test_a_gathering_that_was_stopped_in_it_needs_the_shards_no_more(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_small_blocks(monkeypatch)
    analysis_id = prepared(workspace, BESIDE)
    assert work(workspace, analysis_id, "1/1", tmp_path)
    with stopped_after_two_blocks():
        workspace.gather(analysis_id, tmp_path)

    with pytest.raises(ConflictError, match="is there already: lpntk resume"):
        work(workspace, analysis_id, "1/1", tmp_path)
    run_to_the_map(workspace, analysis_id)
    assert without_map(results(workspace.url, analysis_id)) == alone(BESIDE)


def _narrow(request: AnalysisRequest) -> AnalysisRequest:
    return replace(request, kernel=replace(request.kernel, sketch_width=64))
