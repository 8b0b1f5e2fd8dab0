"""How hard samples are to learn from a set: their loss, summed over equal stretches of its training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lpntk.domain import InputError, LearningSettings, Progress, silent
from lpntk.learning.descent import Descent
from lpntk.learning.experiments.students import Course
from lpntk.learning.recipes import recipe_for
from lpntk.learning.seeding import seeded


def learning_difficulty(
    course: Course,
    rows: NDArray[np.int64],
    settings: LearningSettings,
    *,
    updates: int,
    points: int,
    seed: int,
    progress: Progress = silent,
) -> NDArray[np.float64]:
    """(n,) the cross-entropy of the samples learnt from, summed over `points` looks at a fresh model.

    The paper sums it over the epochs. A set's size decides how many updates an epoch has, so here the looks
    are equal stretches of as many updates apart, whatever the size: only then do sets compare. Of a set that
    is smaller than a batch the rate is as much smaller, so that a sample pulls equally hard in every set; at
    the full rate the smallest sets would diverge.

    Parameters
    ----------
    course
        Samples and network.
    rows
        (n,) the samples to learn from.
    settings
        Learning rate and batch size; how long is what `updates` says.
    updates
        How many steps of the model's recipe.
    points
        How often to look, the last time after the last update.
    seed
        Decides the initial weights, the order of the batches, dropout and augmentation.
    progress
        Told how many updates are done.

    Raises
    ------
    InputError
        If the training diverges.
    """
    chosen = torch.from_numpy(rows)
    rate = settings.learning_rate or recipe_for(course.architecture.model).learning_rate
    rate *= min(1.0, len(rows) / settings.batch_size)
    looks = set(np.unique(np.linspace(0, updates, points + 1).round().astype(int)[1:]).tolist())
    total = torch.zeros(len(rows), dtype=torch.float64)
    with seeded(seed, course.device):
        model = course.student()
        descent = Descent(
            model,
            course.batches,
            labels=course.labels.to(course.device),
            rows=chosen,
            architecture=course.architecture,
            settings=replace(settings, learning_rate=rate),
            generator=torch.Generator().manual_seed(seed),
            steps=updates,
        )
        for done, batch in zip(range(1, updates + 1), _endless(descent), strict=False):
            model.train()
            descent.step(batch)
            if done in looks:
                logits = course.looked_at(model, chosen)
                losses = functional.cross_entropy(logits, course.labels_of(chosen), reduction="none")
                total += losses.double().cpu()
            progress(done, updates)
    if not torch.isfinite(total).all():
        raise InputError(
            f"Training on {len(rows):,} samples diverged: analyse the data with a lower learning_rate than "
            f"{rate:g}.",
            field="learning_rate",
        )
    return total.numpy()


def _endless(descent: Descent) -> Iterator[Tensor]:
    while True:
        yield from descent.shuffled()
