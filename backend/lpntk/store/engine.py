"""Opening a database and the transactions on it."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pysqlite3
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, MultipleResultsFound, NoResultFound, ProgrammingError
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.store.complaints import complaint
from lpntk.store.location import OpenFile, default_url, whole_url
from lpntk.store.schema import bring_up_to_date

BUSY_TIMEOUT_SECONDS = 30

_PRAGMAS = (
    f"busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
)

log = logging.getLogger(__name__)

_BEGIN = "lpntk_begin"
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {_BEGIN: "DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_WRITING: dict[str, dict[str, Any]] = {
    "sqlite": {_BEGIN: "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


class Database:
    """An open database. Safe to share between threads; a child process opens its own by `url`.

    Parameters
    ----------
    url
        sqlite:///FILE or postgresql://…; None: `default_url()`.
    create
        Whether a file that is not there is made.
    only_reads
        Whether nothing will be written, so that a file will do that this process must not write to: it is
        then read as one that nobody else writes to meanwhile.

    Raises
    ------
    StoreError
        If it cannot be opened, is not ours, or was written by a newer program.
    """

    def __init__(self, url: str | None = None, *, create: bool = True, only_reads: bool = False) -> None:
        self._url = whole_url(url or default_url(), create=create)
        self._engine = _engine(self._url, only_reads=only_reads)
        self._reading = self._engine.execution_options(**_READING[self._backend])
        self._writing = self._engine.execution_options(**_WRITING[self._backend])
        try:
            with self._sentences():
                bring_up_to_date(self._reading, self._writing, self.place)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def file_of(url: str) -> Path | None:
        """The file that a URL names, whether or not it is there; None of a server's. StoreError."""
        whole = whole_url(url)
        return Path(str(whole.database)) if whole.get_backend_name() == "sqlite" else None

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
    def has_password(self) -> bool:
        """Whether there is one in the URL."""
        return self._url.password is not None

    @property
    def folder(self) -> Path | None:
        """Where its file lies; None for a server's."""
        return Path(str(self._url.database)).parent if self._backend == "sqlite" else None

    @property
    def scratch(self) -> Path:
        """Where files may lie for a while: beside its own, else where the machine's temporary ones do."""
        return self.folder or Path(tempfile.gettempdir())

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
        for pragma in ("incremental_vacuum", "wal_checkpoint(TRUNCATE)"):
            try:
                # Neither is done within a transaction, which any other connection begins.
                with self._sentences(), closing(self._engine.raw_connection()) as connection:
                    # A page is freed for each row that is fetched, though the rows are empty.
                    connection.cursor().execute(f"PRAGMA {pragma}").fetchall()
            except (StoreError, pysqlite3.dbapi2.Error) as error:
                # What was deleted is deleted; its space is used again, or given back another time.
                log.warning(
                    "The space of what was deleted is not given back yet (%s): make room elsewhere on the "
                    "disk, and the next deletion gives it back.",
                    str(error).rstrip("."),
                )

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
        except DatabaseError as error:
            if _is_our_mistake(error):
                raise
            raise self._error(str(error.orig)) from error
        except UnicodeDecodeError as error:  # of the driver's own complaint of a name that is no text
            raise self._error("malformed names") from error
        except (NoResultFound, MultipleResultsFound) as error:
            raise self._error("malformed: a row is missing or there twice") from error

    def _error(self, reason: str) -> StoreError:
        return StoreError(complaint(self.place, reason, BUSY_TIMEOUT_SECONDS))


def _engine(url: URL, *, only_reads: bool) -> Engine:
    reading = {"json_deserializer": _json_or_text}
    if url.get_backend_name() == "sqlite":
        file = OpenFile(Path(str(url.database)))
        pragmas: tuple[str, ...] = _PRAGMAS
        if only_reads and file.is_read_only:
            # The write-ahead log's index cannot be made beside it, and without this SQLite insists on one.
            file.require_all_written()
            url = url.set(database=f"{file.path.as_uri()}?immutable=1", query={"uri": "true"})
            pragmas = ()
        engine = create_engine(url, module=pysqlite3.dbapi2, pool_size=4, max_overflow=-1, **reading)
        event.listen(engine, "do_connect", lambda *connection: file.require())
        event.listen(engine, "connect", lambda connection, record: _set_up_sqlite(connection, file, pragmas))
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, file))
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, **reading)
    except ModuleNotFoundError:
        raise StoreError(
            "PostgreSQL needs the psycopg driver: install it with pip install 'lpntk[postgresql]'."
        ) from None


def _is_our_mistake(error: DatabaseError) -> bool:
    """Whether a statement is wrong, and not what a person has set up."""
    if not isinstance(error, ProgrammingError) or error.statement is None:
        return False
    # PostgreSQL's insufficient_privilege and invalid_schema_name count as errors of the program to drivers.
    return getattr(error.orig, "sqlstate", None) not in ("42501", "3F000")


def _json_or_text(text: Any) -> Any:
    """What a column of JSON holds; where that is none any more, the text, which no seal fits."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return text


def _decoded(text: bytes) -> str:
    """The text of a column; bytes that are no text any more stand for themselves, and no seal fits them."""
    return text.decode("utf-8", "surrogateescape")


def _set_up_sqlite(connection: Any, file: OpenFile, pragmas: tuple[str, ...]) -> None:
    # The driver's own handling of transactions begins them late and never for reads; ours begins every one
    # (https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable).
    connection.isolation_level = None
    connection.text_factory = _decoded
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        # Must come before a file's first page, and on a file that has pages it would want the write lock.
        pragmas = ("auto_vacuum = INCREMENTAL", *pragmas)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    file.is_open()


def _begin_sqlite(connection: Connection, file: OpenFile) -> None:
    file.require()
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
