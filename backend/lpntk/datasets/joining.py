"""One data set after another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.samples import Labelled
from lpntk.domain import Dataset, InputError, Inputs
from lpntk.domain.fields import read_alike
from lpntk.domain.words import some


@dataclass(frozen=True)
class Part:
    """Samples of a data set, and how many samples that has in all."""

    dataset: Dataset
    original_size: int


def join(parts: Sequence[Part]) -> Dataset:
    """The samples of the first data set, then those of the others.

    An index is the position in the original data sets, one after the other. What the data set is called and
    which split it is of are the first one's.

    Raises
    ------
    InputError
        If a data set has other classes, or inputs of another kind or shape, than the first.
    """
    first = parts[0].dataset
    for part in parts[1:]:
        require_same_kind(first, part.dataset)
    starts = np.cumsum([0, *(part.original_size for part in parts[:-1])])
    datasets = [part.dataset for part in parts]
    locations = [dataset.locations for dataset in datasets]
    noisy = any(dataset.true_labels is not None for dataset in datasets)
    true = [d.labels if d.true_labels is None else d.true_labels for d in datasets]
    return replace(
        first,
        inputs=_Chain([dataset.inputs for dataset in datasets]),
        labels=np.concatenate([dataset.labels for dataset in datasets]),
        indices=np.concatenate(
            [dataset.indices + start for dataset, start in zip(datasets, starts, strict=True)]
        ),
        fingerprint=_digest(dataset.fingerprint for dataset in datasets),
        locations=None if None in locations else tuple(path for paths in locations for path in paths or ()),
        notes=tuple(f"{dataset.name}: {note}" for dataset in datasets for note in dataset.notes),
        values=next((dataset.values for dataset in datasets if dataset.values is not None), None),
        base=first if len(parts) == 2 else join(parts[:-1]),
        addition=parts[-1].dataset,
        source_fingerprint=_digest(dataset.source_fingerprint for dataset in datasets),
        true_labels=np.concatenate(true) if noisy else None,
        columns=(),
        original_size=sum(part.original_size for part in parts),
        fields=datasets[-1].fields,  # read by those before, so that none has more values
    )


def _digest(fingerprints: Iterable[str]) -> str:
    return hashlib.sha256("+".join(fingerprints).encode()).hexdigest()


def require_same_kind(first: Dataset, other: Dataset) -> None:
    """Refuse samples with other classes, or inputs of another shape, than the first ones. InputError."""
    require_same_classes(first, other)
    if other.modality != first.modality or not read_alike(first.fields, other.fields):
        raise InputError(
            f"{other.name} has {_kind(other)} where {first.name} has {_kind(first)}: give both the same.",
            field="source",
        )
    if other.input_shape[:-1] == first.input_shape[:-1] and other.input_shape != first.input_shape:
        raise InputError(
            f"The images of {other.name} have {other.input_shape[-1]} channels where those of {first.name} "
            f"have {first.input_shape[-1]}: save both in colour, or both in grey.",
            field="source",
        )
    if other.input_shape != first.input_shape:
        raise InputError(
            f"The images of {other.name} have shape {other.input_shape} where those of {first.name} have "
            f"{first.input_shape}: resize them to the same shape.",
            field="source",
        )


def require_same_classes(first: Dataset | Labelled, other: Dataset | Labelled) -> None:
    """Refuse samples with other classes than the first ones. InputError."""
    if other.class_names != first.class_names:
        raise InputError(
            f"{other.name} has the classes {some(other.class_names, 5)} where {first.name} has "
            f"{some(first.class_names, 5)}: both must have the same classes in the same order.",
            field="source",
        )


def _kind(dataset: Dataset) -> str:
    """What the inputs are, in words."""
    columns = some([field.name for field in dataset.fields], 5)
    return f"rows with the columns {columns}" if columns else dataset.modality


class _Chain:
    """Inputs of several data sets by row."""

    def __init__(self, parts: Sequence[Inputs]) -> None:
        self._parts = parts
        self._starts = np.cumsum([0, *(len(part) for part in parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __getitem__(self, row: int, /) -> NDArray[Any]:
        part = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._parts[part][row - int(self._starts[part])]
