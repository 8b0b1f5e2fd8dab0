"""What a process that computes is called in the job table."""

from __future__ import annotations

import os
import socket

from lpntk.domain.processes import has_ended


def this_worker() -> str:
    """This process, as host and process number: "desk:4711"."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(worker: str) -> bool:
    """Whether a process is known to have ended; that of a process on another host is not known."""
    host, _, number = worker.rpartition(":")
    return host == socket.gethostname() and number.isdigit() and has_ended(int(number))
