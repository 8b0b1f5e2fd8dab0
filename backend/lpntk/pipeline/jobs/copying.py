"""An analysis in another database, for who has none of this one's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lpntk.domain import ConflictError, InputError, JobState, Progress, silent
from lpntk.store import analyses, jobs
from lpntk.store.copying import ENDED, Copied, copy_analysis
from lpntk.store.engine import Database


def copy(
    database: Database, analysis_id: int, to: str, now: float, progress: Progress = silent
) -> tuple[Copied, str]:
    """Copy an analysis with its samples' pictures, classifier, results and marks; whole, or not at all.

    Parameters
    ----------
    to
        The URL of the other database, which is made where it is a file that is not there.
    progress
        Told how many rows are copied.

    Returns
    -------
    copied, place
        What became of it, and where the other database is, for people.

    Raises
    ------
    NotFoundError
        If there is no such analysis.
    ConflictError
        If it waits or runs.
    InputError
        If the other database is this one.
    StoreError
        If the other one cannot be opened or written, is not ours or was written by a newer program; or if
        something of the analysis is damaged.
    """
    with database.reading() as source:
        analyses.require(source, analysis_id)
        _require_ended(jobs.computing(source, [analysis_id], now)[analysis_id].state, analysis_id)
        new = _new_file(to)
        try:
            with Database(to) as other:
                if _is_same(database, other):
                    raise InputError(
                        f"{other.place} is the database that the analysis is in: name another one.",
                        field="to",
                    )
                with other.writing() as target:
                    copied = copy_analysis(source, target, analysis_id, progress)
                return copied, other.place
        except BaseException:
            if new is not None:
                _remove(new)
            raise


def _require_ended(state: JobState, analysis_id: int) -> None:
    if state not in ENDED:
        what = "waits" if state is JobState.QUEUED else "is running"
        raise ConflictError(f"Analysis {analysis_id} {what}: copy it when it is done, or cancel it first.")


def _new_file(url: str) -> Path | None:
    """The file that opening a database would make; None where it is there, or is no file."""
    place = Database.file_of(url)
    return None if place is None or place.exists() else place


def _is_same(one: Database, other: Database) -> bool:
    files = [Database.file_of(database.url) for database in (one, other)]
    if files[0] is not None and files[1] is not None:
        return files[0].samefile(files[1])
    return one.url == other.url


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(file.name + ending).unlink()
