"""`lpntk cluster slurm`: the script of a job array."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lpntk.cli import exits
from lpntk.cli.cluster import (
    MEMORY_SHARE,
    Cpus,
    Memory,
    memory_bytes,
    program,
    require_device,
    require_one_line,
    short_size,
)
from lpntk.cli.options import AnalysisId, Database, Folder
from lpntk.domain import InputError
from lpntk.domain.errors import shown
from lpntk.domain.shard import require_shard_count
from lpntk.domain.sizes import whole_size

# How long before its end a task is told: twice what it takes at most to keep what it has.
WARNING_SECONDS = 120

Shards = Annotated[int, typer.Option(metavar="N", help="How many tasks, each of which computes a shard.")]
Gpus = Annotated[int, typer.Option(min=0, max=1, metavar="N", help="GPUs of each: none, or one.")]
Time = Annotated[
    str, typer.Option(metavar="LIMIT", help="Time limit of each, as Slurm writes it: HOURS:MINUTES:SECONDS.")
]


def slurm(
    analysis_id: AnalysisId,
    folder: Folder,
    shards: Shards = 64,
    cpus: Cpus = 4,
    memory: Memory = "8G",
    gpus: Gpus = 0,
    time: Time = "4:00:00",
    db: Database = None,
) -> None:
    """Print a Slurm script that computes a prepared analysis's kernel as a job array.

    It opens no port and needs no internet. Its first lines say how to submit it, and how to gather.
    """
    require_shard_count(shards)
    size = memory_bytes(memory)
    if not re.fullmatch(r"(\d+-)?\d+(:\d{1,2}){0,2}", time):
        raise InputError(f"The time is '{shown(time)}': write it as 4:00:00.", field="time")
    place = require_one_line(str(folder.expanduser().absolute()), "folder")
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        workspace.require_prepared(analysis_id)
        require_device(analysis_id, workspace.analysis(analysis_id).request, gpus)
        url = None if workspace.has_password else require_one_line(workspace.url, "database")
    typer.echo(JobArray(analysis_id, place, shards, cpus, size, gpus, time, url).script())


@dataclass(frozen=True)
class JobArray:
    """A Slurm job array whose tasks are the shards of a kernel.

    Attributes
    ----------
    memory
        Bytes of each task.
    url
        The database's; None where it has a password, which then comes by the environment.
    """

    analysis_id: int
    folder: str
    shards: int
    cpus: int
    memory: int
    gpus: int
    time: str
    url: str | None

    def script(self) -> str:
        """What sbatch is given."""
        return "\n".join([*self._opening(), *self._wanted(), "", *self._work()])

    def _opening(self) -> list[str]:
        password = [
            "# The database's URL has a password: it is in no file: LPNTK_DB must be set where you submit.",
        ]
        gather = f"{shlex.quote(program())} gather {self.analysis_id} --folder {shlex.quote(self.folder)}"
        if self.url is not None:
            gather += f" --db {shlex.quote(self.url)}"
        limits = f"--cpus-per-task={self.cpus} --mem={short_size(self.memory)} --time={self.time}"
        return [
            "#!/bin/bash",
            f"# The kernel of analysis {self.analysis_id} in {self.shards} shards: no port is opened, and",
            "# nothing is asked of the internet. A task that comes to its time limit keeps what it has, and",
            "# is queued again; one whose machine fails goes on from what it kept, at most five minutes old.",
            *(password if self.url is None else ()),
            "# To submit it, which prints the array's number:",
            "#   sbatch --parsable THIS_FILE",
            "# To end the analysis once all tasks have, with that number in the place of ARRAY:",
            f"#   sbatch --dependency=afterok:ARRAY {limits} --wrap={shlex.quote(gather)}",
            "# or by hand:",
            f"#   {gather}",
        ]

    def _wanted(self) -> list[str]:
        wanted = {
            "job-name": f"lpntk-{self.analysis_id}",
            "array": f"1-{self.shards}",
            "ntasks": 1,
            "cpus-per-task": self.cpus,
            "mem": short_size(self.memory),
            **({"gres": f"gpu:{self.gpus}"} if self.gpus else {}),
            "time": self.time,
            "signal": f"USR1@{WARNING_SECONDS}",  # to the step that srun starts, not to this shell
            "open-mode": "append",
        }
        return ["#SBATCH --requeue", *(f"#SBATCH --{name}={value}" for name, value in wanted.items())]

    def _work(self) -> list[str]:
        database = (
            ': "${LPNTK_DB:?set it to the URL of the database, and submit again}"'
            if self.url is None
            else f"export LPNTK_DB={shlex.quote(self.url)}"
        )
        return [
            f"cd {shlex.quote(require_one_line(str(Path.cwd()), 'working folder'))} || exit",
            database,
            'export OMP_NUM_THREADS="$SLURM_CPUS_PER_TASK" MKL_NUM_THREADS="$SLURM_CPUS_PER_TASK"',
            "status=0",
            'srun --ntasks=1 --cpus-per-task="$SLURM_CPUS_PER_TASK" \\',
            f"    {shlex.quote(program())} work {self.analysis_id} \\",
            f'    --shard "$SLURM_ARRAY_TASK_ID/{self.shards}" \\',
            f"    --folder {shlex.quote(self.folder)} \\",
            f"    --memory-budget {whole_size(self.memory // MEMORY_SHARE)} || status=$?",
            f'if [ "$status" -eq {exits.AGAIN} ]; then',
            '    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"',
            "fi",
            'exit "$status"',
        ]
