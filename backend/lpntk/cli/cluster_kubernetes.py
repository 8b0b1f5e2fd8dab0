"""`lpntk cluster kubernetes`: the manifest of a RayJob."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lpntk.cli.cluster import Cpus, Memory, memory_bytes, require_device, require_one_line
from lpntk.cli.options import AnalysisId, Database
from lpntk.domain import ConflictError, InputError, JobState
from lpntk.domain.errors import shown
from lpntk.domain.sizes import whole_size

SECRET = "lpntk-db"
_DATA = "/data"

Image = Annotated[
    str,
    typer.Option(metavar="IMAGE", help="A container image with lpntk[cluster,postgresql] and ray[default]."),
]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="How many pods compute.")]
Gpus = Annotated[int, typer.Option(min=0, metavar="N", help="GPUs of each.")]
Claim = Annotated[
    str, typer.Option(metavar="NAME", help="The volume claim that holds the images; the pods share it.")
]
Mount = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Where the claim appears in the pods.",
        show_default="where the analysis's files are here",
    ),
]


def kubernetes(
    analysis_id: AnalysisId,
    image: Image,
    workers: Workers = 8,
    cpus: Cpus = 4,
    memory: Memory = "8Gi",
    gpus: Gpus = 0,
    claim: Claim = "lpntk-data",
    mount: Mount = None,
    db: Database = None,
) -> None:
    """Print a manifest that goes on with an analysis on Kubernetes, as a RayJob (KubeRay).

    Its first lines say what must be there: the database's URL as a secret, and the images in a volume.
    """
    size = memory_bytes(memory)
    require_one_line(image, "image")
    if not re.fullmatch(r"[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?", claim):
        raise InputError(
            f"The claim is '{shown(claim)}': it has small letters, digits and hyphens.", field="claim"
        )
    from lpntk.pipeline.material.errors import given_in_memory
    from lpntk.pipeline.requests import files_of
    from lpntk.pipeline.workspace import Workspace

    with Workspace.open(db, create=False) as workspace:
        view = workspace.analysis(analysis_id)
        if view.state is JobState.DONE:
            raise ConflictError(f"Analysis {analysis_id} is finished already.")
        if view.in_memory:
            raise given_in_memory(analysis_id)
        if workspace.url.startswith("sqlite"):
            typer.echo(
                f"Analysis {analysis_id} is in a file on this machine, {workspace.place}. The pods read what "
                f"the secret {SECRET} names, and must find the analysis there: ask for it with --db postgresql://….",
                err=True,
            )
    require_device(analysis_id, view.request, gpus)
    files = files_of(view.request)
    place = mount or (os.path.commonpath([Path(file).parent for file in files]) if files else _DATA)
    if not Path(place).is_absolute() or place == "/":
        raise InputError(
            f"The claim cannot appear at '{shown(place)}': say where by --mount DIR.", field="mount"
        )
    job = RayJob(analysis_id, image, workers, cpus, size, gpus, claim, require_one_line(place, "folder"))
    typer.echo(job.manifest())


@dataclass(frozen=True)
class RayJob:
    """A Ray cluster on Kubernetes that is there for one analysis.

    Attributes
    ----------
    memory
        Bytes of each pod.
    mount
        Where the claim appears in the pods.
    """

    analysis_id: int
    image: str
    workers: int
    cpus: int
    memory: int
    gpus: int
    claim: str
    mount: str

    def manifest(self) -> str:
        """What kubectl is given."""
        return "\n".join(
            [
                *self._opening(),
                "apiVersion: ray.io/v1",
                "kind: RayJob",
                "metadata:",
                f"  name: lpntk-{self.analysis_id}",
                "spec:",
                f"  entrypoint: lpntk resume {self.analysis_id} --cluster auto",
                "  shutdownAfterJobFinishes: true",
                "  ttlSecondsAfterFinished: 600",
                "  backoffLimit: 3",
                "  rayClusterSpec:",
                "    headGroupSpec:",
                "      rayStartParams:",
                '        num-cpus: "0"',
                '        num-gpus: "0"',
                '        dashboard-host: "0.0.0.0"',
                *self._pod("      ", "head"),
                "    workerGroupSpecs:",
                "      - groupName: workers",
                f"        replicas: {self.workers}",
                f"        minReplicas: {self.workers}",
                f"        maxReplicas: {self.workers}",
                "        rayStartParams: {}",
                *self._pod("        ", "worker"),
            ]
        )

    def _opening(self) -> list[str]:
        return [
            f"# Analysis {self.analysis_id} on a Ray cluster of its own, of one pod that writes to the",
            f"# database and {self.workers} that compute. It needs the KubeRay operator, 1.2 or newer, and",
            "# - the database's URL, where this analysis is, as a secret:",
            f"#     kubectl create secret generic {SECRET} \\",
            "#         --from-literal=LPNTK_DB=postgresql://USER:PASSWORD@HOST/NAME",
            f"# - a volume claim {self.claim} that all pods can mount at once and the first can write to,",
            f"#   with the images at the place where they are here, below {self.mount}",
            "# - the same lpntk and torch in the image that the analysis was begun with.",
            "# To start it, to see it, and to start it again where it was if it has failed:",
            "#     kubectl apply -f THIS_FILE",
            f"#     kubectl logs -f -l job-name=lpntk-{self.analysis_id}",
            f"#     kubectl delete rayjob lpntk-{self.analysis_id}; kubectl apply -f THIS_FILE",
        ]

    def _pod(self, indent: str, name: str) -> list[str]:
        # The head has as much as a worker: the driver trains, searches and draws the map there. What workers
        # have done waits on the claim until all is there, so that it outlives the pod; Ray's sockets do not.
        head = name == "head"
        variables = {
            "RAY_USAGE_STATS_ENABLED": "0",
            **(
                {"OMP_NUM_THREADS": str(self.cpus), "RAY_TMPDIR": "/tmp", "TMPDIR": self.mount}
                if head
                else {}
            ),
        }
        resources = [
            f'      cpu: "{self.cpus}"',
            f"      memory: {whole_size(self.memory).removesuffix('B')}",
            *([f"      nvidia.com/gpu: {min(1, self.gpus) if head else self.gpus}"] if self.gpus else []),
        ]
        secret = [
            "    - name: LPNTK_DB",
            "      valueFrom:",
            "        secretKeyRef:",
            f"          name: {SECRET}",
            "          key: LPNTK_DB",
        ]
        container = [
            f"- name: {name}",
            f"  image: {json.dumps(self.image)}",
            "  env:",
            *(line for key, value in variables.items() for line in _variable(key, value)),
            *(secret if head else ()),
            "  resources:",
            "    requests:",
            *resources,
            "    limits:",
            *resources,
            "  volumeMounts:",
            "    - name: data",
            f"      mountPath: {json.dumps(self.mount)}",
            *([] if head else ["      readOnly: true"]),
        ]
        pod = [
            "template:",
            "  spec:",
            "    containers:",
            *(f"      {line}" for line in container),
            "    volumes:",
            "      - name: data",
            "        persistentVolumeClaim:",
            f"          claimName: {self.claim}",
        ]
        return [indent + line for line in pod]


def _variable(name: str, value: str) -> list[str]:
    return [f"    - name: {name}", f"      value: {json.dumps(value)}"]
