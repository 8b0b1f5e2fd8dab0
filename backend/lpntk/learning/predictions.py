"""What a model predicts for every sample, and how it is recorded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lpntk.devices import in_type_of
from lpntk.domain import Architecture, Checkpoint, InputError, Progress, TrainingTrace, silent
from lpntk.domain.foreign import foreign_code
from lpntk.learning.batches import Batches
from lpntk.learning.build import as_logits
from lpntk.learning.weights import write_weights

PREDICTED_AT_ONCE = 512


def record_predictions(
    model: nn.Module,
    data: Any,
    labels: NDArray[np.int64],
    architecture: Architecture,
    *,
    device: torch.device,
    progress: Progress = silent,
) -> tuple[Checkpoint, TrainingTrace]:
    """A model that was trained elsewhere as a checkpoint, with a trace of one epoch: what it predicts now.

    Parameters
    ----------
    model
        Returns (N, K) logits. It is moved to `device` and left in the mode it is in.
    data
        A map-style data set of N (image (C, H, W), label).
    labels
        (N,) int64.
    progress
        Told how many batches are done.

    Raises
    ------
    InputError
        If an output is not finite, or is no logits.
    """
    was_training = model.training
    predicted = predict(model.to(device), Batches(data, device), architecture, progress)
    model.train(was_training)
    wrong = int((~np.isfinite(predicted).all(axis=1)).sum())
    if wrong:
        raise InputError(
            f"Model {architecture.model} predicts no finite numbers for {wrong} of {len(labels)} samples: "
            "check its weights.",
            field="checkpoint",
        )
    checkpoint = Checkpoint(
        architecture=architecture,
        weights=write_weights(model),
        epoch=None,
        validation_accuracy=None,
        accuracy=share_correct(predicted, labels),
    )
    return checkpoint, TrainingTrace(predicted[None], np.zeros(len(labels), np.bool_))


def predict(
    model: nn.Module, batches: Batches, architecture: Architecture, progress: Progress = silent
) -> NDArray[np.float32]:
    """(N, K) probabilities of all samples, in evaluation mode, in which the model is left."""
    model.eval()
    found = []
    running = foreign_code(
        f"Model {architecture.model} fails on the samples", "correct it or choose another", field="model"
    )
    # Not in inference mode: what a model keeps from a pass could not be differentiated afterwards.
    with torch.no_grad(), running:
        for images in batches.in_order(PREDICTED_AT_ONCE):
            logits = as_logits(model(in_type_of(model, images)), len(images), architecture)
            found.append(logits.float().softmax(dim=1).cpu())
            progress(len(found), prediction_batches(len(batches)))
    return torch.cat(found).numpy()


def prediction_batches(samples: int) -> int:
    """How many batches `predict` takes."""
    return math.ceil(samples / PREDICTED_AT_ONCE)


def share_correct(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Share of samples whose most probable class is their label."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def mean_loss(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Mean cross-entropy."""
    of_label = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(np.maximum(of_label, np.finfo(np.float32).tiny)).mean())
