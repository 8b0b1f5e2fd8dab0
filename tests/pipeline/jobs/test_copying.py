"""An analysis in another database: whatever can be said of it is said there, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

import lpntk
from lpntk.api.app import create_app
from lpntk.domain import ConflictError, DataSettings, InputError, NotFoundError, StoreError
from lpntk.pipeline.review import saved_views
from lpntk.pipeline.workspace import Workspace
from lpntk.store.engine import Database
from lpntk.store.schema import VERSION_TABLE
from lpntk.store.tables import AnalysisRow, Base, KernelTile, SampleRow
from support.analyses import REQUEST, finished_analysis
from support.databases import bare_engine, new_schema
from support.results import results

ASKED = {"index": "14", "name": "odd", "kind": "map", "what": "scores", "relation": "interchangeable"}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[lpntk.Analysis]:
    """A finished analysis with something of everything that people keep."""
    (tmp_path / "source").mkdir()
    url, _ = finished_analysis(tmp_path / "source")
    with Workspace.open(url) as workspace:
        analysis = lpntk.Analysis(workspace, 1)
        first, second, third = analysis.samples().index[:3].tolist()
        analysis.tag("odd", [first, third])
        analysis.note(second, "Is it a 7?")
        for action, label in (("exclude", None), ("clear", None), ("relabel", 3)):
            latest = workspace.decide(1, first, action, label, previous=_latest(analysis, first))
        assert latest.label == 3
        with workspace.results(1) as read:
            saved_views.save(read, "mine", "map?colour=loss&selected=r1.2")
        analysis.outlook("random", keep=0.5)
        size = len(analysis.samples())
        vectors = np.random.default_rng(0).normal(size=(size, 4)).astype(np.float32)
        analysis.add_columns({"bright": np.arange(size, dtype=float), "mine": vectors})
        yield analysis


def _latest(analysis: lpntk.Analysis, index: int) -> int | None:
    return next((one.id for one in analysis.decisions() if one.index == index), None)


@contextmanager
def client_of(url: str) -> Iterator[TestClient]:
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url="http://localhost:8000") as client,
    ):
        yield client


def said(url: str) -> dict[str, Any]:
    """The answers to every GET of the API that takes no more than an analysis and a sample of it."""
    with client_of(url) as client:
        answers = {}
        for path, methods in client.get("/api/openapi.json").json()["paths"].items():
            names = re.findall(r"{(\w+)}", path)
            if (
                "get" not in methods
                or "events" in path
                or not {*names} <= {"analysis_id", "dataset_id", *ASKED}
            ):
                continue
            address = path.format(analysis_id=1, dataset_id=1, **ASKED)
            answer = client.get(address)
            answers[address] = (answer.status_code, answer.content)
    return answers


def test_the_api_says_the_same_of_a_copy(source: lpntk.Analysis, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    told: list[tuple[int, int]] = []

    copied, place = source.workspace.copy(1, target, lambda done, total: told.append((done, total)))

    assert (copied.id, copied.is_new, copied.kept) == (1, True, 0)
    assert place == str(tmp_path / "copy.db")
    assert told[-1][0] == told[-1][1] > 200
    here, there = said(source.workspace.url), said(target)
    good = [path for path, (status, _) in here.items() if status == 200]
    assert len(good) > 20
    assert "/api/analyses/1/tags" in good
    for path, answer in here.items():
        if not re.search("events|health|version|estimate|options", path):
            assert there[path] == answer, path


def test_what_can_be_asked_of_an_analysis_can_be_asked_of_its_copy(
    source: lpntk.Analysis, empty_url: str
) -> None:
    with Workspace.open(empty_url) as workspace:  # so that every number is another one there
        taken = workspace.submit(replace(REQUEST, name="Something else", seed=5)).id
        workspace.cancel(taken)

    copy = source.copy(empty_url)

    assert copy.id == taken + 1
    assert results(empty_url, copy.id) == results(source.workspace.url, 1)
    for one, other in ((source, copy), (copy, source)):
        plan = one.prune("fpc-largest", keep=0.7)
        np.testing.assert_array_equal(plan.kept, other.prune("fpc-largest", keep=0.7).kept)
    assert copy.neighbours(14, 5).indices.tolist() == source.neighbours(14, 5).indices.tolist()
    assert {name: of.tolist() for name, of in copy.tags.items()} == {
        name: of.tolist() for name, of in source.tags.items()
    }
    assert copy.notes == source.notes
    assert [(one.index, one.label, one.decided_at) for one in copy.decisions()] == [
        (one.index, one.label, one.decided_at) for one in source.decisions()
    ]
    assert copy.decisions()[0].analysis == copy.id
    assert copy.views["mine"].selected.tolist() == source.views["mine"].selected.tolist()
    assert copy.columns["bright"].tolist() == source.columns["bright"].tolist()
    assert copy.embeddings()[0].agreement == source.embeddings()[0].agreement is not None
    assert "<img" in copy._repr_html_()
    copy.workspace.run(copy.id)  # all is there
    again = copy.workspace.decide(copy.id, 14, "keep", 3, previous=_latest(copy, 14))
    assert again.previous == _latest(source, 14) or again.previous is not None
    copy.workspace.close()


def test_the_same_analysis_twice_is_said_and_nothing_changes(source: lpntk.Analysis, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    source.copy(target).workspace.close()
    source.tag("later", [14])

    copied, _ = source.workspace.copy(1, target)

    assert (copied.id, copied.is_new) == (1, False)
    with lpntk.open(target) as library:
        assert list(library[1].tags) == ["odd"]


def test_it_shares_what_is_there_and_leaves_what_people_said(source: lpntk.Analysis, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with Workspace.open(source.workspace.url) as workspace:
        other = workspace.again(1, {"label_vector": "residual"}).id
        workspace.run(other)
        lpntk.Analysis(workspace, other).copy(target).workspace.close()
    with lpntk.open(target) as library:
        first, second, third = library[1].samples().index[:3].tolist()
        library[1].untag("odd", [third])
        library[1].note(second, "No, a 1.")
    source.tag("new here", [first])

    copied, _ = source.workspace.copy(1, target)

    assert (copied.id, copied.is_new, copied.kept) == (2, True, 4)
    with lpntk.open(target) as library:
        assert library[2].notes == {second: "No, a 1."}
        assert {name: of.tolist() for name, of in library[2].tags.items()} == {
            "new here": [first],
            "odd": [first, third],
        }
        assert len(library[2].decisions()) == 1
    with Database(target) as database, database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SampleRow)) == 200


def test_an_extension_brings_what_it_extends(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    images, labels = np.random.default_rng(0).integers(0, 256, (30, 8, 8), np.uint8), np.arange(30) % 10
    np.savez(tmp_path / "more.npz", images=images, labels=labels)
    url, _ = finished_analysis(tmp_path / "source")
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with Workspace.open(url) as workspace:
        extension = workspace.extend(1, DataSettings(str(tmp_path / "more.npz"))).id
        workspace.run(extension)
        workspace.rename(1, "The first")
        copied, _ = workspace.copy(extension, target)
    with lpntk.open(target) as library:
        assert library.workspace.analysis(copied.id).request.extends == library["The first"].id
        assert len(library[copied.id].samples()) == 230
        assert results(target, copied.id) == results(url, extension)


def test_one_that_was_stopped_goes_on_there(tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with Workspace.open(f"sqlite:///{tmp_path / 'one.db'}") as workspace:
        waiting = workspace.submit(REQUEST).id
        with pytest.raises(ConflictError, match="Analysis 1 waits: copy it when it is done"):
            workspace.copy(waiting, target)
        assert not (tmp_path / "copy.db").exists()
        workspace.cancel(waiting)
        workspace.copy(waiting, target)
    with lpntk.open(target) as library:
        library.workspace.resume(1)
        library.workspace.run(1)
        assert len(library[1].samples()) == 200


def test_what_cannot_be_copied_is_refused_and_leaves_nothing(source: lpntk.Analysis, tmp_path: Path) -> None:
    url = source.workspace.url
    for same in (url, url.replace("/source/", "/source/../source/")):
        with pytest.raises(InputError, match="is the database that the analysis is in: name another one"):
            source.workspace.copy(1, same)
    with pytest.raises(NotFoundError, match="There is no analysis 7"):
        source.workspace.copy(7, f"sqlite:///{tmp_path / 'copy.db'}")
    with pytest.raises(StoreError, match="There is no folder"):
        source.workspace.copy(1, f"sqlite:///{tmp_path / 'nowhere' / 'copy.db'}")
    with pytest.raises(StoreError, match="is not a database URL"):
        source.workspace.copy(1, "copy.db")
    engine = bare_engine(url)
    with engine.begin() as connection:
        connection.execute(update(KernelTile).values(checksum=KernelTile.checksum + 1))
    engine.dispose()
    with pytest.raises(StoreError, match=r"a row of kernel_tile .*; delete the analysis with `lpntk"):
        source.workspace.copy(1, f"sqlite:///{tmp_path / 'copy.db'}")
    assert not list(tmp_path.glob("copy.db*"))


def test_a_copy_that_stops_leaves_a_database_as_it_was(source: lpntk.Analysis, empty_url: str) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        source.workspace.copy(1, empty_url, stop)

    with Database(empty_url) as database, database.reading() as session:
        for table in (AnalysisRow, SampleRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_newer_database_is_refused(source: lpntk.Analysis, tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    Database(f"sqlite:///{path}").close()
    engine = bare_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError, match="was written by a newer version of lpntk"):
        source.workspace.copy(1, f"sqlite:///{path}")
    assert path.exists()


def test_every_table_is_copied_or_is_no_analysis_s(source: lpntk.Analysis, tmp_path: Path) -> None:
    """A table that is added later must not be forgotten."""
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    source.copy(target).workspace.close()
    counts = []
    for url in (source.workspace.url, target):
        with Database(url) as database, database.reading() as session:
            counts.append(
                {
                    t.name: session.scalar(select(func.count()).select_from(t))
                    for t in Base.metadata.sorted_tables
                }
            )
    assert counts[0] == counts[1]


def test_a_copy_on_a_server_comes_back(
    source: lpntk.Analysis, postgresql_server: str, tmp_path: Path
) -> None:

    with new_schema(postgresql_server) as server:
        there = source.copy(server)
        back = there.copy(f"sqlite:///{tmp_path / 'back.db'}")
        assert results(back.workspace.url, back.id) == results(source.workspace.url, 1)
        there.workspace.close()
        back.workspace.close()
