from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.store.engine import Database
from support.databases import BACKENDS, new_database


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that does not exist yet, or is empty."""
    with new_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open, empty database."""
    with Database(url) as database:
        yield database
