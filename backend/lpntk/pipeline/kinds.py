"""The kinds of jobs."""

from __future__ import annotations

import os
import socket

ANALYSIS = "analysis"
"""An analysis that any process can compute from its request."""

IN_MEMORY = "in-memory"
"""An analysis of a model and data set that only the process has which was given them."""

ANALYSES = (ANALYSIS, IN_MEMORY)


def this_worker() -> str:
    """This process, for people: host and process number."""
    return f"{socket.gethostname()}:{os.getpid()}"
