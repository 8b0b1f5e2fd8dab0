from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lpntk.domain import NotFoundError, Stage, StoreError
from lpntk.domain.columns import Column, ColumnKind
from lpntk.store import analyses, cells, checkpoints, datasets, jobs
from lpntk.store.engine import Database
from lpntk.store.tables import AnalysisRow, Base, DatasetRow
from support.records import REQUEST, add_analysis, add_checkpoint, add_dataset, add_results


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has, but for the revision."""
    with database.reading() as session:
        return {
            name: session.scalars(select(func.count()).select_from(table)).one()
            for name, table in Base.metadata.tables.items()
            if name != "revision"
        }


def rename(session: Session, analysis_id: int) -> None:
    analyses.rename(session, analysis_id, "another")


def test_an_analysis_comes_back(database: Database) -> None:
    analysis_id, _ = add_analysis(database, "k", now=12.5)

    with database.reading() as session:
        record = analyses.get(session, analysis_id)
        assert analyses.get_all(session) == [record]
    assert record.request == REQUEST
    assert (record.name, record.created_at) == ("analysis k", 12.5)
    assert (record.dataset_id, record.checkpoint_id) == (None, None)
    assert not any(record.is_done(stage) for stage in Stage)


def test_the_newest_is_listed_first(database: Database) -> None:
    first, _ = add_analysis(database, "1")
    second, _ = add_analysis(database, "2")

    with database.reading() as session:
        assert [record.id for record in analyses.get_all(session)] == [second, first]


def test_time_adds_up_until_a_stage_is_done(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    with database.writing() as session:
        analyses.spend(session, analysis_id, Stage.KERNEL, 2.0)
        analyses.spend(session, analysis_id, Stage.KERNEL, 3.0)
    with database.reading() as session:
        assert not analyses.get(session, analysis_id).is_done(Stage.KERNEL)
    with database.writing() as session:
        analyses.complete(session, analysis_id, Stage.KERNEL, 0.5, now=9.0)

    with database.reading() as session:
        record = analyses.get(session, analysis_id)
    assert record.is_done(Stage.KERNEL)
    assert record.stages[Stage.KERNEL].seconds == 5.5
    assert not record.is_done(Stage.MAP)


def test_deleting_leaves_nothing(database: Database) -> None:
    before = counts(database)
    analysis_id, _ = add_analysis(database)
    dataset_id = add_dataset(database, analysis_id)
    add_checkpoint(database, analysis_id, dataset_id)
    add_results(database, analysis_id)
    with database.writing() as session:
        cells.write(session, dataset_id, [Column("size", ColumnKind.NUMBER, np.arange(3.0))])
        analyses.complete(session, analysis_id, Stage.DATA, 1.0, 1.0)
    # What people say of samples belongs to the data, not to an analysis.
    of_data = ("decision", "note", "own_column", "own_column_array", "tag")
    assert all(count for table, count in counts(database).items() if table not in of_data)

    with database.writing() as session:
        analyses.remove(session, analysis_id)

    assert counts(database) == before


def test_what_another_analysis_uses_stays(database: Database) -> None:
    first, _ = add_analysis(database, "1")
    second, _ = add_analysis(database, "2")
    dataset_id = add_dataset(database, first)
    checkpoint_id = add_checkpoint(database, first, dataset_id)
    with database.writing() as session:
        analyses.use_dataset(session, second, dataset_id)
        analyses.use_checkpoint(session, second, checkpoint_id)

    with database.writing() as session:
        analyses.remove(session, first)

    with database.reading() as session:
        assert datasets.get(session, dataset_id).samples
        assert checkpoints.get(session, checkpoint_id).weights
        assert analyses.get(session, second).checkpoint_id == checkpoint_id


def test_asking_again_uses_up_no_number(database: Database) -> None:
    first, _ = add_analysis(database, "1")
    for _ in range(3):
        assert add_analysis(database, "1")[0] == first

    assert add_analysis(database, "2")[0] == first + 1


def test_a_number_is_never_given_again(database: Database) -> None:
    first, _ = add_analysis(database, "1")
    with database.writing() as session:
        analyses.remove(session, first)

    assert add_analysis(database, "2")[0] > first


def test_an_analysis_is_called_otherwise(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    with database.reading() as session:
        before = jobs.revision(session)
    with database.writing() as session:
        analyses.rename(session, analysis_id, "Äpfel")

    with database.reading() as session:
        assert analyses.get(session, analysis_id).name == "Äpfel"
        assert jobs.revision(session) > before


def test_a_damaged_analysis_is_named_and_can_be_deleted_all_the_same(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    other, _ = add_analysis(database, "b")
    dataset_id = add_dataset(database, analysis_id)
    with database.writing() as session:
        analyses.use_dataset(session, other, dataset_id)
        session.execute(update(AnalysisRow).where(AnalysisRow.id == other).values(name="wrong"))
        session.execute(update(DatasetRow).values(fingerprint="e" * 64))

    of_one = f"analysis {other} does not match .*; delete the analysis with `lpntk delete {other}` and run"
    with pytest.raises(StoreError, match=of_one), database.reading() as session:
        analyses.get(session, other)
    of_both = f"data set {dataset_id} .*`lpntk delete {analysis_id}` and `lpntk delete {other}`"
    with pytest.raises(StoreError, match=of_both), database.reading() as session:
        datasets.get(session, dataset_id)
    with pytest.raises(StoreError), database.writing() as session:
        analyses.rename(session, other, "a new seal would hide it")
    with database.writing() as session:
        analyses.require(session, other)
        analyses.remove(session, other)
        analyses.remove(session, analysis_id)


def test_an_unknown_analysis_is_not_found(database: Database) -> None:
    for act in (analyses.get, analyses.remove, analyses.require, rename):
        with (
            pytest.raises(NotFoundError, match="no analysis 9: see the list of analyses"),
            database.writing() as session,
        ):
            act(session, 9)


def test_deleted_rows_give_their_space_back(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Database(f"sqlite:///{path}") as database:
        database.reclaim()
        empty = path.stat().st_size
        analysis_id, _ = add_analysis(database)
        dataset_id = add_dataset(database, analysis_id)
        with database.writing() as session:
            datasets.add_samples(session, dataset_id, [1000], [None], [b"x" * 1_000_000])
        database.reclaim()
        assert path.stat().st_size > 1_000_000
        with database.writing() as session:
            analyses.remove(session, analysis_id)
        database.reclaim()
        assert path.stat().st_size <= 2 * empty
