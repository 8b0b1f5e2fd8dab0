"""Kernel, clusters and map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import delete, update

from lpntk.domain import Relation, SketchError, StoreError
from lpntk.store import kernels, structure, summaries
from lpntk.store.engine import Database
from lpntk.store.tables import KernelTile
from support.records import (
    BLOCKS,
    KERNEL,
    N,
    add_analysis,
    add_results,
    clustering,
    matrix,
    state,
    strip,
    summary,
)


@pytest.fixture
def analysis_id(database: Database) -> int:
    return add_analysis(database)[0]


def test_a_kernel_grows_step_by_step(database: Database, analysis_id: int) -> None:
    with database.writing() as session:
        assert kernels.find(session, analysis_id) is None
        kernels.begin(session, analysis_id, KERNEL, matrix().diagonal())
        assert kernels.get(session, analysis_id).blocks == BLOCKS
        np.testing.assert_array_equal(summaries.diagonal(session, analysis_id), matrix().diagonal())
        assert summaries.state(session, analysis_id, 0) == {}

    for block in range(len(BLOCKS)):
        with database.writing() as session:
            kernels.advance(session, analysis_id, block + 1, strip(block), {0: state(block + 1)})
        with database.reading() as session:
            record = kernels.find(session, analysis_id)
            assert record is not None
            assert record.pieces_done == block + 1
            found = summaries.state(session, analysis_id, 0)
        for name, array in state(block + 1).items():
            np.testing.assert_array_equal(found[name], array)
            assert found[name].dtype == array.dtype

    with database.reading() as session:
        np.testing.assert_array_equal(kernels.tile(session, analysis_id, 0, 2), matrix()[0:3, 6:7])


def test_of_a_state_only_what_is_new_is_written(database: Database, analysis_id: int) -> None:
    with database.writing() as session:
        kernels.begin(session, analysis_id, KERNEL, matrix().diagonal())
        kernels.advance(session, analysis_id, 1, strip(0), {0: {"a": np.zeros(3)}, 3: {"a": np.ones(3)}})
    with database.writing() as session:
        kernels.advance(session, analysis_id, 2, strip(1), {3: {"a": np.full(3, 2.0)}})

    with database.reading() as session:
        found = [summaries.state(session, analysis_id, start)["a"].tolist() for start in (0, 3)]
    assert found == [[0, 0, 0], [2, 2, 2]]


def test_of_a_step_that_was_interrupted_nothing_is_there(database: Database, analysis_id: int) -> None:
    with database.writing() as session:
        kernels.begin(session, analysis_id, KERNEL, matrix().diagonal())

    def interrupted() -> None:
        with database.writing() as session:
            kernels.advance(session, analysis_id, 1, strip(0), {0: state(1)})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.reading() as session:
        assert kernels.get(session, analysis_id).pieces_done == 0
        assert summaries.state(session, analysis_id, 0) == {}
        with pytest.raises(StoreError, match=r"tile \(0, 0\).* is missing"):
            kernels.tile(session, analysis_id, 0, 0)


def test_beginning_again_drops_what_was_cut_otherwise(database: Database, analysis_id: int) -> None:
    with database.writing() as session:
        kernels.begin(session, analysis_id, KERNEL, matrix().diagonal())
        kernels.advance(session, analysis_id, 1, strip(0), {0: state(1)})
    with database.writing() as session:
        kernels.begin(
            session, analysis_id, kernels.KernelRecord(kernels.Tiled((0, 1)), (0, N)), matrix().diagonal()
        )

    with database.reading() as session:
        assert kernels.get(session, analysis_id).blocks == [(0, N)]
        assert summaries.state(session, analysis_id, 0) == {}
        with pytest.raises(StoreError, match="missing"):
            kernels.tile(session, analysis_id, 0, 1)


def test_everything_that_is_known_of_a_kernel_comes_back(database: Database, analysis_id: int) -> None:
    other, _ = add_analysis(database, "b")
    tiled = kernels.KernelRecord(kernels.Tiled((1, 2), False), (0, 3, N), 1, (2, 5), ("norm.weight",))
    sketched = replace(tiled, way=kernels.Sketched())
    error = SketchError(3, 18, 0.1, 0.2, 0.01, 0.99, 20, 0.9, 100, 1.0)
    with database.writing() as session:
        kernels.begin(session, analysis_id, tiled)
        kernels.begin(session, other, sketched)
        assert kernels.get(session, other) == sketched
        kernels.set_sketch_error(session, other, error)

    with database.reading() as session:
        expected = replace(sketched, way=kernels.Sketched(error))
        assert kernels.get(session, analysis_id) == tiled
        assert (tiled.sketch_error, expected.sketch_error) == (None, error)
        found = kernels.get_many(session, [analysis_id, other, 99])
        assert found == {analysis_id: tiled, other: expected}


def test_a_sketch_grows_block_by_block_and_is_taken_over(database: Database, analysis_id: int) -> None:
    other, _ = add_analysis(database, "b")
    record = kernels.KernelRecord(kernels.Sketched(), (0, 3, 6))
    sketch = np.arange(24, dtype=np.float32).reshape(6, 4)
    with database.writing() as session:
        kernels.begin(session, analysis_id, record)
        for block, (start, stop) in enumerate(record.blocks):
            kernels.add_sketch_block(session, analysis_id, block, sketch[start:stop], [1][:block])
    with database.writing() as session:
        kernels.begin(session, other, kernels.KernelRecord(kernels.Sketched(), (0, 3, 6, 9)))
        kernels.copy_sketch(session, analysis_id, other)

    with database.reading() as session:
        assert kernels.get(session, analysis_id).pieces_done == 2
        assert kernels.get(session, analysis_id).excluded == (1,)
        for owner in (analysis_id, other):
            found = [kernels.sketch_block(session, owner, block) for block in range(2)]
            np.testing.assert_array_equal(np.concatenate(found), sketch)


def test_tiles_are_taken_over(database: Database, analysis_id: int) -> None:
    add_results(database, analysis_id)
    other, _ = add_analysis(database, "b")
    with database.writing() as session:
        kernels.begin(session, other, replace(KERNEL, boundaries=(0, 3, 6, 7, 9)))
        kernels.copy_tiles(session, analysis_id, other)

    with database.reading() as session:
        np.testing.assert_array_equal(kernels.tile(session, other, 0, 2), matrix()[0:3, 6:7])


def test_a_damaged_tile_is_named(database: Database, analysis_id: int) -> None:
    add_results(database, analysis_id)
    with database.writing() as session:
        session.execute(update(KernelTile).where(KernelTile.column_block == 1).values(data=b"\0" * 36))

    with database.reading() as session:
        kernels.tile(session, analysis_id, 0, 0)
        with pytest.raises(StoreError, match=rf"tile \(0, 1\) of the kernel of analysis {analysis_id}"):
            kernels.tile(session, analysis_id, 0, 1)


def test_a_summary_comes_back_whole_and_by_the_sample(database: Database, analysis_id: int) -> None:
    add_results(database, analysis_id)
    made = summary()

    with database.reading() as session:
        found = summaries.get(session, analysis_id)
        rows = [summaries.row(session, analysis_id, row) for row in range(N)]
        assert summaries.state(session, analysis_id, 0) == {}
    for name in ("self_kernel", "histogram", "class_means", "self_max"):
        np.testing.assert_array_equal(getattr(found, name), getattr(made, name))
        np.testing.assert_array_equal([getattr(row, name) for row in rows], getattr(made, name))
    for relation in Relation:
        expected = made.neighbours(relation)
        np.testing.assert_array_equal(found.neighbours(relation).rows, expected.rows)
        np.testing.assert_array_equal(found.neighbours(relation).similarity, expected.similarity)
        np.testing.assert_array_equal([row.neighbours[relation][0] for row in rows], expected.rows)
        np.testing.assert_array_equal([row.neighbours[relation][1] for row in rows], expected.similarity)


def test_clusters_and_map_come_back(database: Database, analysis_id: int) -> None:
    add_results(database, analysis_id)
    made = clustering()

    with database.reading() as session:
        found = structure.clustering(session, analysis_id)
        assert structure.cluster_counts(session, [analysis_id, 99]) == {analysis_id: 3}
        assert structure.places(session, analysis_id).shape == (N, 2)
        for row in range(N):
            membership = structure.membership(session, analysis_id, row)
            assert membership.head == made.heads[made.assignment[row]]
            assert membership.similarity == made.similarity[row]
    np.testing.assert_array_equal(found.heads, made.heads)
    np.testing.assert_array_equal(found.assignment, made.assignment)
    np.testing.assert_array_equal(found.similarity, made.similarity)
    assert found.stopped_early == made.stopped_early


def test_a_missing_tile_is_damage(database: Database, analysis_id: int) -> None:
    add_results(database, analysis_id)
    with database.writing() as session:
        session.execute(delete(KernelTile).where(KernelTile.column_block == 2))

    with pytest.raises(StoreError, match=r"tile \(1, 2\)"), database.reading() as session:
        kernels.tile(session, analysis_id, 1, 2)
