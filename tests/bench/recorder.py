"""What `lpntk.Recorder` adds to a training: the same epochs with it and without, by turns.

    python tests/bench/recorder.py [--samples 1797] [--repeats 9] [--evaluate]

LeNet on MNIST, or on the enlarged digits where that is missing. Each repeat is an epoch alone and one
recorded, now the one first and now the other; what counts is the median of their ratios, with the quartiles
beside it. Processor time is much the same on a machine that does something else as well; the time by the
clock has the waiting for the disk in it, too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

import lpntk  # noqa: E402
from lpntk.learning.lenet import LeNet  # noqa: E402
from support.data import mnist  # noqa: E402


def epoch_seconds(
    model: nn.Module, optimiser: torch.optim.Optimizer, batches: Iterable[Any]
) -> tuple[float, float]:
    """One epoch, with all that ends it: by the clock, and of the processors."""
    began = time.perf_counter(), time.process_time()
    for images, labels in batches:
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimiser.step()
    return time.perf_counter() - began[0], time.process_time() - began[1]


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=1797)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--evaluate", action="store_true", help="record by a pass after each epoch")
    asked = parser.parse_args()
    images, labels = mnist(asked.samples)
    data = TensorDataset(torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255, torch.from_numpy(labels))
    model = LeNet((28, 28, 1), 10)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    loader = DataLoader(data, batch_size=128, shuffle=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "run.trace"
        recorder = lpntk.Recorder(model, loader, file, checkpoints=["last"], evaluate=asked.evaluate)
        epoch_seconds(model, optimiser, loader)  # pays for what all others need
        ways = {False: lambda: loader, True: recorder.epoch}
        times: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for repeat in range(asked.repeats):
            for recorded in (False, True) if repeat % 2 else (True, False):
                times[recorded].append(epoch_seconds(model, optimiser, ways[recorded]()))
    without, within = (np.array(times[way]) for way in (False, True))
    sys.stdout.write(f"{asked.repeats} epochs of {asked.samples:,}, alone and recorded\n")
    for name, one, other in zip(("by the clock", "of processors"), without.T, within.T, strict=True):
        low, middle, high = np.percentile(other / one - 1, [25, 50, 75])
        seconds = f"{np.median(one):.3f} s and {np.median(other):.3f} s"
        sys.stdout.write(f"{name:>14}: {seconds}, {middle:+.1%} (quartiles {low:+.1%} and {high:+.1%})\n")


if __name__ == "__main__":
    main()
