"""Opening a database and the transactions on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pysqlite3
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.store.schema import bring_up_to_date

DEFAULT_URL = "sqlite:///data/lpntk.db"
BUSY_TIMEOUT_SECONDS = 30

_BEGIN = "lpntk_begin"
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {_BEGIN: "DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_WRITING: dict[str, dict[str, Any]] = {
    "sqlite": {_BEGIN: "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


def default_url() -> str:
    """LPNTK_DB from the environment, else sqlite:///data/lpntk.db below the working folder."""
    return os.environ.get("LPNTK_DB") or DEFAULT_URL


class Database:
    """An open database. Safe to share between threads; a child process opens its own by `url`.

    Parameters
    ----------
    url
        sqlite:///FILE or postgresql://…; None: `default_url()`.

    Raises
    ------
    StoreError
        If it cannot be opened, is not ours, or was written by a newer program.
    """

    def __init__(self, url: str | None = None) -> None:
        self._url = _normalise(url or default_url())
        self._engine = _engine(self._url)
        self._reading = self._engine.execution_options(**_READING[self._backend])
        self._writing = self._engine.execution_options(**_WRITING[self._backend])
        try:
            with self._sentences():
                bring_up_to_date(self._reading, self._writing, self.place)
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """The URL, password included, with an absolute path."""
        return self._url.render_as_string(hide_password=False)

    @property
    def place(self) -> str:
        """Where it is, for people: the file's path, or the URL without its password."""
        if self._backend == "sqlite":
            return str(self._url.database)
        return self._url.render_as_string(hide_password=True)

    @property
    def folder(self) -> Path | None:
        """Where its file lies; None for a server's."""
        return Path(str(self._url.database)).parent if self._backend == "sqlite" else None

    @property
    def _backend(self) -> str:
        return self._url.get_backend_name()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the database and writes nothing."""
        with self._sentences(), Session(self._reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends, and undone when it raises.

        On SQLite it holds the one write lock from its beginning; on PostgreSQL it locks the rows it changes.
        """
        with self._sentences(), Session(self._writing) as session, session.begin():
            yield session

    def reclaim(self) -> None:
        """Give the space of deleted rows back to the file system (PostgreSQL does so by itself)."""
        if self._backend != "sqlite":
            return
        with self._sentences(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            for pragma in ("incremental_vacuum", "wal_checkpoint(TRUNCATE)"):
                # A page is freed for each row that is fetched, though the rows are empty.
                cursor.execute(f"PRAGMA {pragma}").fetchall()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn the driver's complaints about the file or the server into a sentence."""
        try:
            yield
        except (IntegrityError, ProgrammingError):
            raise
        except DatabaseError as error:
            raise StoreError(_complaint(self.place, error)) from error


def _normalise(text: str) -> URL:
    """The parsed URL with an absolute path and the driver that we use."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError(f"'{text}' is not a database URL: write sqlite:///{text} for a file.") from None
    backend = {"postgres": "postgresql"}.get(url.get_backend_name(), url.get_backend_name())
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(
            f"Databases of the kind '{backend}' are not supported: use sqlite:///FILE or postgresql://…."
        )
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError(f"'{text}' names no file, but the worker needs one to share: use sqlite:///FILE.")
    return url.set(database=str(_file(Path(url.database), is_default=text == DEFAULT_URL)))


def _file(path: Path, *, is_default: bool) -> Path:
    """The absolute path, if the folder is there; the default's own folder is made."""
    path = path.expanduser().absolute()
    if is_default:
        path.parent.mkdir(exist_ok=True)
    if not path.parent.is_dir():
        raise StoreError(
            f"There is no folder {path.parent} for the database: make it, or name another place."
        )
    if path.is_dir():
        raise StoreError(
            f"{path} is a folder, not a database: name a file in it, such as {path / 'lpntk.db'}."
        )
    return path


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, module=pysqlite3.dbapi2, pool_size=4, max_overflow=-1)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreError(
            "PostgreSQL needs the psycopg driver: install it with pip install 'lpntk[postgresql]'."
        ) from None


def _set_up_sqlite(connection: Any, record: object) -> None:
    # The driver's own handling of transactions begins them late and never for reads; ours begins every one
    # (https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable).
    connection.isolation_level = None
    pragmas = [
        f"busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ]
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        # Must come before a file's first page, and on a file that has pages it would want the write lock.
        pragmas.insert(1, "auto_vacuum = INCREMENTAL")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _complaint(place: str, error: DatabaseError) -> str:
    reason = str(error.orig).strip()
    if "not a database" in reason:
        return f"{place} is not a database: name another file, or move it away and a new one is made."
    if "readonly" in reason or "unable to open" in reason or "permission" in reason.lower():
        return f"The database {place} cannot be opened for writing ({reason}): check its permissions."
    if "locked" in reason:
        return (
            f"The database {place} was in use by another process for over {BUSY_TIMEOUT_SECONDS} seconds:"
            " try again when that has finished."
        )
    if "is full" in reason:
        return f"The disk with {place} is full: make room and try again."
    if isinstance(error, OperationalError) and not place.startswith(os.sep):
        return f"The database {place} does not answer: {' '.join(reason.split())}"
    return f"The database {place} failed: {' '.join(reason.split())}."
