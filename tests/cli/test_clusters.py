"""A kernel on many machines, as people type it: in processes of their own, and what a scheduler is given."""

from __future__ import annotations

import builtins
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from lpntk.domain import JobState
from lpntk.pipeline.workspace import Workspace
from support import ray_cluster
from support.commands import Finished, run_lpntk, start_lpntk
from support.data import digits

# Fifty tiles' worth of blocks would take a patch in this process; in others it takes more samples.
ASKED = ("digits", "--epochs", "1")


@dataclass(frozen=True)
class Prepared:
    """A database with one prepared analysis of its own."""

    db: str
    folder: Path
    stderr: str

    @property
    def file(self) -> Path:
        return Path(self.db.removeprefix("sqlite:///"))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    db = f"sqlite:///{folder / 'lpntk.db'}"
    result = run_lpntk("analyse", *ASKED, "--prepare", db=db)
    assert result.exit_code == 0, result.output
    assert result.stdout == "1\n"
    return Prepared(db, folder / "parts", result.stderr)


@pytest.fixture
def prepared(once: Prepared, tmp_path: Path) -> Prepared:
    shutil.copy(once.file, tmp_path / "lpntk.db")
    return Prepared(f"sqlite:///{tmp_path / 'lpntk.db'}", tmp_path / "parts", once.stderr)


def refused(*words: object, db: str) -> str:
    """The one sentence with which a command is refused, soon."""
    began = time.monotonic()
    result = run_lpntk(*words, db=db)
    assert time.monotonic() - began < 60
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    *before, sentence = result.stderr.splitlines()
    assert all(line.startswith("Analysis ") or line.endswith(": kept from before") for line in before)
    assert sentence.startswith("lpntk: ")
    assert "Traceback" not in result.stderr
    return sentence.removeprefix("lpntk: ")


def test_preparing_says_what_comes_next(once: Prepared) -> None:
    assert "lpntk work 1 --shard K/N --folder DIR" in once.stderr
    assert "lpntk gather 1 --folder DIR" in once.stderr
    assert "lpntk cluster slurm 1 --folder DIR" in once.stderr


def test_shards_in_processes_of_their_own_one_of_them_stopped(prepared: Prepared) -> None:
    def work(shard: str) -> subprocess.Popen[str]:
        words = ("--shard", shard, "--folder", prepared.folder, "--db", prepared.db)
        return start_lpntk("work", 1, *words, OMP_NUM_THREADS="1")

    with Workspace.open(prepared.db) as workspace:
        changes = workspace.changes()
    stopped = work("2/3")
    # As soon as its signals are caught, which is before it has read anything.
    while signal.SIGTERM not in caught_by(stopped.pid):
        assert stopped.poll() is None
        time.sleep(0.01)
    stopped.send_signal(signal.SIGTERM)
    began = time.monotonic()
    output = stopped.communicate(timeout=60)
    assert stopped.returncode == 75, output
    assert time.monotonic() - began < 60
    assert "Stopped by SIGTERM; what is computed is kept. The same command goes on from there." in output[1]
    missing = refused("gather", 1, "--folder", prepared.folder, db=prepared.db)
    assert missing.endswith("not finished: run lpntk work for them, and gather again.") or "No shard" in missing

    for shard in ("1/3", "2/3", "3/3"):
        process = work(shard)
        output = process.communicate(timeout=120)
        assert process.returncode == 0, output
        assert f"Shard {shard} is done." in output[1]
    again = run_lpntk("work", 1, "--shard", "3/3", "--folder", prepared.folder, db=prepared.db)
    assert again.stderr == "Shard 3/3 is there already.\n"
    with Workspace.open(prepared.db) as workspace:
        assert workspace.changes() == changes

    gathered = run_lpntk("gather", 1, "--folder", prepared.folder, db=prepared.db)

    assert gathered.exit_code == 0, gathered.output
    assert gathered.stdout == "1\n"
    with Workspace.open(prepared.db) as workspace:
        assert workspace.analysis(1).state is JobState.DONE
    assert refused("work", 1, "--shard", "1/3", "--folder", prepared.folder, db=prepared.db) == (
        "The kernel of analysis 1 is there already: lpntk resume 1 computes what else is missing."
    )


def caught_by(process: int) -> set[int]:
    """The signals that a process catches."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigCgt")).split()[1], 16)
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}


def test_a_database_that_cannot_be_written_to_will_do(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of somebody else, or on a disk that is mounted to be read: there, nothing can lie beside it."""
    monkeypatch.setattr("lpntk.store.location.OpenFile.is_read_only", True)
    beside = set(prepared.file.parent.iterdir())
    before = prepared.file.read_bytes()

    words = ("--shard", "1/3", "--folder", prepared.folder, "--memory-budget", "1GiB")
    result = run_lpntk("work", 1, *words, db=prepared.db)

    assert result.exit_code == 0, result.output
    assert set(prepared.file.parent.iterdir()) == {*beside, prepared.folder}
    assert prepared.file.read_bytes() == before


@pytest.mark.parametrize(
    ("shard", "sentence"),
    [
        ("4/3", "There is no shard 4/3: they are numbered from 1 to 3, as by Slurm's --array=1-3."),
        ("0/3", "There is no shard 0/3: they are numbered from 1 to 3, as by Slurm's --array=1-3."),
        ("1/0", "0 shards: give between 1 and 100,000."),
        ("two", "The shard is 'two': give its number and how many there are, such as 3/64."),
        ("/64", "The shard is '/64': give its number and how many there are, such as 3/64."),
    ],
)
def test_wrong_shards(prepared: Prepared, shard: str, sentence: str) -> None:
    assert refused("work", 1, "--shard", shard, "--folder", prepared.folder, db=prepared.db) == sentence
    assert not prepared.folder.exists()


def test_what_is_not_there(prepared: Prepared, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'nowhere.db'}"
    for command in (("work", 1, "--shard", "1/3"), ("gather", 1), ("cluster", "slurm", 1)):
        words = (*command, "--folder", prepared.folder)
        assert "There is no database" in refused_by(words, nowhere)
        assert "no analysis 7" in refused_by((*words[: len(command) - 1], *words[len(command) :]), prepared.db, 7)
    assert "cannot be read (No such file or directory): name the folder of lpntk work" in refused(
        "gather", 1, "--folder", prepared.folder, db=prepared.db
    )
    file = tmp_path / "file"
    file.touch()
    assert f"{file}/analysis-1-part-1-of-3.npz cannot be" in refused(
        "work", 1, "--shard", "1/3", "--folder", file, db=prepared.db
    )
    assert not Path(tmp_path / "nowhere.db").exists()
