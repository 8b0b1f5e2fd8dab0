"""Databases for tests: an SQLite file, and a schema on a PostgreSQL server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pysqlite3
from sqlalchemy import URL, Engine, create_engine, delete, insert, make_url, select, text

from lpntk.store.engine import Database
from lpntk.store.tables import Base

BACKENDS = ("sqlite", "postgresql")


def bare_engine(url: str) -> Engine:
    """An engine without any of the program's settings, on the same copy of SQLite.

    Two copies in one process, such as the standard library's beside pysqlite3's, break each other's locks.
    """
    driver = {"module": pysqlite3.dbapi2} if url.startswith("sqlite") else {}
    return create_engine(url, **driver)


def empty_file(path: Path) -> str:
    """The URL of a new SQLite file with the program's tables and nothing in them.

    The tables are made once a test run, which takes as long as most tests do.
    """
    path.write_bytes(_empty())
    return f"sqlite:///{path}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Database(f"sqlite:///{path}").close()
        return path.read_bytes()


@contextmanager
def new_schema(server: str) -> Iterator[str]:
    """The URL of a database without any tables on a PostgreSQL server, gone afterwards."""
    url = _by_psycopg(server)
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


@contextmanager
def new_database(server: str, template: str | None = None) -> Iterator[str]:
    """The URL of a new PostgreSQL database, empty or a copy of another that nobody uses; gone afterwards."""
    url, name = _by_psycopg(server), f"test_{uuid.uuid4().hex}"
    source = f"TEMPLATE {make_url(template).database}" if template else ""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} {source}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def _by_psycopg(server: str) -> URL:
    return make_url(server).set(drivername="postgresql+psycopg")


def copy_database(source: str, target: str) -> None:
    """Put all rows of a database in place of those of another, which was opened before, of whatever kind."""
    there, here = bare_engine(source), bare_engine(target)
    with there.connect() as reading, here.begin() as writing:
        for table in reversed(Base.metadata.sorted_tables):
            writing.execute(delete(table))
        for table in Base.metadata.sorted_tables:
            for rows in reading.execute(select(table)).mappings().partitions(100):
                writing.execute(insert(table), [dict(row) for row in rows])
    there.dispose()
    here.dispose()
