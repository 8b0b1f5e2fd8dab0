"""What a request costs the database: one transaction, and few statements, fewer after the page's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from lpntk.api.app import create_app
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.columns import indices

BASE_URL = "http://localhost:8000"


@dataclass
class Cost:
    transactions: int = 0
    statements: int = 0


@contextmanager
def counted(workspace: Workspace) -> Iterator[Cost]:
    """Counts what the database is asked while the block runs."""
    cost, engine = Cost(), workspace._database._engine

    def begin(connection: object) -> None:
        cost.transactions += 1

    def execute(connection: object, cursor: object, text: str, *rest: object) -> None:
        cost.statements += not text.startswith("BEGIN")

    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", execute)
    try:
        yield cost
    finally:
        event.remove(engine, "begin", begin)
        event.remove(engine, "before_cursor_execute", execute)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, TestClient]]:
    url, analysis_id = finished_analysis(tmp_path_factory.mktemp("costs"))
    assert analysis_id == 1
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield workspace, client


# One of them asks whether a person's own columns are still those that what is remembered was made of.
@pytest.mark.parametrize(
    ("path", "transactions", "statements"),
    [
        ("/api/analyses/1/page", 1, 28),
        ("/api/analyses/1/page", 1, 10),
        ("/api/analyses/1/figures/map", 1, 3),
        ("/api/analyses/1/figures/map?colour=loss", 1, 4),
        ("/api/analyses/1/figures/histogram", 1, 3),
        ("/api/analyses/1/samples/0", 1, 12),
        ("/api/analyses/1/columns?name=index&name=x&name=loss", 1, 3),
        ("/api/analyses/1/plan/order?strategy=fpc-largest&keep=0.61", 1, 8),
        ("/api/analyses/1/plan/order?strategy=fpc-largest&keep=0.3", 1, 3),
        ("/api/analyses/1/plan/reasons?strategy=fpc-largest&keep=0.01&index=0", 1, 3),
        ("/api/analyses/1/plan/file?strategy=fpc-largest&keep=0.61&format=csv", 1, 6),
        ("/api/analyses/1/export/scores?format=csv", 1, 4),
        ("/api/analyses/1/export/kernel?format=npy", 1, 4),
        ("/api/analyses/1/export/report?format=html", 1, 25),
        ("/api/analyses/1/label-issues", 1, 9),
        ("/api/analyses/1/label-issues?offset=100", 1, 6),
        ("/api/analyses/1/decisions", 1, 4),
        ("/api/analyses/1/tags", 1, 4),
        ("/api/analyses/1/tag-columns", 1, 4),
        ("/api/analyses/1/notes", 1, 4),
        ("/api/analyses/1/views", 1, 4),
        ("/api/analyses/1/export/atlas?format=parquet", 1, 7),
        ("/api/analyses", 1, 9),
        ("/api/options", 0, 0),
    ],
)
def test_a_request_costs_no_more(
    served: tuple[Workspace, TestClient], path: str, transactions: int, statements: int
) -> None:
    workspace, client = served
    index = indices(client)[0]
    path = path.replace("/samples/0", f"/samples/{index}").replace("index=0", f"index={index}")

    with counted(workspace) as cost:
        answer = client.get(path)

    assert answer.status_code == 200, answer.text
    assert cost.transactions == transactions
    assert cost.statements <= statements
