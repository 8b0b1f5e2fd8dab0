"""Where a database is: its URL made whole, and the file that it names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from lpntk.domain import StoreError

DEFAULT_URL = "sqlite:///data/lpntk.db"


def default_url() -> str:
    """LPNTK_DB from the environment, else sqlite:///data/lpntk.db below the working folder."""
    return os.environ.get("LPNTK_DB") or DEFAULT_URL


def whole_url(text: str, *, create: bool = True) -> URL:
    """The parsed URL with an absolute path and the driver that we use.

    StoreError if it names no database, or none that is there where none is to be made.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: of a port that is no number
        raise StoreError(f"'{text}' is not a database URL: write sqlite:///{text} for a file.") from None
    backend = {"postgres": "postgresql"}.get(url.get_backend_name(), url.get_backend_name())
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(
            f"Databases of the kind '{backend}' are not supported: use sqlite:///FILE or postgresql://…."
        )
    if url.host is not None:
        raise StoreError(f"'{text}' has two slashes where three belong: write sqlite:///{url.host}/….")
    if url.query:
        raise StoreError(
            f"'{text}' has settings after its '?', and SQLite files take none here: leave them out, or write"
            " %3F for a '?' that belongs to the name."
        )
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError(f"'{text}' names no file, but the worker needs one to share: use sqlite:///FILE.")
    path = _file(Path(url.database), is_default=text == DEFAULT_URL, create=create)
    return URL.create("sqlite", database=str(path))


def _file(path: Path, *, is_default: bool, create: bool) -> Path:
    """The absolute path, if the folder is there; the default's own folder is made where that may be."""
    try:
        path = path.expanduser().absolute()
        if is_default and create:
            path.parent.mkdir(exist_ok=True)
        has_folder, is_folder, is_there = path.parent.is_dir(), path.is_dir(), path.exists()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"There can be no database at {path} ({reason}): name another place.") from None
    if not create and not is_there:
        raise StoreError(
            f"There is no database {path}: check the path, or make one by lpntk analyse SOURCE or lpntk demo."
        )
    if not has_folder:
        raise StoreError(
            f"There is no folder {path.parent} for the database: make it, or name another place."
        )
    if is_folder:
        raise StoreError(
            f"{path} is a folder, not a database: name a file in it, such as {path / 'lpntk.db'}."
        )
    return path


@dataclass
class OpenFile:
    """The file that was opened, which must stay the one that its path names.

    A file that is removed or replaced lives on for those who have it open: what they write then is lost with
    the last of them.
    """

    path: Path
    _identity: tuple[int, int] | None = None

    @property
    def is_read_only(self) -> bool:
        """Whether this process can write neither to it nor beside it."""
        return not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))

    def require_all_written(self) -> None:
        """StoreError if some of what it holds is still in the write-ahead log beside it."""
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(
                f"The database {self.path} is being written to, or was not closed, and this process may only "
                "read it: end the programs that have it open, or start lpntk list where it can be written."
            )

    def is_open(self) -> None:
        """Take note of the file that is there now, the first time."""
        self._identity = self._identity or self._found()

    def require(self) -> None:
        """StoreError if the path names another file than the one that was opened, or none."""
        if self._identity is None:
            return
        found = self._found()
        if found != self._identity:
            what = "removed" if found is None else "replaced by another file"
            raise StoreError(
                f"The database {self.path} was {what} while it was open, and nothing is written any more: put"
                " it back, or stop this program and start it again."
            )

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
