"""Databases for tests: an SQLite file, and a PostgreSQL schema where LPNTK_TEST_POSTGRESQL names a server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3
from sqlalchemy import Engine, create_engine, make_url, text

SERVER = os.environ.get("LPNTK_TEST_POSTGRESQL")
BACKENDS = ("sqlite", "postgresql") if SERVER else ("sqlite",)


def bare_engine(url: str) -> Engine:
    """An engine without any of the program's settings, on the same copy of SQLite.

    Two copies in one process, such as the standard library's beside pysqlite3's, break each other's locks.
    """
    driver = {"module": pysqlite3.dbapi2} if url.startswith("sqlite") else {}
    return create_engine(url, **driver)


@contextmanager
def new_database(backend: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, gone afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'lpntk.db'}"
        return
    assert SERVER is not None
    url = make_url(SERVER).set(drivername="postgresql+psycopg")
    schema = f"test_{uuid.uuid4().hex}"
    engine = bare_engine(url.render_as_string(hide_password=False))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        own = url.update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()
