"""What a process that computes is called in the job table."""

from __future__ import annotations

import os
import socket


def this_worker() -> str:
    """This process, as host and process number: "desk:4711"."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(worker: str) -> bool:
    """Whether a process is known to have ended; that of a process on another host is not known."""
    host, _, number = worker.rpartition(":")
    if host != socket.gethostname() or os.name != "posix":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, ValueError):
        return False
    return False
