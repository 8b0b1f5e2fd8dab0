"""Clients of applications around a scripted workspace, and around a real one with a finished analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.databases import empty_file
from support.reading import Read
from support.scripted import ScriptedWorkspace

BASE_URL = "http://localhost:8000"


class Finished(NamedTuple):
    """A finished analysis, in a workspace and through a client."""

    id: int
    workspace: Workspace
    client: TestClient

    @property
    def read(self) -> Read:
        """What the workspace itself says."""
        return Read(self.workspace)

    def get(self, path: str, **parameters: Any) -> Any:
        """The answer to GET below the analysis."""
        return self.client.get(f"/api/analyses/{self.id}{path}", params=parameters)


@pytest.fixture
def scripted() -> Iterator[Callable[..., TestClient]]:
    """A function from a script (see `ScriptedWorkspace`) and settings of the application to a client."""
    with ExitStack() as stack:

        def client(script: dict[str, Any] | None = None, **settings: Any) -> TestClient:
            app = create_app(ScriptedWorkspace(**(script or {})), supervise=False, **settings)
            return stack.enter_context(TestClient(app, base_url=BASE_URL))

        yield client


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    """Two hundred digits, analysed. Tests only read it."""
    url, identifier = finished_analysis(tmp_path_factory.mktemp("api"))
    with (
        Workspace.open(url) as workspace,
        TestClient(create_app(workspace, supervise=False), base_url=BASE_URL) as client,
    ):
        yield Finished(identifier, workspace, client)


@pytest.fixture
def client(tmp_path) -> Iterator[TestClient]:
    """A client of a new, empty workspace in which nothing runs, and which may read everything."""
    app = create_app(empty_file(tmp_path / "lpntk.db"), supervise=False, data=["/"])
    with TestClient(app, base_url=BASE_URL) as client:
        yield client
