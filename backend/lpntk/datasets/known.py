"""What a data set of a person's says of itself without being read: names, paths, labels, images.

torchvision's data sets and ImageFolder say so by attributes, PyTorch's Subset and TensorDataset by what they
are made of. Whatever is not said, or said in a way of its own, is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Subset, TensorDataset

from lpntk.domain.words import printable

_LABELS_TOO = ("_labels", "y")


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a data set's samples; None for what is not.

    Attributes
    ----------
    class_names
        By label.
    paths
        By position, below the data set's root where it has one.
    labels
        (N,) int64.
    """

    class_names: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    labels: NDArray[np.int64] | None = None


def known_of(dataset: Any) -> Known:
    """What a data set as of `lpntk.kernel` says of itself."""
    if isinstance(dataset, DataLoader):
        return known_of(dataset.dataset)
    if isinstance(dataset, Subset):
        return _part(known_of(dataset.dataset), dataset.indices)
    if isinstance(dataset, TensorDataset):
        return known_of(dataset.tensors)
    if isinstance(dataset, tuple) and len(dataset) >= 2:
        return Known(labels=_labels(dataset[1]))
    if attribute(dataset, "target_transform") is not None:
        return Known(paths=_paths(dataset))  # its labels are not those that it gives
    labels = _labels(attribute(dataset, "targets"))
    if labels is None:
        labels = _labels(attribute(dataset, "labels"))
    return Known(_class_names(attribute(dataset, "classes")), _paths(dataset), labels)


def given_labels(dataset: Any) -> NDArray[np.int64] | None:
    """(N,) the labels that a data set gives, if it has them apart; the first and the last sample are asked.

    So they may be under names, too, that stand for something else elsewhere.
    """
    known = known_of(dataset).labels
    others = (
        ()
        if attribute(dataset, "target_transform") is not None
        else map(partial(attribute, dataset), _LABELS_TOO)
    )
    for labels in (known, *map(_labels, others)):
        if labels is not None and len(labels) == len(dataset) and _agree(labels, dataset):
            return labels
    return None


def _agree(labels: NDArray[np.int64], dataset: Any) -> bool:
    try:
        return all(int(labels[row]) == int(dataset[row][1]) for row in (0, len(labels) - 1))
    except Exception:  # a person's own class may give anything
        return False


def _part(whole: Known, indices: Sequence[int]) -> Known:
    chosen = np.asarray(indices, dtype=np.int64)
    return replace(
        whole,
        paths=None if whole.paths is None else tuple(whole.paths[index] for index in chosen.tolist()),
        labels=None if whole.labels is None else whole.labels[chosen],
    )


def attribute(dataset: Any, name: str) -> Any:
    """An attribute; None where there is none, or where asking for it fails."""
    try:
        return getattr(dataset, name, None)
    except Exception:  # a property is code of somebody else's
        return None


def _class_names(names: Any) -> tuple[str, ...] | None:
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        return None
    return tuple(map(printable, names)) or None


def _labels(values: Any) -> NDArray[np.int64] | None:
    if not isinstance(values, Tensor | np.ndarray | list | tuple):
        return None
    try:
        found = np.asarray(values.cpu() if isinstance(values, Tensor) else values)
    except (ValueError, TypeError, RuntimeError):
        return None
    return found.astype(np.int64) if found.ndim == 1 and found.dtype.kind in "iu" else None


def _paths(dataset: Any) -> tuple[str, ...] | None:
    """Of torchvision's folders: (path, label) by position, in `samples`."""
    samples, root = attribute(dataset, "samples"), attribute(dataset, "root")
    if not isinstance(samples, list) or not samples:
        return None
    if not all(isinstance(one, tuple | list) and one and isinstance(one[0], str | Path) for one in samples):
        return None
    paths = [Path(one[0]) for one in samples]
    base = Path(root) if isinstance(root, str | Path) else None
    if base is not None and all(path.is_relative_to(base) for path in paths):
        paths = [path.relative_to(base) for path in paths]
    return tuple(printable(path.as_posix()) for path in paths)
