"""What a kernel in shards costs beside a kernel in one process: LeNet over MNIST, exact, without its matrix.

    python tests/bench/shards.py [--samples 4000] [--shards 16] [--repeats 3] [--ray]

One process of two threads; the same work as shards in one worker of one thread, taken apart into computing,
writing, reading and merging; and, with --ray, a Ray cluster of two nodes of one thread each on this machine,
which can show what it costs and not what it gains. The least of the repeats counts.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

THREADS = 2


def measure(samples: int, shards: int, repeats: int, *, ray: bool) -> dict[str, float]:
    """Seconds of each way and part, and bytes of all part files together."""
    import torch

    from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
    from lpntk.pipeline.workspace import Workspace
    from support.data import mnist_root

    best: dict[str, float] = {}

    def note(name: str, seconds: float) -> None:
        best[name] = min(best.get(name, seconds), seconds)

    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        asked = AnalysisRequest(
            DataSettings("mnist", root=str(mnist_root(folder)), limit=samples),
            LearningSettings(epochs=1),
            KernelSettings(storage_budget=1),
        )
        prepared = folder / "prepared.db"
        with Workspace.open(f"sqlite:///{prepared}") as workspace:
            workspace.prepare(workspace.submit(asked).id)
        for _ in range(repeats):
            torch.set_num_threads(THREADS)
            seconds, processor = _until_clusters(prepared, None)
            note("one process", seconds)
            note("its processor time", processor)
            torch.set_num_threads(1)
            for name, seconds in _shards(prepared, shards).items():
                note(name, seconds)
        with _cluster() if ray else nullcontext() as cluster:
            for _ in range(repeats if ray else 0):
                note("ray", _until_clusters(prepared, cluster.address)[0])
    return best


def _until_clusters(prepared: Path, cluster: str | None) -> tuple[float, float]:
    """Seconds, and those of this process's threads, of a prepared kernel from when its samples are there."""
    from lpntk.domain import JobProgress, Stage
    from lpntk.pipeline.workspace import Workspace

    began, ended = (0.0, 0.0), (0.0, 0.0)

    def told(progress: JobProgress) -> None:
        nonlocal began, ended
        if progress.stage is Stage.KERNEL and not began[0]:
            began = time.perf_counter(), time.process_time()
        if progress.stage is Stage.CLUSTERS:
            ended = time.perf_counter(), time.process_time()
            raise KeyboardInterrupt

    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copy(prepared, Path(folder) / "lpntk.db")
        with Workspace.open(f"sqlite:///{file}") as workspace, suppress(KeyboardInterrupt):
            workspace.run(1, told, cluster=cluster)
    return ended[0] - began[0], ended[1] - began[1]


def _shards(prepared: Path, count: int) -> dict[str, float]:
    """All shards, one after another in this process."""
    from lpntk.domain.shard import Shard
    from lpntk.kernels.summary.summariser import Summariser
    from lpntk.pipeline.cluster.worker import Worker
    from lpntk.pipeline.shards.part_file import PartFile
    from lpntk.pipeline.shards.pieces import pieces
    from lpntk.pipeline.stages.assignment import assignment
    from lpntk.store.engine import Database
    from support.data import mnist

    kept, alone = "its processor time in shards", "with a worker for each shard"
    seconds = dict.fromkeys(("compute", kept, alone, "write", "read", "merge"), 0.0)

    @contextmanager
    def timed(name: str) -> Any:
        began = time.perf_counter()
        yield
        seconds[name] += time.perf_counter() - began

    with tempfile.TemporaryDirectory() as text, Database(f"sqlite:///{prepared}") as database:
        folder, given = Path(text), assignment(database, 1)
        assert given.diagonal is not None
        worker = Worker(1)
        began = time.perf_counter()
        worker.open(given)
        opened = time.perf_counter() - began
        files = [PartFile(folder, given, Shard(number, count)) for number in range(1, count + 1)]
        for file in files:
            processor = time.process_time()
            with timed("compute"):
                part = worker.compute(file.shard)
            seconds[kept] += time.process_time() - processor
            another = Worker(1)
            another.open(given)
            processor = time.process_time()
            another.compute(file.shard)
            seconds[alone] += time.process_time() - processor
            with timed("write"):
                file.write(part)
        whole = Summariser(given.diagonal, mnist(len(given.diagonal))[1], 10, given.request.kernel.neighbours)
        for file in files:
            with timed("read"):
                part = file.read()
            with timed("merge"):
                for start, state in part.states.items():
                    whole.merge(dict(state), start)
        size = sum(file.path.stat().st_size for file in files)
        tiles = sum(map(len, pieces(given, count)))
    return {**seconds, "open": opened, "bytes": size, "tiles": tiles}


def _cluster() -> Any:
    from support import ray_cluster

    return ray_cluster.small_cluster()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--samples", type=int, default=4000)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ray", action="store_true", help="with a Ray cluster on this machine")
    given = parser.parse_args()
    found = measure(given.samples, given.shards, given.repeats, ray=given.ray)
    for name, value in found.items():
        print(f"{name:>28}: {value:,.3f}" if isinstance(value, float) else f"{name:>28}: {value:,}")  # noqa: T201


if __name__ == "__main__":
    main()
