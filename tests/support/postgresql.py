"""A PostgreSQL server for tests: made in a temporary folder, reached by a socket in it, gone with its user.

A keeper, which is this file as a program, starts the server and stops it when its standard input ends. That
ends with whoever holds the other end of it, however they end, so nothing is left behind even when tests are
killed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROGRAMS = ("initdb", "pg_ctl", "postgres")
INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
"""Where packages put the programs that are not on PATH: Debian's, Red Hat's and Homebrew's."""
SETTINGS = {
    "listen_addresses": "",  # no TCP port, which might be another's
    "fsync": "off",  # a test's data need not outlive the machine
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
USERS = ("postgres", "nobody")
"""Who runs the server where tests run as root, as whom it refuses to run."""
# A socket's whole path may have no more than about a hundred bytes, which TMPDIR may exceed.
SHORT_FOLDER = "/tmp"


def installed() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    folders = [Path(found).parent for found in [shutil.which("pg_ctl")] if found]
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        folders.append(Path(said.stdout.strip() or os.devnull))
    for pattern in INSTALLED:
        folders += sorted(Path("/").glob(pattern), key=lambda path: _digits(str(path)), reverse=True)
    return next((folder for folder in folders if all((folder / name).is_file() for name in PROGRAMS)), None)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The URL of a new server, which is stopped and removed afterwards."""
    command = [sys.executable, __file__, str(programs)]
    # In a session of its own, or Ctrl-C would stop the server under tests that still clean up.
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, start_new_session=True, **pipes) as keeper:
        assert keeper.stdout is not None
        url = keeper.stdout.readline().strip()
        if not url:
            raise RuntimeError(f"PostgreSQL in {programs} did not start: see what it wrote above.")
        yield url


def keep(programs: Path) -> None:
    """Start a server, print its URL, and stop it when standard input ends."""
    with TemporaryDirectory(prefix="lpntk-pg-", dir=SHORT_FOLDER) as name:
        folder, user = Path(name), _user()
        if "user" in user:
            shutil.chown(folder, user["user"], user["group"])

        def run(program: str, *arguments: str) -> None:
            # What they start must not hold the keeper's own pipes.
            pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
            command = [programs / program, "--pgdata", folder / "data", *arguments]
            subprocess.run(command, check=True, cwd=folder, **pipes, **user)

        text = ("--encoding", "UTF8", "--no-locale")
        run("initdb", "--username", "lpntk", "--auth", "trust", "--no-sync", *text)
        settings = [f"-c {name}={value}" for name, value in SETTINGS.items()]
        log = folder / "log"
        try:
            run("pg_ctl", "start", "--wait", "--log", str(log), "-o", " ".join([f"-k {folder}", *settings]))
        except subprocess.CalledProcessError:
            with suppress(FileNotFoundError):
                sys.stderr.write(log.read_text())
            raise
        try:
            sys.stdout.write(f"postgresql://lpntk@/postgres?host={folder}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            run("pg_ctl", "stop", "--wait", "--mode", "immediate")


def _user() -> dict[str, Any]:
    """Who runs the server, as `subprocess` takes it; nobody else than now, unless that is root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit(f"PostgreSQL does not run as root, and there is none of the users {', '.join(USERS)}.")


def _digits(text: str) -> int:
    return int("".join(filter(str.isdigit, text)) or 0)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
