"""Whether a process of this machine still lives."""

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
