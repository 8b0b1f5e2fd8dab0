from __future__ import annotations

from collections.abc import Iterator

import pytest

from lpntk.store.engine import Database


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """An open, empty database."""
    with Database(empty_url) as database:
        yield database
