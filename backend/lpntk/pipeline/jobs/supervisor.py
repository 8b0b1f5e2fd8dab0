"""The part of a server that has analyses computed: one at a time, each in a process of its own."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Self

from lpntk.domain import Cancelled, JobState, StoreError
from lpntk.pipeline.jobs.abandoned import abandoned, clear_scratch, release_abandoned
from lpntk.pipeline.jobs.heart import Heart
from lpntk.pipeline.jobs.trouble import Trouble
from lpntk.pipeline.jobs.work import kinds
from lpntk.pipeline.jobs.worker_name import this_worker
from lpntk.store import jobs
from lpntk.store.engine import Database

POLL_SECONDS = 0.25
_SECONDS_TO_END = 5.0

log = logging.getLogger(__name__)


class Supervisor:
    """While the block runs, a thread claims queued and orphaned jobs and starts a worker for each.

    When the block ends, the worker that is at work is stopped and its analysis queued again.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock, self._trouble = database, clock, Trouble(log)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def worker_pid(self) -> int | None:
        """The process that computes just now."""
        worker = self._worker
        return None if worker is None else worker.pid

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        clear_scratch(self._database)
        while not self._ending.is_set():
            try:
                lease = self._claim()
                self._trouble.over()
                if lease is not None:
                    self._see_through(lease)
                    continue
            except jobs.LeaseLost:
                continue
            except StoreError as error:
                self._trouble.say(error.message)
            self._ending.wait(POLL_SECONDS)

    def _claim(self) -> jobs.Lease | None:
        now = self._clock()
        with self._database.reading() as session:
            if not (jobs.is_any_free(session, kinds(), now) or abandoned(session)):
                return None
        with self._database.writing() as session:
            release_abandoned(session)
            return jobs.claim(session, kinds=kinds(), worker=this_worker(), now=now)

    def _see_through(self, lease: jobs.Lease) -> None:
        """Have one job computed and see to it that its state says how that ended."""
        with Heart(self._database, lease, self._clock) as heart:
            try:
                worker = self._worker = _start(self._database.url, lease)
            except OSError as error:
                self._end(lease, JobState.FAILED, f"No worker process could be started: {error.strerror}.")
                return
            try:
                while worker.poll() is None and heart.problem is None and not self._ending.is_set():
                    _wait(worker, POLL_SECONDS)
                died = worker.poll()
            finally:
                _stop(worker)
                self._worker = None
                clear_scratch(self._database)
        if died is None and isinstance(heart.problem, Cancelled):
            self._end(lease, JobState.CANCELLED)
        elif died is None and heart.problem is None:
            self._end(lease, JobState.QUEUED)
        elif died is not None and died != 0:
            self._end(lease, JobState.FAILED, _obituary(died))

    def _end(self, lease: jobs.Lease, state: JobState, error: str | None = None) -> None:
        """Write the end of a run; LeaseLost if the worker has written it itself.

        Where it cannot be written it is tried until it can: a job without an end would be done again.
        """
        while True:
            try:
                with self._database.writing() as session:
                    jobs.finish(session, lease, state, now=self._clock(), error=error)
                return
            except StoreError as trouble:
                self._trouble.say(trouble.message)
            if self._ending.wait(POLL_SECONDS):
                return


def _start(url: str, lease: jobs.Lease) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lpntk.pipeline.jobs.worker"]
    command += ["--job", str(lease.job_id), "--attempt", str(lease.attempt)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        # Idle OpenMP threads that spin would take the cores from the server and the browser.
        env={"OMP_WAIT_POLICY": "passive", **os.environ, "LPNTK_DB": url},
        # Ctrl-C in the terminal is for the server, which then stops its worker in good order.
        start_new_session=True,
    )


def _wait(worker: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """End a worker, if it has not ended by itself. Its transactions are undone by the database."""
    worker.terminate()
    _wait(worker, _SECONDS_TO_END)
    worker.kill()
    worker.wait()
    if worker.stdin is not None:
        worker.stdin.close()


def _obituary(status: int) -> str:
    """Why a worker that left no reason is dead."""
    again = "what was finished is kept, so start it again to go on"
    if status == -signal.SIGKILL:
        return (
            "The worker process was killed, most likely because memory ran out:"
            f" {again}, with a smaller memory budget if need be."
        )
    if status == -signal.SIGBUS:
        return (
            "The worker process was ended by signal SIGBUS, most likely because a disk ran full or failed:"
            f" {again}, when there is room."
        )
    if status < 0:
        return f"The worker process was ended by signal {signal.Signals(-status).name}: {again}."
    return f"The worker process ended with status {status} and its log says why: {again}."
