from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lpntk.domain import StoreError
from lpntk.store import kernels
from lpntk.store.engine import Database
from lpntk.store.kernel_matrix import Reading, StoredMatrix, stored_sketch
from support.records import N, add_analysis, add_results, matrix

rows = st.lists(st.integers(0, N - 1), max_size=2 * N).map(lambda some: np.array(some, dtype=np.int64))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reading, int]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'x.db'}")
    analysis_id, _ = add_analysis(database)
    add_results(database, analysis_id)
    return database.reading, analysis_id


@given(rows, rows, st.sampled_from([0, 50, 10_000]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_block_is_that_of_the_whole_matrix(
    stored: tuple[Reading, int], some: np.ndarray, others: np.ndarray, cache: int
) -> None:
    found = StoredMatrix(*stored, cache)

    assert len(found) == N
    for _ in range(2):
        np.testing.assert_array_equal(found.block(some, others), matrix()[np.ix_(some, others)])


def test_all_of_it(stored: tuple[Reading, int]) -> None:
    np.testing.assert_array_equal(StoredMatrix(*stored, 0).dense(), matrix())


@pytest.mark.parametrize(("cache", "reads"), [(10_000, 6), (0, 12)])
def test_tiles_are_kept_as_far_as_the_cache_allows(
    stored: tuple[Reading, int], cache: int, reads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, int]] = []
    original = kernels.tile

    def counted(session: object, analysis_id: int, row: int, column: int) -> np.ndarray:
        read.append((row, column))
        return original(session, analysis_id, row, column)

    monkeypatch.setattr(kernels, "tile", counted)
    found = StoredMatrix(*stored, cache)
    upper = [(i, j) for i in range(3) for j in range(i, 3)]
    for row, column in upper + upper:
        found.block(np.array([3 * row]), np.array([3 * column]))

    assert len(read) == reads


groups = st.lists(st.sets(st.integers(0, N - 1), min_size=1).map(sorted).map(np.array), max_size=4)


@given(groups, st.sampled_from([0, 20, 100, 10_000]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_groups_of_rows_are_read_together_as_far_as_they_fit(
    stored: tuple[Reading, int], some: list[np.ndarray], cache: int
) -> None:
    found = list(StoredMatrix(*stored, cache).among(some, lambda: None))

    assert len(found) == len(some)
    for rows, kernel in zip(some, found, strict=True):
        everyone = np.arange(len(rows))
        assert len(kernel) == len(rows)
        np.testing.assert_array_equal(kernel.block(everyone, everyone), matrix()[np.ix_(rows, rows)])


def test_groups_that_fit_together_cost_one_pass_which_may_be_stopped(stored: tuple[Reading, int]) -> None:
    told: list[int] = []
    found = StoredMatrix(*stored, 10_000).among(
        [np.array([0, 4, 6]), np.array([1, 2, 3])], lambda: told.append(1)
    )

    assert len(list(found)) == 2
    assert len(told) == 6  # as many as there are tiles


@pytest.fixture
def sketched(database: Database) -> tuple[Database, int]:
    """A sketch of six rows in two blocks, all of them ones."""
    analysis_id, _ = add_analysis(database)
    with database.writing() as session:
        kernels.begin(session, analysis_id, kernels.KernelRecord(kernels.Sketched(), (0, 3, 6)))
        for block in range(2):
            values = np.ones((3, 4), dtype=np.float32)
            kernels.add_sketch_block(session, analysis_id, block, values, [])
    return database, analysis_id


@pytest.mark.parametrize("in_memory", [0, 10_000])
def test_a_sketch_is_the_same_in_memory_and_in_a_file(
    sketched: tuple[Database, int], in_memory: int, tmp_path: Path
) -> None:
    with stored_sketch(*sketched, in_memory) as found:
        np.testing.assert_array_equal(found, np.ones((6, 4)))
        assert isinstance(found, np.memmap) is (in_memory == 0)
    assert list(tmp_path.glob("lpntk-room-*")) == []


def test_a_disk_that_is_full_is_said_before_a_sketch_is_mapped(
    sketched: tuple[Database, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)

    with (
        pytest.raises(StoreError, match=r"A sketch of 0\.0 MiB cannot be written to .*No space left"),
        stored_sketch(*sketched, 0),
    ):
        pass
