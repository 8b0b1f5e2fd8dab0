"""Classifiers that are trained to be looked at: samples, labels and the network that learns them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lpntk.devices import in_type_of
from lpntk.domain import Architecture
from lpntk.domain.foreign import foreign_code
from lpntk.learning.batches import Batches
from lpntk.learning.brought import begin_from
from lpntk.learning.build import as_logits, build_model
from lpntk.learning.predictions import PREDICTED_AT_ONCE


@dataclass(frozen=True, eq=False)
class Course:
    """What a classifier is taught.

    Attributes
    ----------
    batches
        All N samples.
    labels
        (N,) int64 on the CPU.
    architecture
        The network, which is built anew for each training.
    device
        Where to train.
    start
        What its training starts from: a file, or "pretrained"; None for random weights.
    """

    batches: Batches
    labels: Tensor
    architecture: Architecture
    device: torch.device
    start: str | None = None

    def student(self, weights: bytes | None = None) -> nn.Module:
        """A new network in evaluation mode, with these weights or with those that a training starts from.

        What is not brought is drawn from torch's global generator.
        """
        model = build_model(self.architecture, weights)
        if weights is None and self.start is not None:
            begin_from(model, self.start, self.architecture)
        return model.to(self.device)

    def labels_of(self, rows: Tensor) -> Tensor:
        """(n,) int64 on the device."""
        return self.labels[rows].to(self.device)

    def logits(self, model: nn.Module, rows: Tensor) -> Tensor:
        """(n, K) float32 of some rows, in the mode that the model is in; differentiable."""
        with foreign_code(
            f"Model {self.architecture.model} fails on the samples", "correct it", field="model"
        ):
            output = model(in_type_of(model, self.batches.images(rows)))
            return as_logits(output, len(rows), self.architecture).float()

    def looked_at(self, model: nn.Module, rows: Tensor) -> Tensor:
        """(n, K) float32 logits of some rows in evaluation mode, in which the model is left."""
        model.eval()
        with torch.no_grad():
            return torch.cat([self.logits(model, part) for part in rows.split(PREDICTED_AT_ONCE)])
