"""Databases for tests: an SQLite file, and a schema on a PostgreSQL server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pysqlite3
from sqlalchemy import Engine, create_engine, make_url, text

BACKENDS = ("sqlite", "postgresql")


def bare_engine(url: str) -> Engine:
    """An engine without any of the program's settings, on the same copy of SQLite.

    Two copies in one process, such as the standard library's beside pysqlite3's, break each other's locks.
    """
    driver = {"module": pysqlite3.dbapi2} if url.startswith("sqlite") else {}
    return create_engine(url, **driver)


@contextmanager
def new_schema(server: str) -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL server, gone afterwards."""
    url = make_url(server).set(drivername="postgresql+psycopg")
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
