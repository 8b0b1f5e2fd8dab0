"""What killed processes of this machine leave behind: jobs that nobody works on, and scratch files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from lpntk.domain.scratch import remove_leftovers
from lpntk.pipeline.jobs.worker_name import is_gone
from lpntk.store import jobs
from lpntk.store.engine import Database


def abandoned(session: Session) -> list[int]:
    """The running jobs whose process is known to have ended."""
    return [job_id for job_id, worker in jobs.running(session) if is_gone(worker)]


def release_abandoned(session: Session) -> None:
    """Let whoever wants to have them: nobody has to wait until the lease of a killed process ends."""
    for job_id in abandoned(session):
        jobs.orphan(session, job_id)


def clear_scratch(database: Database) -> None:
    """Give back the space that killed processes took for a while."""
    remove_leftovers(database.folder or Path(tempfile.gettempdir()))
