from __future__ import annotations

from collections.abc import Iterator

import pytest

from lpntk.pipeline.workspace import Workspace
from lpntk.store.engine import Database


@pytest.fixture
def workspace(empty_url: str) -> Iterator[Workspace]:
    """An empty workspace, in a file and then on a server."""
    with Workspace.open(empty_url) as workspace:
        yield workspace


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """An open, empty database."""
    with Database(empty_url) as database:
        yield database
