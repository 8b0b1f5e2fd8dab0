"""`lpntk cluster`: what it prints is what its scheduler understands, and runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from lpntk.domain import AnalysisRequest, DataSettings
from lpntk.pipeline.workspace import Workspace
from support.commands import Finished, Prepared, run_lpntk
from support.data import write_image_folder

SRUN = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do shift; done
[ -z "$STOPPED" ] || exit 75
exec "$@"
"""
SCONTROL = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/requeued"
"""


def printed(*words: object, db: str) -> str:
    result = run_lpntk("cluster", *words, "--db", db)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object, db: str) -> str:
    result = run_lpntk("cluster", *words, "--db", db)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr.splitlines()[-1].removeprefix("lpntk: ")


@pytest.fixture(autouse=True)
def all_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that asks is not the one that computes."""
    monkeypatch.setattr("lpntk.devices.choose_device", lambda device: None)


def submitted(db: str, **changes: Any) -> None:
    with Workspace.open(db) as workspace:
        workspace.submit(replace(AnalysisRequest(DataSettings("digits")), **changes))


class Slurm:
    """What of Slurm a script needs: `srun`, which starts what it is given, `scontrol`, which takes note."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        for name, text in (("srun", SRUN), ("scontrol", SCONTROL)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)

    def run(self, script: Path, task: int, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as one of an array's tasks."""
        environment = {
            **os.environ,
            "PATH": f"{self._folder}:/usr/bin:/bin",
            "SLURM_CPUS_PER_TASK": "1",
            "SLURM_ARRAY_JOB_ID": "77",
            "SLURM_ARRAY_TASK_ID": str(task),
            **variables,
        }
        return subprocess.run(["bash", script], env=environment, capture_output=True, text=True, timeout=120)

    def requeued(self) -> list[str]:
        """The tasks that were put back into the queue."""
        return (self._folder / "requeued").read_text().splitlines()


def test_the_script_computes_the_shards(prepared: Prepared, tmp_path: Path) -> None:
    parts = tmp_path / 'it\'s; $HOME "here"'
    script = tmp_path / "array.sh"
    script.write_text(printed("slurm", 1, "--folder", parts, "--shards", 2, db=prepared.db))
    subprocess.run(["bash", "-n", script], check=True)
    if shellcheck := shutil.which("shellcheck"):
        subprocess.run([shellcheck, script], check=True)
    slurm = Slurm(tmp_path / "bin")

    stopped = slurm.run(script, 1, STOPPED="yes")
    assert stopped.returncode == 75
    assert slurm.requeued() == ["requeue 77_1"]
    for task in (1, 2):
        done = slurm.run(script, task)
        assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in parts.iterdir()) == [
        "analysis-1-part-1-of-2.npz",
        "analysis-1-part-2-of-2.npz",
    ]
    wrong = slurm.run(script, 3)
    assert wrong.returncode == 2
    assert slurm.requeued() == ["requeue 77_1"]
    after, gather = (
        line.removeprefix("#   ") for line in script.read_text().splitlines() if " gather " in line
    )
    _, *words = shlex.split(gather)
    assert words == ["gather", "1", "--folder", str(parts), "--db", prepared.db]
    *options, wrapped = shlex.split(after)
    assert options[:2] == ["sbatch", "--dependency=afterok:ARRAY"]
    assert wrapped == f"--wrap={gather}"


def test_the_script_asks_for_what_was_asked(prepared: Prepared) -> None:
    options = ("--shards", 7, "--cpus", 3, "--memory", "12G", "--gpus", 1, "--time", "1-12:00:00")
    script = printed("slurm", 1, "--folder", "parts", *options, db=prepared.db).splitlines()

    asked = dict(
        line.removeprefix("#SBATCH --").split("=")
        for line in script
        if line.startswith("#SBATCH --") and "=" in line
    )
    assert "#SBATCH --requeue" in script
    assert asked["array"] == "1-7"
    assert asked["cpus-per-task"] == "3"
    assert asked["mem"] == "12G"
    assert asked["gres"] == "gpu:1"
    assert asked["time"] == "1-12:00:00"
    assert asked["signal"] == "USR1@120"
    assert any(line.startswith("    --memory-budget 6GiB") for line in script)
    assert f"    --folder {Path.cwd() / 'parts'} \\" in script
    assert any("--dependency=afterok:ARRAY" in line for line in script)
    # Slurm reads what it is asked for up to the first command.
    assert max(i for i, line in enumerate(script) if line.startswith("#SBATCH")) < script.index(
        f"cd {Path.cwd()} || exit"
    )


def test_a_password_is_in_no_script(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.store.engine.Database.has_password", True)
    monkeypatch.setattr("lpntk.store.engine.Database.url", "postgresql://me:secret@here/lpntk")

    script = printed("slurm", 1, "--folder", "parts", db=prepared.db)

    assert "secret" not in script
    assert ': "${LPNTK_DB:?' in script
    assert "LPNTK_DB must be set where you submit" in script


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--shards", 0), "0 shards: give between 1 and 100,000."),
        (("--memory", "much"), "The memory is 'much': give a whole number of MiB or more, such as 8G."),
        (("--memory", "100K"), "The memory is '100K': give a whole number of MiB or more, such as 8G."),
        (("--time", "soon\n"), "The time is 'soon\\n': write it as 4:00:00."),
        (("--folder", "a\nb"), "a\\nb has characters that cannot stand in a script: name another folder."),
    ],
)
def test_what_slurm_cannot_be_asked(prepared: Prepared, words: tuple[object, ...], sentence: str) -> None:
    assert refused("slurm", 1, "--folder", "parts", *words, db=prepared.db).endswith(sentence)


def test_what_is_not_prepared_is_no_job_array(db: str, finished: Finished, tmp_path: Path) -> None:
    submitted(db)
    words = ("--folder", tmp_path)
    assert "Analysis 1 is not prepared to be computed in shards" in refused("slurm", 1, *words, db=db)
    assert "There is no analysis 7" in refused("slurm", 7, *words, db=db)
    assert "There is no database" in refused("slurm", 1, *words, db=f"{db}.not")
    assert "is there already" in refused("slurm", finished.id, *words, db=finished.db)
    assert "is finished already" in refused("kubernetes", finished.id, "--image", "lpntk", db=finished.db)
    assert "There is no analysis 7" in refused("kubernetes", 7, "--image", "lpntk", db=db)


def test_the_manifest(db: str) -> None:
    submitted(db, device="cuda")
    options = ("--workers", 3, "--cpus", 2, "--memory", "6G", "--gpus", 2, "--claim", "images")

    result = run_lpntk("cluster", "kubernetes", 1, "--image", "here:5000/lpntk:0.1", *options, "--db", db)

    assert result.exit_code == 0, result.output
    assert "The pods read what the secret lpntk-db names" in result.stderr
    job = yaml.safe_load(result.stdout)
    assert (job["apiVersion"], job["kind"]) == ("ray.io/v1", "RayJob")
    assert job["spec"]["entrypoint"] == "lpntk resume 1 --cluster auto"
    assert job["spec"]["shutdownAfterJobFinishes"] is True
    cluster = job["spec"]["rayClusterSpec"]
    head = cluster["headGroupSpec"]
    assert head["rayStartParams"]["num-cpus"] == head["rayStartParams"]["num-gpus"] == "0"
    [workers] = cluster["workerGroupSpecs"]
    assert workers["replicas"] == workers["minReplicas"] == workers["maxReplicas"] == 3
    for group, gpus in ((head, 1), (workers, 2)):
        pod = group["template"]["spec"]
        [container] = pod["containers"]
        assert container["image"] == "here:5000/lpntk:0.1"
        wanted = {"cpu": "2", "memory": "6Gi", "nvidia.com/gpu": gpus}
        assert container["resources"] == {"requests": wanted, "limits": wanted}
        assert {"name": "RAY_USAGE_STATS_ENABLED", "value": "0"} in container["env"]
        [mount] = container["volumeMounts"]
        assert mount["mountPath"] == "/data"
        [volume] = pod["volumes"]
        assert volume["name"] == mount["name"]
        assert volume["persistentVolumeClaim"]["claimName"] == "images"
    [secret] = [one for one in head["template"]["spec"]["containers"][0]["env"] if one["name"] == "LPNTK_DB"]
    assert secret["valueFrom"]["secretKeyRef"] == {"name": "lpntk-db", "key": "LPNTK_DB"}


def test_the_claim_appears_where_the_files_are(db: str, tmp_path: Path) -> None:
    photos = write_image_folder(tmp_path / "photos: 1" / "train", per_class=3)
    submitted(db, data=DataSettings(str(photos)))
    for options, place in (((), str(tmp_path / "photos: 1")), (("--mount", "/images"), "/images")):
        job = yaml.safe_load(printed("kubernetes", 1, "--image", "lpntk", *options, db=db))
        [worker] = job["spec"]["rayClusterSpec"]["workerGroupSpecs"][0]["template"]["spec"]["containers"]
        assert worker["volumeMounts"] == [{"name": "data", "mountPath": place, "readOnly": True}]
    for place in ("/", "images"):
        assert refused("kubernetes", 1, "--image", "lpntk", "--mount", place, db=db) == (
            f"The claim cannot appear at '{place}': say where by --mount DIR."
        )


def test_gpus_that_would_idle_or_are_missing(db: str) -> None:
    submitted(db, device="cpu")
    submitted(db, device="cuda")
    image = ("--image", "lpntk")
    assert "asked for with --device cpu, and GPUs would idle" in refused(
        "kubernetes", 1, *image, "--gpus", 1, db=db
    )
    assert "asked for with --device cuda: say how many" in refused("kubernetes", 2, *image, db=db)
    assert "small letters" in refused("kubernetes", 1, *image, "--claim", "My claim", db=db)
    assert "another image" in refused("kubernetes", 1, "--image", "a\nb", db=db)
