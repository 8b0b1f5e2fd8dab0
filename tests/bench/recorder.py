"""What `lpntk.Recorder` adds to a training: the same epochs with it and without, by turns.

    python tests/bench/recorder.py [--samples 1797] [--repeats 5] [--evaluate]

LeNet on MNIST, or on the enlarged digits where that is missing. The ratio is that of processor time, so
that it is much the same on a machine that does something else as well; waiting for the disk is no part of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

import lpntk  # noqa: E402
from lpntk.learning.lenet import LeNet  # noqa: E402
from support.data import mnist  # noqa: E402


def epoch_seconds(model: nn.Module, optimiser: torch.optim.Optimizer, batches: Iterable[Any]) -> float:
    """One epoch, with all that ends it."""
    began = time.process_time()
    for images, labels in batches:
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimiser.step()
    return time.process_time() - began


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=1797)
    parser.add_argument("--repeats", type=int, default=5)
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
        pairs = [
            (
                epoch_seconds(model, optimiser, loader),
                epoch_seconds(model, optimiser, recorder.epoch()),
            )
            for _ in range(asked.repeats)
        ]
    alone, recorded = (min(times) for times in zip(*pairs, strict=True))
    times = f"{alone:.3f} s alone, {recorded:.3f} s recorded: {recorded / alone - 1:+.1%}"
    sys.stdout.write(f"An epoch of {asked.samples:,}, processor time: {times}\n")


if __name__ == "__main__":
    main()
