"""Farthest point clustering of one class from rows that are computed on demand.

    python tests/bench/farthest_points.py [--samples 6000] [--width 28000] [--heads 600] [--repeats 3]

Features are drawn around a common direction, as those of a class are. Beside the time there is the floor:
the products of the heads' rows alone, at the rate of one large product. Run it on a machine that does nothing
else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console

from lpntk.domain import KernelMatrix
from lpntk.structure import farthest_points


class FeatureProducts:
    """A kernel matrix over features that are written out in memory; counts the rows that are read."""

    def __init__(self, features: torch.Tensor) -> None:
        self._features = features
        self.rows = self.blocks = 0

    def __len__(self) -> int:
        return len(self._features)

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        self.rows, self.blocks = self.rows + len(rows), self.blocks + 1
        everyone = len(columns) == len(self)
        theirs = self._features if everyone else self._features[columns]
        return (theirs @ self._features[rows].T).T.numpy()


def features(samples: int, width: int) -> torch.Tensor:
    """(n, d) float32: lengths spread as widely as those of gradients, around one direction."""
    draw = torch.Generator().manual_seed(0)
    drawn = torch.randn(samples, width, generator=draw) * 0.5 + torch.randn(width, generator=draw)
    return drawn * torch.rand(samples, 1, generator=draw).mul_(0.8).add_(0.2) / width**0.5


def measure(samples: int, width: int, heads: int) -> tuple[float, float, FeatureProducts]:
    """Seconds of the clustering, seconds of its floor, and what was read."""
    drawn = features(samples, width)
    matrix = FeatureProducts(drawn)
    diagonal = drawn.square().sum(dim=1).numpy()

    def kernels(classes: Sequence[NDArray[np.int64]]) -> list[KernelMatrix]:
        return [matrix for _ in classes]

    labels = np.zeros(samples, dtype=np.int64)
    spent = _seconds(lambda: farthest_points(kernels, labels, diagonal, heads=heads))
    floor = _seconds(lambda: drawn @ drawn[:heads].T)
    return spent, floor, matrix


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> int:
    """Print the best of some repeats."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--width", type=int, default=28_000)
    parser.add_argument("--heads", type=int, default=600)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    spent, floor, matrix = min(
        (measure(asked.samples, asked.width, asked.heads) for _ in range(asked.repeats)),
        key=lambda found: found[0],
    )
    Console().print(
        f"{asked.heads} heads of {asked.samples} samples, {asked.width} numbers each, "
        f"on {torch.get_num_threads()} threads: {spent:.2f} s\n"
        f"the products of the heads' rows alone: {floor:.2f} s\n"
        f"rows read: {matrix.rows} in {matrix.blocks} blocks"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
