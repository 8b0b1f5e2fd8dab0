"""Training from scratch, or from weights that are brought."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from lpntk.domain import (
    Architecture,
    Checkpoint,
    InputError,
    LearningSettings,
    Progress,
    TrainingTrace,
    silent,
)
from lpntk.domain.notes import batch_norm_note, drawn_anew_note
from lpntk.learning.batches import Batches
from lpntk.learning.brought import begin_from, name_of_start
from lpntk.learning.build import build_model
from lpntk.learning.descent import Descent, batches_per_epoch
from lpntk.learning.predictions import mean_loss, predict, prediction_batches, share_correct
from lpntk.learning.seeding import seeded
from lpntk.learning.validation import hold_out
from lpntk.learning.weights import write_weights


def train(
    data: Any,
    labels: NDArray[np.int64],
    architecture: Architecture,
    settings: LearningSettings,
    *,
    seed: int,
    device: torch.device,
    progress: Progress = silent,
    after_epoch: Callable[[int, nn.Module], bool] | None = None,
) -> tuple[Checkpoint, TrainingTrace]:
    """Train by the model's recipe and keep the weights that do best on held-out samples.

    Of equally accurate epochs the one with the lower loss is kept. Where there are too few samples to hold
    any out, all of them decide. The same seed gives the same result on the CPU; torch's global generators are
    left as they were found.

    Parameters
    ----------
    data
        A map-style data set of N (image (C, H, W) float32, label); only the images are used.
    labels
        (N,) int64 in 0 .. K-1.
    architecture
        The network.
    settings
        What it starts from, how many epochs, the learning rate (None: the recipe's) and the batch size.
    seed
        Decides the initial weights that are not brought, the held-out samples, the order of the batches,
        dropout and augmentation.
    device
        Where to train.
    progress
        Told how many batches are done, those of the predictions after each epoch included.
    after_epoch
        Given each epoch's number, from 1, and the model as it is after it, which it must leave so; says
        whether that is enough, and the trace then ends there.

    Raises
    ------
    InputError
        If the model cannot be built for these images, what it starts from does not fit, or training diverges.
    """
    held_out = hold_out(labels, seed=seed)
    batches = Batches(data, device)
    rows = np.flatnonzero(~held_out)
    updates = batches_per_epoch(len(rows), settings.batch_size)
    trace = np.empty((settings.epochs, len(labels), architecture.num_classes), np.float32)
    best = None
    with seeded(seed, device):
        model = build_model(architecture)
        notes = _begin(model, settings.start, architecture)
        model.to(device)
        descent = Descent(
            model,
            batches,
            labels=torch.tensor(labels, device=device),
            rows=torch.from_numpy(rows),
            architecture=architecture,
            settings=settings,
            generator=torch.Generator().manual_seed(seed),
            steps=settings.epochs * updates,
        )
        per_epoch = updates + prediction_batches(len(labels))
        counted = _Counted(progress, settings.epochs * per_epoch)
        for epoch in range(1, settings.epochs + 1):
            loss = descent.epoch(after_batch=counted)
            trace[epoch - 1] = predict(model, batches, architecture, counted)
            _check_finite(loss, trace[epoch - 1], epoch, descent.learning_rate)
            score = _score(trace[epoch - 1], labels, held_out)
            if best is None or score > best.score:
                best = _Best(epoch, score, write_weights(model))
            if after_epoch is not None and after_epoch(epoch, model):
                trace = trace[:epoch]
                break
    assert best is not None, "settings hold at least one epoch"
    checkpoint = Checkpoint(
        architecture=architecture,
        weights=best.weights,
        epoch=best.epoch,
        validation_accuracy=best.score[0] if held_out.any() else None,
        accuracy=share_correct(trace[best.epoch - 1], labels),
        notes=notes,
    )
    return checkpoint, TrainingTrace(trace, held_out)


def _begin(model: nn.Module, start: str | None, architecture: Architecture) -> tuple[str, ...]:
    """Bring the weights that a training starts from into a fresh model; what a person should know of it."""
    drawn = () if start is None else begin_from(model, start, architecture)
    notes = [drawn_anew_note(drawn, name_of_start(str(start), architecture))] if drawn else []
    if any(isinstance(layer, _BatchNorm) for layer in model.modules()):
        notes.append(batch_norm_note())
    return tuple(notes)


@dataclass(frozen=True)
class _Best:
    """The best epoch so far; scores compare as (accuracy, -loss)."""

    epoch: int
    score: tuple[float, float]
    weights: bytes


class _Counted:
    """Counts its calls, whatever they say, as batches of the whole training."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def __call__(self, *_: int) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def _score(
    predicted: NDArray[np.float32], labels: NDArray[np.int64], held_out: NDArray[np.bool_]
) -> tuple[float, float]:
    rows = np.flatnonzero(held_out) if held_out.any() else np.arange(len(labels))
    return share_correct(predicted[rows], labels[rows]), -mean_loss(predicted[rows], labels[rows])


def _check_finite(loss: float, predicted: NDArray[np.float32], epoch: int, learning_rate: float) -> None:
    if math.isfinite(loss) and np.isfinite(predicted).all():
        return
    raise InputError(
        f"Training diverged at epoch {epoch}: lower learning_rate (it is {learning_rate:g}).",
        field="learning_rate",
    )
