"""A kernel on many machines, as people type it: each shard in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, JobState
from lpntk.pipeline.workspace import Workspace
from support import ray_cluster
from support.commands import SMALL, Prepared, run_lpntk, start_lpntk


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
    return sentence.removeprefix("lpntk: ")


def caught_by(process: int) -> set[int]:
    """The signals that a process catches."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigCgt")).split()[1], 16)
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}


def test_preparing_says_what_comes_next(prepared_once: Prepared) -> None:
    for command in (
        "work 1 --shard K/N --folder DIR",
        "gather 1 --folder DIR",
        "cluster slurm 1 --folder DIR",
    ):
        assert f"lpntk {command}" in prepared_once.stderr


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc to see signals by")
def test_shards_in_processes_of_their_own_one_of_them_stopped(prepared: Prepared) -> None:
    def start(shard: str) -> subprocess.Popen[str]:
        return start_lpntk(*prepared.work(shard), LPNTK_DB=prepared.db, OMP_NUM_THREADS="1")

    stopped = start("2/3")
    while signal.SIGTERM not in caught_by(stopped.pid):
        assert stopped.poll() is None, stopped.communicate()
        time.sleep(0.01)
    stopped.send_signal(signal.SIGTERM)
    _, said = stopped.communicate(timeout=60)
    assert stopped.returncode == 75, said
    assert "Stopped by SIGTERM; what is computed is kept. The same command goes on from there." in said
    assert "lpntk work" in refused("gather", 1, "--folder", prepared.parts, db=prepared.db)

    for shard in ("1/3", "2/3", "3/3"):
        process = start(shard)
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
        assert f"Shard {shard} is done." in said
    assert run_lpntk(*prepared.work("3/3"), db=prepared.db).stderr == "Shard 3/3 is there already.\n"

    gathered = run_lpntk("gather", 1, "--folder", prepared.parts, db=prepared.db)

    assert gathered.exit_code == 0, gathered.output
    assert gathered.stdout == "1\n"
    assert refused(*prepared.work("1/3"), db=prepared.db) == (
        "The kernel of analysis 1 is there already: lpntk resume 1 computes what else is missing."
    )
    # Gathering what is finished changes nothing.
    assert run_lpntk("gather", 1, "--folder", prepared.parts, db=prepared.db).exit_code == 0


def test_a_database_that_cannot_be_written_to_will_do(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of somebody else, or on a disk that is mounted only to be read: nothing can lie beside it."""
    monkeypatch.setattr("lpntk.store.location.OpenFile.is_read_only", True)
    beside, before = set(prepared.file.parent.iterdir()), prepared.file.read_bytes()

    result = run_lpntk(*prepared.work("1/3", "--memory-budget", "1GiB"), db=prepared.db)

    assert result.exit_code == 0, result.output
    assert set(prepared.file.parent.iterdir()) == {*beside, prepared.parts}
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
    assert refused(*prepared.work(shard), db=prepared.db) == sentence
    assert not prepared.parts.exists()


@pytest.mark.parametrize("command", [("work", "--shard", "1/3"), ("gather",)])
def test_what_is_not_there(prepared: Prepared, tmp_path: Path, command: tuple[str, ...]) -> None:
    words = (*command, "--folder", prepared.parts)
    assert "There is no database" in refused(*words, 1, db=f"sqlite:///{tmp_path / 'nowhere.db'}")
    assert not (tmp_path / "nowhere.db").exists()
    assert "There is no analysis 7" in refused(*words, 7, db=prepared.db)


def test_a_folder_that_is_none(prepared: Prepared) -> None:
    assert refused("gather", 1, "--folder", prepared.parts, db=prepared.db) == (
        f"{prepared.parts} cannot be read (No such file or directory): name the folder of lpntk work."
    )
    prepared.parts.touch()
    assert f"{prepared.parts}/analysis-1-part-1-of-3.npz cannot be" in refused(
        *prepared.work("1/3"), db=prepared.db
    )


def test_what_is_not_prepared(db: str, tmp_path: Path) -> None:
    with Workspace.open(db) as workspace:
        workspace.submit(AnalysisRequest(DataSettings("digits")))
    sentence = (
        "Analysis 1 is not prepared to be computed in shards: give the command that asked for it once more, "
        "with --prepare."
    )
    assert refused("work", 1, "--shard", "1/3", "--folder", tmp_path, db=db) == sentence


def test_a_cluster_without_ray(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert refused("analyse", *SMALL, "--cluster", "auto", db=db) == (
        "A cluster needs Ray: pip install 'lpntk[cluster]', here and on every machine of it."
    )
    with Workspace.open(db) as workspace:
        assert workspace.analyses() == []


@pytest.mark.skipif(not ray_cluster.is_there(), reason=ray_cluster.MISSING)
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1:1", "[Errno 111] Connection refused"),
        ("127.0.0.1", "the address is HOST:PORT or auto"),
        ("nowhere.invalid:6379", "[Errno -"),
    ],
)
def test_a_cluster_where_nobody_listens(prepared: Prepared, address: str, reason: str) -> None:
    sentence = refused("resume", 1, "--cluster", address, db=prepared.db)
    assert sentence.startswith(f"No Ray cluster was found at {address} ({reason}")
    assert sentence.endswith("): start one by `ray start --head`, or give its address.")
    with Workspace.open(prepared.db) as workspace:
        assert workspace.analysis(1).state is JobState.PREPARED
