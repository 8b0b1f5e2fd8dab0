"""Reading samples in batches from what a person gives, with a clear word where something is wrong."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lpntk.domain import InputError
from lpntk.kernels.source.given import as_items, as_pair, size_of
from lpntk.kernels.source.items import read_item

_PROBED_FIRST, _PROBED_ELSEWHERE = 4, 12


class Samples:
    """The samples by row.

    A sample must be the same at every reading, which is looked at whenever one is read again: a kernel of
    samples that change is one of nothing.

    Parameters
    ----------
    dataset
        Map-style: `len(dataset)`, and `dataset[row]` gives (tensor, int label), or more after these, or a
        dict with the two by their usual names. Or a pair of arrays, inputs (N, ...) and integer labels (N,).
        Or a DataLoader that gives such a data set in its order.
    indices
        (N,) int64: by what numbers to call the samples in messages; by default their rows.
    num_classes
        K, where it is known: labels outside 0 .. K-1 are then refused.

    Raises
    ------
    InputError
        If it is nothing of these, there are fewer than two samples, or a pair does not fit together.
    """

    def __init__(
        self, dataset: Any, indices: NDArray[np.int64] | None = None, *, num_classes: int | None = None
    ) -> None:
        self._pair = as_pair(dataset)
        self._dataset = dataset if self._pair else as_items(dataset)
        self._size = len(self._pair[0]) if self._pair else size_of(self._dataset)
        self._indices, self._num_classes = indices, num_classes
        self._shape: torch.Size | None = None
        self._labels = np.full(self._size, -1, dtype=np.int64)
        self._checksums = np.full(0 if self._pair else self._size, -1, dtype=np.int64)
        if self._size < 2:
            raise InputError(
                f"The data set has {self._size} sample(s): a kernel needs at least two.", field="dataset"
            )

    def __len__(self) -> int:
        return self._size

    def describe(self, row: int) -> str:
        """How a message calls the sample."""
        return f"sample {row if self._indices is None else self._indices[row]}"

    def require_repeatable(self) -> None:
        """Read some samples twice, the first ones and others at random.

        Raises
        ------
        InputError
            If one of them differs, or as of `read`.
        """
        if self._pair:
            return
        elsewhere = np.random.default_rng(0).integers(0, self._size, _PROBED_ELSEWHERE).tolist()
        rows = sorted({*range(min(_PROBED_FIRST, self._size)), *elsewhere, self._size - 1})
        for _ in range(2):
            self.read(rows)

    def read(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Inputs (B, ...) and labels (B,) int64 of some rows.

        Raises
        ------
        InputError
            If an item cannot be read or is not (tensor, int), its shape differs from the others', its values
            are not finite, or it was another one before; or if its label is not one of the classes.
        """
        if self._pair:
            chosen = torch.as_tensor(rows)
            inputs, labels = (part.detach()[chosen.to(part.device)] for part in self._pair)
            labels = labels.to(torch.int64)
        else:
            items = [self._item(row) for row in rows]
            inputs = torch.stack([values for values, _ in items])
            labels = torch.tensor([label for _, label in items])
        if inputs.is_floating_point() and not inputs.isfinite().all():
            first = int((~inputs.flatten(1).isfinite().all(dim=1)).nonzero()[0])
            raise InputError(
                f"The input of {self.describe(rows[first])} has values that are NaN or infinite: correct it "
                "or leave it out.",
                field="dataset",
            )
        if self._num_classes is not None:
            self._require_classes(rows, labels, self._num_classes)
        self._labels[np.asarray(rows)] = labels.numpy(force=True)
        return inputs, labels

    def labels(self) -> NDArray[np.int64]:
        """(N,) int64; reads the samples that were not read before."""
        missing = np.flatnonzero(self._labels < 0)
        for start in range(0, len(missing), 256):
            self.read(missing[start : start + 256].tolist())
        return self._labels.copy()

    def _require_classes(self, rows: Sequence[int], labels: Tensor, num_classes: int) -> None:
        """Refuse labels outside 0 .. K-1."""
        wrong = ((labels < 0) | (labels >= num_classes)).nonzero()
        if len(wrong):
            first = int(wrong[0])
            raise InputError(
                f"The label of {self.describe(rows[first])} is {int(labels[first])}, but the model has "
                f"{num_classes} classes: labels must be integers from 0 to {num_classes - 1}.",
                field="dataset",
            )

    def _item(self, row: int) -> tuple[Tensor, int]:
        sample = self.describe(row)
        values, label = read_item(self._dataset, row, sample)
        self._shape = self._shape or values.shape
        if values.shape != self._shape:
            raise InputError(
                f"The input of {sample} has shape {tuple(values.shape)} where others have "
                f"{tuple(self._shape)}: bring all to one shape.",
                field="dataset",
            )
        self._require_same(row, _checksum(values, label))
        return values, label

    def _require_same(self, row: int, checksum: int) -> None:
        """Refuse a sample that was another one when it was read before."""
        if self._checksums[row] not in (-1, checksum):
            raise InputError(
                f"The data set gives something else for {self.describe(row)} each time it is read: take what "
                "is random (crops, flips, noise) off its transform, or put a fixed one in its place.",
                field="dataset",
            )
        self._checksums[row] = checksum


def _checksum(values: Tensor, label: int) -> int:
    numbers = values.contiguous().view(-1).view(torch.uint8).numpy(force=True)
    return zlib.crc32(numbers.data, label & 0xFFFFFFFF)
