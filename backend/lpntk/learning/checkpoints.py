"""Weights that a person brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain import Architecture, Checkpoint, Progress, TrainingTrace, silent
from lpntk.learning.brought import load_brought
from lpntk.learning.build import build_model
from lpntk.learning.predictions import record_predictions


def load_checkpoint(
    path: str | Path,
    data: Any,
    labels: NDArray[np.int64],
    architecture: Architecture,
    *,
    device: torch.device,
    progress: Progress = silent,
) -> tuple[Checkpoint, TrainingTrace]:
    """Read a state dict into the model, and record what it predicts for every sample.

    Parameters
    ----------
    path
        As written by torch.save(model.state_dict(), path), or what a training script saved around that; or a
        .safetensors file; or "pretrained" for those that the model's package has.
    data, labels, architecture, device
        As for `train`.
    progress
        Told how many batches are predicted.

    Returns
    -------
    The checkpoint, without epoch or validation accuracy, and a trace of one epoch with nothing held out.

    Raises
    ------
    InputError
        If the file cannot be read, holds anything but finite weights, or does not fit the model.
    """
    model = build_model(architecture)
    load_brought(model, path, architecture)
    return record_predictions(model, data, labels, architecture, device=device, progress=progress)
