"""A trained classifier and the record of its training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Architecture:
    """Which network: enough to build it again without its weights.

    Attributes
    ----------
    model
        "lenet", "mlp", "resnet18", "resnet50", "torchvision:NAME", "timm:NAME", "hf:NAME" or
        "PKG.MODULE:FACTORY".
    num_classes
        K.
    input_shape
        Of one input that it takes; (height, width, channels) of an image.
    mean, std
        For each channel: what is taken off pixel values in [0, 1], and what they are divided by after that.
    modality
        What its inputs are.
    """

    model: str
    num_classes: int
    input_shape: tuple[int, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    modality: str = "images"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """An architecture with weights and how they came about.

    Attributes
    ----------
    architecture
        The network.
    weights
        The state dict as written by torch.save; read with weights_only=True.
    epoch
        The epoch (from 1) after which these weights were kept; None for weights that were brought.
    validation_accuracy
        Share of the held-out samples classified correctly, in [0, 1]; None where none are known.
    accuracy
        Share of all samples classified correctly, in [0, 1].
    notes
        What a person should know of its training, in sentences.
    """

    architecture: Architecture
    weights: bytes
    epoch: int | None
    validation_accuracy: float | None
    accuracy: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class TrainingTrace:
    """What the classifier predicted for every sample after every epoch.

    Attributes
    ----------
    probabilities
        (E, N, K) float32, in evaluation mode where the training was ours; NaN in every epoch for samples that
        a recording of another training does not have.
    validation
        (N,) bool: samples that were held out of training.
    final
        (N, K) float32: what it predicts with the weights that were kept, in evaluation mode; None where that
        is what it predicted after the epoch whose weights were kept.
    """

    probabilities: NDArray[np.float32]
    validation: NDArray[np.bool_]
    final: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class TestPredictions:
    """What a classifier predicts for samples that it was neither trained nor chosen by.

    Attributes
    ----------
    labels
        (M,) int64.
    probabilities
        (M, K) float32.
    """

    __test__ = False  # no test case of pytest's, whatever its name begins with

    labels: NDArray[np.int64]
    probabilities: NDArray[np.float32]

    @property
    def accuracy(self) -> float:
        """Share of the samples classified correctly, in [0, 1]."""
        return float((self.probabilities.argmax(axis=1) == self.labels).mean())
