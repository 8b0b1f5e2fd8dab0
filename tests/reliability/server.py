"""`lpntk serve` as a process of its own, a client of it, and its workers."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from reliability.commands import SECONDS_TO_END, Form, database_url, started
from support.commands import address_of


class Server:
    """A server, and what is asked of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._client = httpx.Client(base_url=address_of(process, SECONDS_TO_END), timeout=SECONDS_TO_END)

    def ask(self, form: Form) -> None:
        """Submit the analysis, again if it was there: then it is queued again."""
        self._client.post("/api/analyses", json=form.fields).raise_for_status()

    def state(self) -> tuple[str, str | None]:
        """The analysis's state and what its error says."""
        answer = self._client.get("/api/analyses/1").raise_for_status().json()
        return answer["state"], answer["error"]

    def wait(self, seconds: float, *states: str) -> str | None:
        """Wait for one of the states; None if none came in that time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state, _ = self.state()
            if state in states:
                return state
            time.sleep(0.1)
        return None

    def workers(self) -> list[int]:
        """The processes that it has started, as /proc knows them."""
        return [pid for pid, parent in _processes() if parent == self.process.pid]

    def close(self) -> None:
        self._client.close()


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server on a folder's database; it is gone when the block ends, with its workers."""
    with started("serve", "--no-browser", "--port", "0", "--db", database_url(folder)) as process:
        server = Server(process)
        try:
            yield server
        finally:
            server.close()


def _processes() -> Iterator[tuple[int, int]]:
    """Every process's number and its parent's."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if rest[0] != "Z":
            yield int(stat.parent.name), int(rest[1])
