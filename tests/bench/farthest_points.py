"""Farthest point clustering of one class of MNIST with LeNet, from rows that are computed on demand.

    python tests/bench/farthest_points.py [--samples 6000] [--heads 600] [--repeats 3] [--memory-gib 2]

The features are there before the clock starts. Beside the time there is the floor: the rows of the heads,
read at once. Run it on a machine that does nothing else, with MNIST in $LPNTK_TEST_DATA or ../shared/data.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from torch import nn

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from lpntk.domain import KernelMatrix  # noqa: E402
from lpntk.kernels.exact.engine import KernelEngine  # noqa: E402
from lpntk.kernels.source.gradient_source import GradientSource  # noqa: E402
from lpntk.learning.lenet import LeNet  # noqa: E402
from lpntk.structure import farthest_points  # noqa: E402
from support.data import mnist  # noqa: E402

T = TypeVar("T")

IMAGES, TRAINED_ON, BATCH = 60_000, 25_600, 128


class Counted:
    """A kernel matrix that counts the rows that are read of it."""

    def __init__(self, matrix: KernelMatrix) -> None:
        self._matrix = matrix
        self.rows = self.blocks = 0

    def __len__(self) -> int:
        return len(self._matrix)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        self.rows, self.blocks = self.rows + len(rows), self.blocks + 1
        return self._matrix.block(rows, columns)


def digits(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Images as LeNet takes them, and labels."""
    images, labels = mnist(count)
    inputs = torch.from_numpy(images).permute(0, 3, 1, 2).float()
    return (inputs / 255 - 0.1307) / 0.3081, torch.from_numpy(labels)


def trained(inputs: torch.Tensor, labels: torch.Tensor) -> nn.Module:
    """A LeNet after one pass over the images: past its start, not overfitted."""
    torch.manual_seed(0)
    model = LeNet((28, 28, 1), 10).train()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    for batch in torch.randperm(len(inputs)).split(BATCH):
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(inputs[batch]), labels[batch]).backward()
        optimiser.step()
    return model.eval()


def measure(samples: int, heads: int, repeats: int, memory: int, images: int = IMAGES) -> str:
    """What was measured of a class of so many images, in words."""
    inputs, labels = digits(images)
    model = trained(inputs[:TRAINED_ON], labels[:TRAINED_ON])
    of_class = torch.nonzero(labels == 3)[:samples, 0]
    everyone = np.arange(len(of_class))
    with KernelEngine(
        GradientSource(model, (inputs[of_class], labels[of_class])), memory_budget=memory
    ) as engine:
        diagonal = engine.diagonal()
        matrix = engine.matrix(everyone)

        def cluster() -> Counted:
            counted = Counted(matrix)
            farthest_points(lambda _: [counted], np.zeros_like(everyone), diagonal, heads=heads)
            return counted

        spent, counted = _best(cluster, repeats)
        floor, _ = _best(lambda: matrix.block(everyone[:heads], everyone), repeats)
        return (
            f"{heads} heads of {len(everyone)} samples, {engine.layout.numbers:,} numbers each, on "
            f"{torch.get_num_threads()} threads: {spent:.2f} s\n"
            f"the heads' rows alone, at once: {floor:.2f} s\n"
            f"read: {counted.rows} rows in {counted.blocks} blocks"
        )


def _best(work: Callable[[], T], repeats: int) -> tuple[float, T]:
    """The seconds of the fastest run, and its result."""
    runs = []
    for _ in range(repeats):
        began = time.perf_counter()
        result = work()
        runs.append((time.perf_counter() - began, result))
    return min(runs, key=lambda run: run[0])


def main() -> int:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--heads", type=int, default=600)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--memory-gib", type=float, default=2)
    asked = parser.parse_args()
    found = measure(asked.samples, asked.heads, asked.repeats, int(asked.memory_gib * 2**30))
    Console().print(found, highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
