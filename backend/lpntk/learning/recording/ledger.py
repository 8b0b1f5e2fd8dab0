"""What an epoch says of each sample, gathered batch by batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lpntk.domain import InputError

# To fetch numbers from a graphics card is to wait for it: it is done for many batches at once.
_HELD_BATCHES = 64


class Ledger:
    """The epoch that is on, of n samples by row.

    Parameters
    ----------
    labels
        (n,) int64; -1 where not known yet: they are taken from the batches then.

    Attributes
    ----------
    repeated
        How often a sample came again within an epoch.
    """

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels = labels.copy()
        self.repeated = 0
        self._classes: int | None = None
        self._held: list[tuple[NDArray[np.int64], Tensor]] = []
        self._epoch: NDArray[np.float32] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the epoch yet."""
        return not self._held and self._epoch is None

    def go_on(self, labels: NDArray[np.int64], classes: int) -> None:
        """Take (n,) labels and the number of classes that were known before."""
        self.labels, self._classes = labels.copy(), classes

    def drop(self) -> None:
        """Forget the epoch that is on."""
        self._held, self._epoch = [], None

    def add(self, rows: Sequence[int], logits: Tensor) -> None:
        """Take (B, K) logits of some samples; of one that comes again the latest count. InputError."""
        classes = logits.shape[1]
        if self._classes not in (None, classes):
            raise InputError(
                f"The model gives {classes} logits a sample where {self._classes} were recorded: record one "
                "model, and another one into another file.",
                field="model",
            )
        self._classes = classes
        # Whoever goes on with the logits may change them in place.
        self._held.append((np.asarray(rows, dtype=np.int64), logits.detach().float().softmax(dim=1)))
        if len(self._held) == _HELD_BATCHES:
            self._settle()

    def name(self, rows: Sequence[int], labels: Tensor) -> None:
        """Take the labels (B,) of some samples. InputError if one had another."""
        there, said = np.asarray(rows, dtype=np.int64), labels.detach().cpu().numpy().astype(np.int64)
        before = self.labels[there]
        wrong = np.flatnonzero((before >= 0) & (before != said))
        if len(wrong):
            first = wrong[0]
            raise InputError(
                f"Sample {there[first]} comes with the label {said[first]} where it had {before[first]}: the "
                "batches are not in the order in which the loader asks for them, so give the recorder the "
                "loader that the training runs through, and the data that were recorded before.",
                field="loader",
            )
        self.labels[there] = said

    def end(self) -> NDArray[np.float32]:
        """(n, K) probabilities of the epoch, NaN of samples that did not come; then another begins."""
        self._settle()
        assert self._epoch is not None, "only an epoch with something in it ends"
        epoch, self._epoch = self._epoch, None
        return epoch

    def _settle(self) -> None:
        if not self._held:
            return
        rows = np.concatenate([rows for rows, _ in self._held])
        probabilities = torch.cat([probabilities for _, probabilities in self._held]).cpu().numpy()
        self._held = []
        if self._epoch is None:
            self._epoch = np.full((len(self.labels), probabilities.shape[1]), np.nan, dtype=np.float32)
        once = np.unique(rows)
        self.repeated += len(rows) - len(once) + int((~np.isnan(self._epoch[once, 0])).sum())
        self._epoch[rows] = probabilities
