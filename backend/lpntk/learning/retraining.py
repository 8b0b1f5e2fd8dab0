"""Training anew on a part of the samples, to see what that part is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain import Architecture, LearningSettings, Progress, silent
from lpntk.learning.batches import Batches
from lpntk.learning.brought import begin_from
from lpntk.learning.build import build_model
from lpntk.learning.descent import Descent
from lpntk.learning.predictions import predict, prediction_batches
from lpntk.learning.seeding import seeded


@dataclass(frozen=True, eq=False)
class Retrained:
    """What came of a training.

    Attributes
    ----------
    right
        (K,) int64: how many test samples of each class are classified correctly.
    diverged
        Whether it predicts numbers that are not finite; such predictions count as wrong.
    """

    right: NDArray[np.int64]
    diverged: bool


def retrain(
    samples: Batches,
    labels: NDArray[np.int64],
    rows: NDArray[np.int64],
    test: Batches,
    test_labels: NDArray[np.int64],
    architecture: Architecture,
    settings: LearningSettings,
    *,
    steps: int,
    seed: int,
    device: torch.device,
    progress: Progress = silent,
) -> Retrained:
    """Train a fresh model by its recipe for so many steps, and test it.

    The last weights are tested. Those of the best epoch would have to be chosen on some samples: on the test
    set that would flatter whoever has more epochs to choose from, and samples held out for it would be taken
    from what is evaluated. The same seed gives the same result on the CPU, and the same initial weights
    whatever the rows; torch's global generators are left as they were found.

    Parameters
    ----------
    samples, labels
        All samples on the device, and their labels, (N,) int64 in 0 .. K-1.
    rows
        (n,) int64: those to train on.
    test, test_labels
        The samples to test on, on the device, and their labels, (M,) int64.
    architecture, settings
        The network, what it starts from, the learning rate (None: the recipe's) and the batch size.
    steps
        How many batches to train on; the rate falls over these.
    seed
        Decides the initial weights, the order of the batches, dropout and augmentation.
    device
        Where to train.
    progress
        Told how many batches are done, those of the test included.

    Raises
    ------
    InputError
        If the model cannot be built for these inputs, or fails on them.
    """
    with seeded(seed, device):
        model = build_model(architecture)
        if settings.start is not None:
            begin_from(model, settings.start, architecture)
        model.to(device)
        descent = Descent(
            model,
            samples,
            labels=torch.tensor(labels, device=device),
            rows=torch.from_numpy(rows),
            architecture=architecture,
            settings=settings,
            generator=torch.Generator().manual_seed(seed),
            steps=steps,
        )

        total = steps + prediction_batches(len(test))

        def updated() -> None:
            progress(steps - descent.left, total)

        def tested(done: int, _: int, /) -> None:
            progress(steps + done, total)

        while descent.left:
            descent.epoch(after_batch=updated)
        predicted = predict(model, test, architecture, tested)
    finite = np.isfinite(predicted).all(axis=1)
    right = finite & (predicted.argmax(axis=1) == test_labels)
    counts = np.bincount(test_labels[right], minlength=architecture.num_classes)
    return Retrained(counts.astype(np.int64), diverged=not finite.all())
