"""Where the `lpntk` command begins, before anything is loaded that takes time."""

from __future__ import annotations

import sys

from lpntk.cli import exits


def main() -> None:
    """Run a command. Ctrl-C ends it without a traceback, be it while the program is loaded."""
    try:
        from lpntk.cli.main import run

        run()
    except KeyboardInterrupt:
        sys.exit(exits.INTERRUPTED)
