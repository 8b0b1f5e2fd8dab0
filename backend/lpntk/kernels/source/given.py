"""What a person gives as a data set, as one of the two forms that are read: a pair of tensors, or items.

What is meant is taken where it is clear; where it is not, the error says what to give.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, IterableDataset, SequentialSampler, default_collate

from lpntk.domain import InputError
from lpntk.domain.foreign import foreign_code
from lpntk.domain.words import some

Pair = tuple[Tensor, Tensor]

_WANTED = "give a map-style data set of (tensor, int label), or a pair of tensors (inputs, labels)"
_FRAMES = ("pandas", "polars", "pyarrow")


def as_pair(dataset: Any) -> Pair | None:
    """Inputs (N, ...) and integer labels (N,) where arrays are given, the first two if there are more.

    Raises
    ------
    InputError
        If they do not fit together, or the labels are no integers.
    """
    if isinstance(dataset, Tensor | np.ndarray):
        raise _error(f"is one array of shape {tuple(dataset.shape)}: give a pair of arrays (inputs, labels)")
    if not isinstance(dataset, tuple | list) or len(dataset) < 2:
        return None
    inputs, labels = dataset[:2]
    if _is_frame(inputs):
        _refuse_frame(inputs)
    if not isinstance(inputs, Tensor | np.ndarray):
        return None
    # A longer list is one of samples; a longer tuple holds whatever else belongs to them.
    if len(dataset) > 2 and not (isinstance(dataset, tuple) and isinstance(labels, Tensor | np.ndarray)):
        return None
    return _fitting(_tensor(inputs, "inputs"), _label_tensor(labels))


def as_items(dataset: Any) -> Any:
    """A data set with a length and items by position.

    Raises
    ------
    InputError
        If it has none.
    """
    if isinstance(dataset, DataLoader):
        return as_items(_behind(dataset))
    if dataset is None:
        raise _error(f"is None: {_WANTED}")
    if isinstance(dataset, type):
        raise _error(f"is the class {dataset.__name__} itself: give an object of it")
    if isinstance(dataset, str | bytes | Path):
        raise _error(f"is the path {dataset!r}: read it, for instance with torchvision's ImageFolder")
    if _is_frame(dataset):
        _refuse_frame(dataset)
    if isinstance(dataset, Mapping):
        names = some([repr(key) for key in dataset], 5)
        raise _error(f"is {_kind(dataset)} of {names}: give one of these, or two as a pair (inputs, labels)")
    by_position = hasattr(dataset, "__getitem__")
    if isinstance(dataset, IterableDataset) or (hasattr(dataset, "__iter__") and not by_position):
        raise _error(
            f"is {_kind(dataset)}, which has no items by position: read it once, and give list(dataset)"
        )
    if not by_position:
        raise _error(f"is {_kind(dataset)}, which has no items by position: {_WANTED}")
    return dataset


def size_of(dataset: Any) -> int:
    """How many items a data set has. InputError if it does not say."""
    what = f"The data set is {_kind(dataset)}, which does not say its length"
    with foreign_code(what, "give one that does", field="dataset"):
        return len(dataset)


def is_plain(values: Tensor) -> bool:
    """Whether a tensor holds real numbers that lie somewhere, one after the other."""
    return not (
        values.is_meta
        or values.is_nested
        or values.is_quantized
        or values.is_complex()
        or values.layout is not torch.strided
    )


def _behind(loader: DataLoader[Any]) -> Any:
    """The data set of a loader that gives it as it is, in order."""
    sampler, batches = loader.sampler, loader.batch_sampler
    if isinstance(loader.dataset, IterableDataset):
        return loader.dataset
    if type(sampler) is not SequentialSampler or sampler.data_source is not loader.dataset:
        what = f"takes its samples in an order of its own ({type(sampler).__name__})"
    elif batches is not None and type(batches) is not BatchSampler:
        what = f"makes batches in a way of its own ({type(batches).__name__})"
    elif batches is not None and loader.collate_fn is not default_collate:
        what = "puts its samples together in a way of its own (collate_fn)"
    else:
        return loader.dataset
    raise _error(f"is a DataLoader that {what}: give the data set alone, loader.dataset")


def _fitting(inputs: Tensor, labels: Tensor) -> Pair:
    """Inputs and labels that belong together."""
    if labels.dim() == 2 and len(labels) == len(inputs) and labels.shape[1] > 1:
        raise InputError(
            f"The labels have shape {tuple(labels.shape)}: if they are one-hot, give labels.argmax(1).",
            field="dataset",
        )
    if inputs.dim() == 0 or labels.dim() != 1 or len(labels) != len(inputs):
        raise InputError(
            f"There are inputs of shape {tuple(inputs.shape)} and labels of shape {tuple(labels.shape)}: "
            "give one label for each input.",
            field="dataset",
        )
    if labels.is_floating_point() or labels.dtype == torch.bool:
        raise InputError(
            f"The labels are {labels.dtype}: labels must be integers from 0 on.", field="dataset"
        )
    return inputs, labels


def _label_tensor(labels: Any) -> Tensor:
    if isinstance(labels, Tensor):
        return labels
    try:
        array = np.asarray(labels)
    except ValueError as error:  # lists of unequal lengths
        raise InputError(
            f"The labels are no array ({error}): give one integer each.", field="dataset"
        ) from error
    return _tensor(array, "labels")


def _tensor(array: Tensor | NDArray[Any], what: str) -> Tensor:
    if isinstance(array, Tensor):
        if not is_plain(array):
            raise InputError(
                f"The {what} are a tensor without plain numbers ({array.layout}, {array.dtype}, on "
                f"{array.device}): give a dense one of real numbers.",
                field="dataset",
            )
        return array
    if array.dtype.kind not in "biuf":
        raise InputError(
            f"The {what} are {array.dtype}, which are no numbers: number the classes from 0, and give the "
            "inputs as floating-point numbers.",
            field="dataset",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is only read, so it may be read-only
        return torch.from_numpy(np.ascontiguousarray(array, array.dtype.newbyteorder("=")))


def _refuse_frame(frame: Any) -> None:
    raise _error(
        f"is {_kind(frame)}: give its columns as arrays, such as (frame[inputs].to_numpy('float32'), "
        "frame[label].to_numpy())"
    )


def _is_frame(value: Any) -> bool:
    return type(value).__module__.partition(".")[0] in _FRAMES


def _kind(value: Any) -> str:
    """What it is, such as "a DataLoader"."""
    name = type(value).__name__
    return f"{'an' if name[:1].upper() in 'AEIOU' else 'a'} {name}"


def _error(what: str) -> InputError:
    return InputError(f"The data set {what}.", field="dataset")
