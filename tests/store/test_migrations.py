"""A database of the schema before opens as it was: everything in it is there, and goes on."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from lpntk.domain import ConflictError, JobState, Stage, StoreError
from lpntk.pipeline.results import cells, files, plans, samples, tags
from lpntk.pipeline.review import saved_views, tagging
from lpntk.pipeline.workspace import Workspace
from lpntk.store import analyses
from lpntk.store.engine import Database
from support.databases import bare_engine
from support.reading import Read
from support.results import results as results_of
from support.said import finished_rows

OLD = Path(__file__).with_name("schema-0002.db.gz")
FINISHED, GIVEN, SKETCHED, CANCELLED = 1, 2, 3, 4


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Workspace]:
    """Four analyses that were made by the program of schema 0002."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    with Workspace.open(f"sqlite:///{path}") as workspace:
        yield workspace


@pytest.fixture
def resumed(old: Workspace) -> Workspace:
    """The same, with what can be resumed brought to its end."""
    resume(old)
    return old


def resume(workspace: Workspace) -> None:
    for analysis_id in (FINISHED, SKETCHED):
        workspace.resume(analysis_id)
        workspace.run(analysis_id)


def migrate(path: Path, act: Callable[[Config, str], None], version: str) -> None:
    config = Config()
    config.set_main_option("script_location", "lpntk.store:migrations")
    engine = bare_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        act(config, version)
    engine.dispose()


def test_every_analysis_is_what_it_was(old: Workspace) -> None:
    found = {view.id: (view.name, view.state, view.samples, view.clusters) for view in old.analyses()}

    assert found == {
        FINISHED: ("Finished", JobState.CANCELLED, 30, 10),
        GIVEN: ("Given", JobState.CANCELLED, 12, 3),
        SKETCHED: ("Sketched", JobState.CANCELLED, 30, 10),
        CANCELLED: ("Cancelled", JobState.CANCELLED, None, None),
    }


def test_what_was_finished_lacks_the_new_stages_alone(old: Workspace) -> None:
    before = {stage.stage: stage for stage in old.analysis(FINISHED).stages}
    assert [stage for stage, view in before.items() if not view.done] == [Stage.EVIDENCE, Stage.SCORES]
    with pytest.raises(ConflictError, match="resume it to get its results"):
        Read(old).samples(FINISHED)
    computed = results_of(old.url, FINISHED)

    old.resume(FINISHED)
    old.run(FINISHED)

    assert old.analysis(FINISHED).state is JobState.DONE
    after = {stage.stage: stage for stage in old.analysis(FINISHED).stages}
    assert all(after[stage] == view for stage, view in before.items() if view.done)
    assert results_of(old.url, FINISHED).items() >= computed.items()


def test_what_was_given_in_memory_says_how_to_get_the_new_stages(old: Workspace) -> None:
    with pytest.raises(ConflictError, match=r"given to lpntk\.analyse: call that again with the same ones"):
        Read(old).samples(GIVEN)
    with pytest.raises(ConflictError, match=r"given to lpntk\.analyse: call that again"):
        old.resume(GIVEN)


def test_a_data_set_is_known_by_its_own_fingerprint(resumed: Workspace) -> None:
    with resumed.results(FINISHED) as results:
        assert results.dataset.source_fingerprint == results.dataset.fingerprint
        assert results.dataset.original_size is None
        assert results.true_labels is None


@pytest.mark.parametrize("analysis_id", [FINISHED, SKETCHED])
def test_results_are_read_as_before(resumed: Workspace, analysis_id: int) -> None:
    old = resumed
    with old.results(analysis_id) as results:
        table = samples.table(results)
        assert np.isfinite(table.scores["loss"]).all()
        assert sum(cluster.size for cluster in samples.clusters(results)) == len(table.index)
        shown = samples.sample(results, int(table.index[0]), 3)
        assert len(shown.neighbours["interchangeable"]) == 3  # type: ignore[index]
        assert results.kernel.sketch_error is None or analysis_id == SKETCHED
        if analysis_id != SKETCHED:
            kernel = files.kernel_matrix(results)
            np.testing.assert_array_equal(kernel.diagonal(), table.scores["self_kernel"])
        assert len(plans.plan(results, "random", 0.5).kept) >= len(table.index) // 2 - 5
    dataset_id = old.analysis(analysis_id).dataset_id
    preview = old.preview(dataset_id or 0, int(table.index[0]))
    assert preview.content.startswith(b"\x89PNG")
    assert preview.modality == "images"


def test_plans_of_before_are_made_anew_as_they_are_made_now(resumed: Workspace) -> None:
    plan = Read(resumed).plan(FINISHED, "fpc-largest", 0.5)

    assert len(plan.kept) == (len(plan.order)) // 2


def test_what_was_given_in_memory_still_is(old: Workspace) -> None:
    with old._database.reading() as session:
        assert [analyses.get(session, number).in_memory for number in (FINISHED, GIVEN)] == [False, True]


def test_the_same_request_is_still_the_same_analysis(old: Workspace) -> None:
    again = old.submit(old.analysis(FINISHED).request)

    assert (again.id, again.is_new) == (FINISHED, False)


def test_what_was_cancelled_goes_on(old: Workspace) -> None:
    old.resume(CANCELLED)
    assert old.analysis(CANCELLED).state is JobState.QUEUED
    old.run(CANCELLED)

    assert old.analysis(CANCELLED).state is JobState.DONE


def test_a_sketch_of_before_can_be_extended(resumed: Workspace) -> None:
    old = resumed
    added = old.extend(SKETCHED, old.analysis(FINISHED).request.data)
    old.run(added.id)

    assert old.analysis(added.id).samples == 60


def test_a_database_of_every_older_schema_opens_with_all_that_is_in_it(tmp_path: Path) -> None:
    found = []
    for version in ("0002", "0003", "0004"):
        path = tmp_path / f"{version}.db"
        path.write_bytes(gzip.decompress(OLD.read_bytes()))
        migrate(path, command.upgrade, version)
        with Workspace.open(f"sqlite:///{path}") as workspace:
            resume(workspace)
            read = Read(workspace)
            found.append([read.export(FINISHED, "kernel", "npy"), read.export(SKETCHED, "scores", "csv")])
            found[-1].append(read.export(FINISHED, "summary", "npz"))

    assert found[0] == found[1] == found[2]


def test_what_was_damaged_before_is_not_sealed_as_if_it_were_whole(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    with bare_engine(f"sqlite:///{path}").begin() as connection:
        connection.execute(text("UPDATE kernel_tile SET data = zeroblob(length(data))"))

    with (
        Workspace.open(f"sqlite:///{path}") as workspace,
        pytest.raises(StoreError, match=rf"tile \(0, 0\) of the kernel.*`lpntk delete {FINISHED}`"),
    ):
        resume(workspace)


@pytest.mark.parametrize(
    ("table", "column", "message"),
    [("dataset", "fingerprint", "data set 1"), ("job", "error", f"the job of analysis {FINISHED}")],
)
def test_what_was_damaged_since_it_was_sealed_stays_damaged(
    tmp_path: Path, table: str, column: str, message: str
) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    migrate(path, command.upgrade, "0004")
    with bare_engine(f"sqlite:///{path}").begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = 'other' WHERE id = 1"))

    with (
        Workspace.open(f"sqlite:///{path}") as workspace,
        pytest.raises(StoreError, match=f"{message} does not match its checksum"),
    ):
        workspace.analysis(FINISHED)


def test_rows_of_before_are_read_by_column(tmp_path: Path) -> None:
    url, wines = finished_rows(tmp_path)
    file = Database.file_of(url)
    assert file is not None

    def drawn() -> dict[str, tuple[object, ...]]:
        with Workspace.open(url) as workspace, workspace.results(wines) as results:
            found = cells.columns(results)
            return {name: (one.kind, one.categories, one.values.tolist()) for name, one in found.items()}

    before = drawn()
    migrate(file, command.downgrade, "0010")
    assert drawn() == before
    assert len(before) == 14

    migrate(file, command.downgrade, "0010")
    with bare_engine(url).begin() as connection:
        connection.execute(text("UPDATE sample SET preview = '{}' WHERE sample_index = 3"))
    with pytest.raises(StoreError, match=f"the cells of data set 1 is missing.*`lpntk delete {wines}`"):
        drawn()


def test_down_and_up_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))

    def content() -> list[tuple[object, ...]]:
        tables = ("analysis", "job", "kernel", "dataset", "checkpoint", "sample")
        with bare_engine(f"sqlite:///{path}").connect() as connection:
            return [
                tuple(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))
            ]

    before = content()
    for act, version in ((command.upgrade, "head"), (command.downgrade, "0002")):
        migrate(path, act, version)

    assert content() == before


def test_down_again_everything_is_finished_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    with Workspace.open(f"sqlite:///{path}") as workspace:
        resume(workspace)

    migrate(path, command.downgrade, "0004")

    with bare_engine(f"sqlite:///{path}").connect() as connection:
        states = dict(connection.execute(text("SELECT analysis_id, state FROM job")).tuples().all())
        stages = set(connection.scalars(text("SELECT stage FROM stage")))
    assert states == {FINISHED: "done", GIVEN: "done", SKETCHED: "done", CANCELLED: "cancelled"}
    assert stages == {"data", "learning", "kernel", "clusters", "map"}


def test_samples_of_before_are_tagged(resumed: Workspace, tmp_path: Path) -> None:
    with resumed.results(FINISHED) as results:
        index = int(results.indices[0])
        tagging.change(results, "odd", add=[index])
        tagging.write_note(results, index, "Is it a 7?")
        saved_views.save(results, "mine", "?tag=odd")
    with resumed.results(FINISHED) as results:
        assert [tag.indices.tolist() for tag in tags.get_all(results)] == [[index]]
    before = results_of(resumed.url, FINISHED)
    resumed.close()

    migrate(tmp_path / "old.db", command.downgrade, "0006")

    # What the program of before knows nothing of is gone; all else is there.
    with Workspace.open(resumed.url) as again, again.results(FINISHED) as results:
        assert tags.get_all(results) == tags.all_notes(results) == saved_views.get_all(results) == []
    assert results_of(resumed.url, FINISHED) == before
