"""What holds for every test."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import settings

from support import postgresql
from support.databases import BACKENDS, empty_file, new_schema

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


@pytest.fixture(params=BACKENDS)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that does not exist yet, or is empty: an SQLite file, then one on PostgreSQL."""
    with _made(request, f"sqlite:///{tmp_path / 'lpntk.db'}") as url:
        yield url


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without analyses, of which nobody minds whether it was opened before."""
    with _made(request, empty_file(tmp_path / "lpntk.db")) as url:
        yield url


def _made(request: pytest.FixtureRequest, file: str) -> AbstractContextManager[str]:
    if request.param == "sqlite":
        return nullcontext(file)
    return new_schema(request.getfixturevalue("postgresql_server"))
