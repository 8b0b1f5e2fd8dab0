"""What a recorder is asked for, and whether it can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch.utils.data import DataLoader

from lpntk.domain import InputError
from lpntk.learning.recording.loaders import Order
from lpntk.learning.recording.passes import in_order

Checkpoint: TypeAlias = int | Literal["last"]


def require_one_process() -> None:
    """Refuse a training of which each process sees a part. InputError."""
    distributed = torch.distributed
    if distributed.is_available() and distributed.is_initialized() and distributed.get_world_size() > 1:
        raise InputError(
            "The training runs in several processes, each of which sees a part of the samples: record one "
            "that runs in a single process.",
            field="loader",
        )


def dataset_of(loader: Any) -> Any:
    """The data set that a loader goes through, or what was given for one. InputError if it has no items."""
    dataset = loader.dataset if isinstance(loader, DataLoader) else loader
    if not (hasattr(dataset, "__getitem__") and hasattr(dataset, "__len__")):
        raise InputError(
            f"The loader is {type(loader).__name__}, which has no samples by position: give the DataLoader "
            "that the training runs through, of a map-style data set.",
            field="loader",
        )
    return dataset


def labels_of(given: ArrayLike | None, size: int) -> NDArray[np.int64]:
    """(n,) int64, -1 where they are not given. InputError."""
    if given is None:
        return np.full(size, -1, dtype=np.int64)
    labels = np.asarray(given)
    if labels.shape != (size,) or labels.dtype.kind not in "iu":
        raise InputError(
            f"The labels are {labels.dtype} of shape {labels.shape}: give {size:,} whole numbers, one a "
            "sample of the loader's data set.",
            field="labels",
        )
    return labels.astype(np.int64)


def passing_of(
    loader: Any, evaluate: bool | DataLoader[Any], size: int
) -> tuple[DataLoader[Any], Order] | None:
    """The loader to look at all samples by, and the order of its batches."""
    if evaluate is False:
        return None
    if evaluate is True:
        through = in_order(loader if isinstance(loader, DataLoader) else DataLoader(loader, batch_size=256))
    else:
        through = evaluate
    samples = len(through.dataset)  # type: ignore[arg-type]
    if samples != size:
        raise InputError(
            f"The loader to evaluate by has {samples:,} samples, and the training's {size:,}: give one of "
            "the same samples in the same order.",
            field="evaluate",
        )
    order = Order()
    return order.follow(through), order


def require_count(every: int) -> int:
    """The number itself. InputError if it is below 1."""
    if every < 1:
        raise InputError(f"every is {every}: it must be at least 1.", field="every")
    return every


def require_done(epochs: int) -> int:
    """The number itself. InputError if it is none, or below 0."""
    if not isinstance(epochs, int | np.integer) or epochs < 0:
        raise InputError(
            f"epochs_done is {epochs!r}: it must be a whole number of at least 0.", field="epochs_done"
        )
    return int(epochs)


def checkpoints_of(checkpoints: Sequence[Checkpoint]) -> frozenset[Checkpoint]:
    """After which epochs. InputError if one is none."""
    asked = [checkpoints] if isinstance(checkpoints, str) else checkpoints
    for one in asked:
        if one != "last" and not (isinstance(one, int) and one >= 1):
            raise InputError(
                f"checkpoints has {one!r}: give the numbers of epochs, from 1, or 'last'.",
                field="checkpoints",
            )
    return frozenset(asked)  # type: ignore[arg-type]
