"""Peak resident memory and time of the exact kernel of LeNet over MNIST, streamed under a budget.

    python tests/bench/memory.py [--samples 1000 10000 60000] [--budget-mib 1024] [--no-scratch]

Each N is computed in a process of its own: the summaries over all pairs, without the matrix.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

MIB = 1 << 20


def compute(samples: int, budget: int, scratch: Path | None) -> dict[str, float]:
    """Summaries over all pairs of the first `samples` images; what the process holds before and at most."""
    import torch

    from lpntk.kernels.exact.engine import KernelEngine
    from lpntk.kernels.source.gradient_source import GradientSource
    from lpntk.kernels.summary.summariser import Summariser, summary_bytes
    from lpntk.learning.lenet import LeNet
    from support.data import mnist

    torch.manual_seed(0)
    images, labels = mnist(samples)
    dataset = [
        ((torch.from_numpy(image).permute(2, 0, 1).float() / 255 - 0.1307) / 0.3081, int(label))
        for image, label in zip(images[:64], labels[:64], strict=True)
    ]
    model = LeNet((28, 28, 1), 10).eval()
    with KernelEngine(GradientSource(model, dataset)) as engine:
        engine.diagonal()  # what is set up once a process, is
    before = _peak()
    began = time.perf_counter()
    source = GradientSource(model, _Lazy(images, labels))
    available = budget - summary_bytes(samples, 10, 30)
    with KernelEngine(source, memory_budget=available, scratch=scratch) as engine:
        summariser = Summariser(engine.diagonal(), engine.source.labels(), 10, 30)
        for step in engine.schedule.steps:
            for tile in engine.tiles(step):
                summariser.update(tile)
        groups = len(engine.schedule.groups)
    summariser.finish()
    seconds = time.perf_counter() - began
    return {"before": before, "peak": _peak(), "seconds": seconds, "groups": groups}


class _Lazy:
    """Images that are made tensors one by one."""

    def __init__(self, images, labels) -> None:  # type: ignore[no-untyped-def]
        self._images, self._labels = images, labels

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, row: int):  # type: ignore[no-untyped-def]
        import torch

        pixels = torch.from_numpy(self._images[row]).permute(2, 0, 1).float() / 255
        return (pixels - 0.1307) / 0.3081, int(self._labels[row])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Read the options, run one process for each N, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--samples", type=int, nargs="+", default=[1000, 10_000, 60_000])
    parser.add_argument("--budget-mib", type=int, default=1024)
    parser.add_argument("--no-scratch", action="store_true", help="compute features again instead")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    budget = options.budget_mib * MIB
    if options.one:
        with tempfile.TemporaryDirectory() as folder:
            scratch = None if options.no_scratch else Path(folder)
            sys.stdout.write(json.dumps(compute(options.one, budget, scratch)))
        return
    sys.stdout.write(f"budget {options.budget_mib} MiB\n")
    sys.stdout.write("     N  groups  seconds  before MiB  peak MiB  above what was there, MiB\n")
    for samples in options.samples:
        command = [sys.executable, __file__, "--one", str(samples), "--budget-mib", str(options.budget_mib)]
        command += ["--no-scratch"] if options.no_scratch else []
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        before, peak = found["before"] / MIB, found["peak"] / MIB
        sys.stdout.write(
            f"{samples:>6,}  {found['groups']:>6}  {found['seconds']:>7,.1f}  {before:>10,.0f}  {peak:>8,.0f}"
            f"  {peak - before:>8,.0f}\n"
        )


if __name__ == "__main__":
    main()
