"""Which samples are in the batches of a person's own loader."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import DataLoader, IterableDataset, Sampler, Subset

from lpntk.domain import InputError


class Order:
    """The rows of each batch that a loader has asked for, in the order in which it gives the batches.

    Workers read ahead, so that there may be several that are not given yet.
    """

    def __init__(self) -> None:
        self._batches: deque[list[int]] = deque()
        self._skipped = 0

    def skip(self, batches: int) -> None:
        """Say that so many batches are asked for next that nobody gives."""
        self._skipped = batches

    def next(self) -> list[int] | None:
        """The rows of the next batch, which is then past; None where none is asked for."""
        while self._skipped and self._batches:
            self._batches.popleft()
            self._skipped -= 1
        return self._batches.popleft() if self._batches else None

    def follow(self, loader: DataLoader[Any]) -> DataLoader[Any]:
        """A loader that gives the same batches, whose rows are then known.

        Raises
        ------
        InputError
            If it has no order.
        """
        require_order(loader)
        followed = copy.copy(loader)
        followed._iterator = None  # workers that are there already ask the former sampler
        self.listen(followed)
        return followed

    def listen(self, loader: DataLoader[Any]) -> None:
        """As `follow`, but of the loader itself."""
        place = "sampler" if loader.batch_sampler is None else "batch_sampler"
        # A loader refuses another sampler, since workers may run by the one that it has.
        loader.__dict__[place] = _Heard(getattr(loader, place), self._batches)


class _Heard(Sampler[Any]):
    """A sampler that writes down what it is asked; in all else it is the one that it stands for."""

    def __init__(self, sampler: Any, batches: deque[list[int]]) -> None:
        self._sampler, self._batches = sampler, batches

    def __iter__(self) -> Iterator[Any]:
        self._batches.clear()
        for rows in self._sampler:
            batch = rows if isinstance(rows, list | tuple) else [rows]
            self._batches.append([int(row) for row in batch])
            yield rows

    def __len__(self) -> int:
        return len(self._sampler)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_sampler":  # what is copied or unpickled has nothing yet
            raise AttributeError(name)
        return getattr(self._sampler, name)


def require_order(loader: DataLoader[Any]) -> None:
    """Refuse a loader whose samples have no rows, or whose batches come in another order. InputError."""
    if isinstance(loader.dataset, IterableDataset):
        raise InputError(
            "The loader's data set is an IterableDataset, whose samples have no index: give a map-style one.",
            field="loader",
        )
    if not getattr(loader, "in_order", True):
        raise InputError(
            "The loader gives its batches in whatever order they are ready (in_order=False), so that nobody "
            "knows which samples are in them: give it in_order=True.",
            field="loader",
        )


def original_indices(dataset: Any) -> NDArray[np.int64]:
    """(n,) int64: the index that each row of a `Subset`, of a subset … has in the data set at its bottom."""
    indices: NDArray[np.int64] = np.arange(len(dataset), dtype=np.int64)
    while type(dataset) is Subset:
        indices = np.asarray(dataset.indices, dtype=np.int64)[indices]
        dataset = dataset.dataset
    return indices
