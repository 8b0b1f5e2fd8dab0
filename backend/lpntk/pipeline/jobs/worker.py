"""The process that a supervisor starts for one job: `python -m lpntk.pipeline.jobs.worker --job 3 …`.

The database's URL, which may hold a password, comes by LPNTK_DB, where other users of the machine cannot read
it. The supervisor holds the other end of standard input; when that closes, it is gone, and so is the worker.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial

from lpntk.domain import LpntkError
from lpntk.domain.processes import give_way
from lpntk.pipeline.jobs.execution import execute
from lpntk.pipeline.jobs.here import requested
from lpntk.pipeline.stages.progress import to_nobody
from lpntk.store import jobs
from lpntk.store.engine import Database

EXIT_FAILED = 1
EXIT_ORPHANED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute a job that was claimed for this process; the exit status is 0 if it is done."""
    parser = argparse.ArgumentParser(prog="python -m lpntk.pipeline.jobs.worker")
    parser.add_argument("--job", type=int, required=True)
    parser.add_argument("--attempt", type=int, required=True)
    options = parser.parse_args(arguments)
    logging.basicConfig(format="%(name)s: %(message)s")
    give_way()
    threading.Thread(target=_die_with_parent, name="parent", daemon=True).start()
    try:
        with Database() as database:
            _compute(database, options.job, options.attempt)
    except LpntkError as error:
        logging.getLogger("lpntk.worker").warning("%s", error)
        return EXIT_FAILED
    return 0


def _compute(database: Database, job_id: int, attempt: int) -> None:
    with database.reading() as session:
        lease = jobs.lease(session, job_id, attempt)
    material = partial(requested, database, lease.analysis_id)
    execute(
        database, lease, material, clock=time.time, check=_nothing, tell=to_nobody
    )  # it is read from the database


def _die_with_parent() -> None:
    # os.read, since a thread that sits in sys.stdin would stand in the way of the interpreter's own end.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(EXIT_ORPHANED)


def _nothing() -> None:
    """The supervisor stops this process from outside; nothing is to be checked within."""


if __name__ == "__main__":
    sys.exit(main())
