"""Reading samples in batches from what a person gives, with a clear word where something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lpntk.domain import InputError


class Samples:
    """The samples by row.

    Parameters
    ----------
    dataset
        Map-style: `len(dataset)`, and `dataset[row]` gives (tensor, int label), the same at every reading.
        Or a pair of tensors, inputs (N, ...) and integer labels (N,).
    indices
        (N,) int64: by what numbers to call the samples in messages; by default their rows.
    num_classes
        K, where it is known: labels outside 0 .. K-1 are then refused.

    Raises
    ------
    InputError
        If there are fewer than two samples, or a pair does not fit together.
    """

    def __init__(
        self, dataset: Any, indices: NDArray[np.int64] | None = None, *, num_classes: int | None = None
    ) -> None:
        self._pair: tuple[Tensor, Tensor] | None = None
        if isinstance(dataset, tuple | list) and len(dataset) == 2 and isinstance(dataset[0], Tensor):
            self._pair = _checked_pair(*dataset)
        self._dataset = dataset
        self._size = len(self._pair[0]) if self._pair else len(dataset)
        self._indices, self._num_classes = indices, num_classes
        self._shape: torch.Size | None = None
        self._labels = np.full(self._size, -1, dtype=np.int64)
        if self._size < 2:
            raise InputError(
                f"The data set has {self._size} sample(s): a kernel needs at least two.", field="dataset"
            )

    def __len__(self) -> int:
        return self._size

    def describe(self, row: int) -> str:
        """How a message calls the sample."""
        return f"sample {row if self._indices is None else self._indices[row]}"

    def read(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Inputs (B, ...) and labels (B,) int64 of some rows.

        Raises
        ------
        InputError
            If an item is not (tensor, int), its shape differs from the others', or its values are not
            finite; or if its label is not one of the classes.
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
        item = self._dataset[row]
        if not isinstance(item, tuple | list) or len(item) != 2 or not isinstance(item[0], Tensor):
            given = ", ".join(type(part).__name__ for part in item) if isinstance(item, tuple | list) else ""
            raise InputError(
                f"The data set gives ({given or type(item).__name__}) for {self.describe(row)} where "
                "(tensor, int label) is needed: give it a transform that makes tensors.",
                field="dataset",
            )
        values, label = item[0].detach(), _integer(item[1])
        if label is None:
            raise InputError(
                f"The label of {self.describe(row)} is {item[1]!r}: labels must be integers from 0 on.",
                field="dataset",
            )
        self._shape = self._shape or values.shape
        if values.shape != self._shape:
            raise InputError(
                f"The input of {self.describe(row)} has shape {tuple(values.shape)} where others have "
                f"{tuple(self._shape)}: bring all to one shape.",
                field="dataset",
            )
        return values, label


def _integer(label: Any) -> int | None:
    """A label as an int, or None where it is none."""
    if isinstance(label, Tensor | np.ndarray) and label.shape in ((), (1,)):
        label = label.item()
    if isinstance(label, int | np.integer) and not isinstance(label, bool):
        return int(label)
    return None


def _checked_pair(inputs: Tensor, labels: Any) -> tuple[Tensor, Tensor]:
    """Inputs and labels that belong together."""
    labels = torch.as_tensor(labels)
    if labels.dim() != 1 or len(labels) != len(inputs):
        raise InputError(
            f"There are inputs of shape {tuple(inputs.shape)} and labels of shape {tuple(labels.shape)}: "
            "give one label for each input.",
            field="dataset",
        )
    if labels.is_floating_point() or labels.is_complex() or labels.dtype == torch.bool:
        raise InputError(
            f"The labels are {labels.dtype}: labels must be integers from 0 on.", field="dataset"
        )
    return inputs, labels
