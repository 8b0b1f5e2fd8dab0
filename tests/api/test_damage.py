"""Whatever is changed in a database, what is read from it is as it was, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from lpntk.api.app import create_app
from lpntk.columns.given import given
from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.material.taken import OF_ROWS
from lpntk.pipeline.review import own_columns, saved_views, tagging
from lpntk.pipeline.workspace import Workspace
from lpntk.store.engine import Database
from lpntk.store.tables import Base, CellColumnRow, Sealed
from support.analyses import finished_analysis
from support.columns import encoded, indices
from support.databases import bare_engine
from support.experiments import submit
from support.tables import write_csv

BASE_URL = "http://localhost:8000"
ANALYSIS = (
    "",
    "/page",
    "/samples/{index}",
    "/columns?name=index&name=label&name=predicted&name=head&name=head_similarity&name=x&name=y",
    "/columns?name=blur",
    "/own-columns",
    "/columns?name=suggested&name=loss&name=self_max&name=nearest_same_label",
    "/plan/order?strategy=fpc-largest&keep=0.5",
    "/plan/order?strategy=random&keep=0.5",
    "/export/scores?format=csv",
    "/export/kernel?format=npy",
    "/export/summary?format=npz",
    "/label-issues?limit=20",
    "/decisions",
    "/decisions/file?what=labels&format=csv",
    "/tags",
    "/tag-columns",
    "/notes",
    "/views",
    "/plan/forecasts?strategy=average-low&keep=0.5",
    "/evaluations/{evaluation}",
    "/experiments/{experiment}",
    "/samples/{index}/over-training",
)
TABLES = sorted(
    (
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Sealed) and mapper.class_ is not CellColumnRow
    ),
    key=lambda table: table.__tablename__,
)
UNNOTICED = ("plan_forecast", "trace_epoch")
"""What is forecast of plans is made again, and no page shows a trace."""


class Opened(NamedTuple):
    """A database of one finished analysis, through a client and as a bare file."""

    client: TestClient
    bare: Engine
    paths: list[str]

    def answers(self) -> dict[str, tuple[int, bytes]]:
        """Status and content of everything that can be read."""
        found = {path: self.client.get(path) for path in self.paths}
        return {path: (answer.status_code, answer.content) for path, answer in found.items()}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    url, analysis_id = finished_analysis(tmp_path_factory.mktemp("damage"))
    with (
        Workspace(Database(url), recent_bytes=0) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        page = client.get(f"/api/analyses/{analysis_id}/page").json()
        index = indices(client, analysis_id)[0]
        workspace.decide(analysis_id, index, "exclude")
        with workspace.results(analysis_id) as results:
            tagging.change(results, "odd", add=[index])
            tagging.write_note(results, index, "Is it a 7?")
            saved_views.save(results, "odd", "?tag=odd")
            columns = {"index": results.indices, "blur": np.linspace(0, 1, len(results.indices))}
            own_columns.add(results, given("a table", columns))
        evaluation = workspace.evaluate(analysis_id, EvaluationRequest.of(["average-low"], [0.5], seeds=1))
        experiment = submit(workspace, "kernel-over-training")
        for task_id in (evaluation, experiment):
            workspace.run_task(task_id)
        numbers = {"index": index, "evaluation": evaluation, "experiment": experiment}
        paths = [f"/api/analyses/{analysis_id}{path.format(**numbers)}" for path in ANALYSIS]
        dataset = f"/api/datasets/{page['analysis']['dataset_id']}"
        sheet = f"sheet?i={encoded([index])}"
        pictures = [f"{dataset}/{path}" for path in (f"previews/{index}", f"images/{index}", sheet)]
        yield Opened(client, bare_engine(url), ["/api/analyses", *paths, *pictures])


def changes(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """SQL expressions with their parameters: a value near to the given one, and some far from it."""
    if isinstance(value, bytes):
        middle = len(value) // 2
        near = value[:middle] + bytes([value[middle] ^ 4]) + value[middle + 1 :]
        far = ["NULL", "''", "'text'", "3", "x'00'"]
    elif isinstance(value, str):
        middle = len(value) // 2
        near = value[:middle] + chr(ord(value[middle : middle + 1] or "a") ^ 1) + value[middle + 1 :]
        far = ["NULL", "''", "CAST(x'fffe' AS TEXT)", "x'fffe'", "5"]
    elif value is None:
        near, far = 7, ["'text'", "x'fffe'"]
    else:
        near, far = value + 1, ["NULL", "-2", "'many'", "x'00ff'", "1e300"]
    return [(":to", {"to": near}), *((expression, {}) for expression in far)]


def change(connection: Connection, table: str, column: str, row: int, to: tuple[str, dict[str, Any]]) -> bool:
    """Put another value in place; False where the table itself refuses it."""
    statement = f"UPDATE {table} SET {column} = {to[0]} WHERE rowid = :row"
    try:
        connection.execute(text(statement), {"row": row, **to[1]})
    except IntegrityError:
        return False
    return True


def restore(engine: Engine, table: str, row: int, values: dict[str, Any]) -> None:
    """Put a whole row back, whatever became of it."""
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    with engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {table} WHERE rowid = :row"), {"row": row})
        connection.execute(
            text(f"INSERT OR REPLACE INTO {table} (rowid, {names}) VALUES (:rowid_, {marks})"),
            {"rowid_": row, **values},
        )


def test_of_a_database_that_is_removed_nothing_is_read_and_nothing_accepted(tmp_path: Path) -> None:
    folder, away = tmp_path / "here", tmp_path / "away"
    folder.mkdir()
    form = {"source": "digits"}
    app = create_app(f"sqlite:///{folder}/x.db", supervise=False)
    with TestClient(app, base_url=BASE_URL) as client:
        assert client.post("/api/analyses", json=form).status_code == 201
        folder.rename(away)
        answers = [client.get("/api/analyses"), client.post("/api/analyses", json={**form, "seed": 1})]
        away.rename(folder)
        left = client.get("/api/analyses").json()

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "was removed while it was open" in answers[1].json()["error"]["message"]
    assert len(left) == 1


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__tablename__)
def test_no_changed_column_is_believed(opened: Opened, table: type[Base]) -> None:
    change_each_column(opened, table)


def test_no_changed_column_of_cells_is_believed(tmp_path: Path) -> None:
    rows = [(i, "xy"[i % 3 > 1], ["fire", "water"][i % 2]) for i in range(24)]
    table = write_csv(tmp_path / "rows.csv", ["size", "kind", "label"], rows)
    request = AnalysisRequest(DataSettings(str(table)), LearningSettings(epochs=1))
    url, analysis_id = finished_analysis(tmp_path, request)
    with (
        Workspace(Database(url), recent_bytes=0) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        names = "&".join(f"name={OF_ROWS}{heading}" for heading in ("size", "kind"))
        paths = [f"/api/analyses/{analysis_id}/{path}" for path in ("page", f"columns?{names}")]
        change_each_column(Opened(client, bare_engine(url), paths), CellColumnRow)


def change_each_column(opened: Opened, table: type[Base]) -> None:
    """Put other values into each column of a row, and see that none is taken for what was written."""
    name, before = table.__tablename__, opened.answers()
    assert {status for status, _ in before.values()} == {200}
    with opened.bare.connect() as connection:
        row, *_ = connection.execute(text(f"SELECT rowid FROM {name} LIMIT 1")).one()
        found = connection.execute(text(f"SELECT * FROM {name} WHERE rowid = :row"), {"row": row}).one()
    values = dict(found._mapping)

    wrong, caught = [], 0
    for number, (column, value) in enumerate(values.items()):
        near, *far = changes(value)
        for to in (near, far[number % len(far)]):
            with opened.bare.begin() as connection:
                if not change(connection, name, column, row, to):
                    continue
            answers = opened.answers()
            restore(opened.bare, name, row, values)
            for path, (status, content) in answers.items():
                caught += status == 503
                is_right = (status, content) == before[path] or status == 503
                if not is_right and not (status == 404 and column.endswith(("id", "index"))):
                    wrong.append((column, to, path, status, content[:200]))

    assert wrong == []
    assert caught or name in UNNOTICED
    assert opened.answers() == before
