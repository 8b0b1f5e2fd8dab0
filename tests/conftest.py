"""What holds for every test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lpntk.store.engine import Database
from support import postgresql
from support.databases import BACKENDS, empty_file, new_database, new_schema

# Idle OpenMP threads that spin take the cores from the server, its worker and the browser beside them. Read
# when torch is loaded, so it stands before everything that may import it.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# A busy machine is slow, not wrong: the time of one example says nothing about the code.
settings.register_profile("lpntk", deadline=None)
settings.load_profile("lpntk")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that LPNTK_TEST_POSTGRESQL names, or one of the tests' own."""
    if named := os.environ.get("LPNTK_TEST_POSTGRESQL"):
        yield named
        return
    programs = postgresql.installed()
    if programs is None:
        pytest.skip(
            "PostgreSQL is not installed: apt-get install postgresql (or the like) to test on it too, or name"
            " a server by LPNTK_TEST_POSTGRESQL=postgresql://…."
        )
    with postgresql.server(programs) as url:
        yield url


@pytest.fixture(scope="session")
def empty_tables(postgresql_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the program's tables and nothing in them, only to be copied.

    The tables are made once a test run, which takes as long as most tests do.
    """
    with new_database(postgresql_server) as url:
        Database(url).close()
        yield url


@pytest.fixture(params=BACKENDS)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that does not exist yet, or is empty: an SQLite file, then one on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'lpntk.db'}"
        return
    with new_schema(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without analyses, of which nobody minds whether it was opened before."""
    if request.param == "sqlite":
        yield empty_file(tmp_path / "lpntk.db")
        return
    tables = request.getfixturevalue("empty_tables")
    with new_database(request.getfixturevalue("postgresql_server"), template=tables) as url:
        yield url
