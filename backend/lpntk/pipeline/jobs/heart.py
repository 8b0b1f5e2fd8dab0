"""The sign of life of a run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Self

from lpntk.domain import Cancelled, LpntkError, StoreError
from lpntk.domain.job import ANALYSIS
from lpntk.pipeline.jobs.trouble import Trouble
from lpntk.store import jobs
from lpntk.store.engine import Database

log = logging.getLogger(__name__)


class Heart:
    """A thread that beats for a lease while the block runs, and learns whether the run should stop.

    Parameters
    ----------
    clock
        Seconds since 1970.
    interval
        Seconds between two beats; None: `HEARTBEAT_SECONDS`.
    """

    def __init__(
        self,
        database: Database,
        lease: jobs.Lease,
        clock: Callable[[], float],
        interval: float | None = None,
    ) -> None:
        self._database, self._lease, self._clock = database, lease, clock
        self._interval = jobs.HEARTBEAT_SECONDS if interval is None else interval
        self._ended, self._trouble = threading.Event(), Trouble(log)
        self._thread = threading.Thread(target=self._run, name=f"heart-{lease.job_id}", daemon=True)
        self.problem: LpntkError | None = None
        """Why the run should stop: `Cancelled`, or `LeaseLost`."""

    def check(self) -> None:
        """Raise what should stop the run."""
        if self.problem is not None:
            raise self.problem

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while self.problem is None and not self._ended.wait(self._interval):
            self.problem = self._beat()

    def _beat(self) -> LpntkError | None:
        try:
            with self._database.writing() as session:
                wanted = jobs.beat(session, self._lease, self._clock())
        except jobs.LeaseLost as lost:
            return lost
        except StoreError as error:
            # The next beat may get through; if none does in time, the fence stops the run.
            self._trouble.say(f"No sign of life of analysis {self._lease.analysis_id}: {error}")
            return None
        self._trouble.over()
        if not wanted:
            return None
        what = f"nalysis {self._lease.analysis_id} was cancelled."
        is_task = self._lease.kind != ANALYSIS
        return Cancelled(f"The {self._lease.kind} of a{what}" if is_task else f"A{what}")
