"""What an analysis has come to: its exports, which are compared to the bit, and its database."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pysqlite3.dbapi2 as sqlite

from lpntk.domain import LpntkError
from lpntk.domain.exports import EXPORTS, Result
from lpntk.pipeline.results import files
from lpntk.pipeline.workspace import Workspace
from reliability.commands import Form, database_url, finish

TakenHome = dict[str, bytes]

# The report holds the time at which it was written.
_COMPARED = (Result.KERNEL, Result.SUMMARY, Result.CLUSTERS, Result.SCORES)


@dataclass(frozen=True)
class Undisturbed:
    """An analysis that nobody disturbed: how long its command took, and its results."""

    form: Form
    seconds: float
    results: TakenHome


@cache
def undisturbed(form: Form) -> Undisturbed:
    """Run an analysis and leave it alone.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    with TemporaryDirectory(prefix="lpntk-reliability-") as place:
        begun = time.monotonic()
        finish(form, Path(place))
        return Undisturbed(form, time.monotonic() - begun, taken_home(Path(place)))


def taken_home(folder: Path) -> TakenHome:
    """The exports of the one analysis in a folder's database, to compare to the bit."""
    with Workspace.open(database_url(folder)) as workspace, workspace.results(1) as results:
        return {
            f"{what}.{ending}": _exported(results, what, ending)
            for what in _COMPARED
            for ending in EXPORTS[what].formats
        }


def _exported(results: Any, what: Result, ending: str) -> bytes:
    """An export, or the sentence that says why there is none, as for the matrix of a sketch."""
    try:
        return files.export(results, what, ending)
    except LpntkError as error:
        return error.message.encode()


def difference(found: TakenHome, expected: TakenHome) -> str | None:
    """Which exports are not the expected ones, None if all are."""
    names = [name for name, content in expected.items() if found.get(name) != content]
    return f"other results in {', '.join(names)}" if names else None


def damage_found(folder: Path) -> str | None:
    """What SQLite's own check finds in a copy of the database as it was left; None if all is well."""
    with TemporaryDirectory() as place:
        for file in folder.glob("lpntk.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, place)
        copy = Path(place) / "lpntk.db"
        if not copy.exists():
            return None
        with closing(sqlite.connect(str(copy))) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return None if answer == "ok" else f"integrity_check: {answer}"
