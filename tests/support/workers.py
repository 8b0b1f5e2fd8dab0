"""Real worker processes in tests: what happens to them is said in advance, and waited for."""

from __future__ import annotations

import os
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Found = TypeVar("Found")

HANG_IN_TRAINING = """
    import threading
    from lpntk.pipeline.material import requested as material

    def hang(*arguments, **named):
        threading.Event().wait()

    material.train = hang
"""


def prepare_workers(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Let every Python process that is started from now on begin with `code`."""
    (folder / "sitecustomize.py").write_text(textwrap.dedent(code))
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


def wait_for(look: Callable[[], Found | None], seconds: float = 120) -> Found:
    """What `look` finds, once that is something; an error if it takes too long."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if found := look():
            return found
        pause.wait(0.02)
    raise AssertionError(f"{look} found nothing in {seconds} seconds")


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet taken note of does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
