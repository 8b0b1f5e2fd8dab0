"""A part of a data set in which every class keeps its share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError


def stratified_indices(labels: NDArray[np.int64], limit: int | None, *, seed: int) -> NDArray[np.int64]:
    """Choose `limit` samples at random, of each class its share (largest remainders), but at least one.

    With the same seed, a class's choice of fewer samples is part of its choice of more.

    Parameters
    ----------
    labels
        (N,) int64 in 0 .. K-1, every class present; what is below 0 is not chosen.
    limit
        How many samples; None, or N and more, for all.

    Returns
    -------
    (min(limit, N),) int64
        Indices, ascending.

    Raises
    ------
    InputError
        If `limit` is below the number of classes.
    """
    there = np.flatnonzero(labels >= 0)
    if limit is None or limit >= len(there):
        return there
    sizes = np.bincount(labels[there])
    require_room(limit, len(sizes))
    generator = np.random.default_rng(seed)
    chosen = [
        generator.permutation(np.flatnonzero(labels == label))[:count]
        for label, count in enumerate(class_counts(sizes, limit))
    ]
    return np.sort(np.concatenate(chosen))


def require_room(limit: int | None, classes: int) -> None:
    """Refuse a limit that leaves a class without a sample. InputError."""
    if limit is not None and limit < classes:
        raise InputError(
            f"limit is {limit}, but there are {classes} classes: it must be at least {classes}.",
            field="limit",
        )


def class_counts(sizes: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """(K,) int64 summing to `total`, in proportion to `sizes` (K,), each at least 1 and at most its size.

    Each share is rounded down, or up to 1, and what is then missing goes to the largest remainders; where the
    classes that were lifted to 1 make it too many, those most above their share give one back.
    """
    whole = sizes.sum()
    counts = np.maximum(sizes * total // whole, 1)
    missing = max(total - counts.sum(), 0)
    counts[np.argsort(counts * whole - sizes * total, kind="stable")[:missing]] += 1
    while counts.sum() > total:
        excess = counts * whole - sizes * total
        counts[np.argmax(np.where(counts > 1, excess, np.iinfo(np.int64).min))] -= 1
    return counts
