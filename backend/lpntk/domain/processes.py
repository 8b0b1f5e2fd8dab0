"""Processes of this machine: whether one still lives, and which come first."""

from __future__ import annotations

import os


def has_ended(process: int) -> bool:
    """Whether a process is known to have ended; where that cannot be asked without harm, it is not known."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it is there and somebody else's
    return False


def give_way() -> None:
    """Let this process compute with what others leave: the server and the browser beside it come first."""
    if os.name == "posix":
        os.nice(10)
