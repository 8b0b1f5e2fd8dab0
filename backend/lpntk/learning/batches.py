"""Batches of a map-style data set, on a device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

_HELD_BYTES = 2 << 30
_LOADED_AT_ONCE = 1024


class Batches:
    """Images of a map-style data set by row.

    All of them are held on the device at once where that takes up to 2 GiB; else each batch is fetched anew.

    Parameters
    ----------
    data
        Has `len`, and items (image (C, H, W), label); several at once if it has `__getitems__`.
    device
        Where the images go.
    """

    def __init__(self, data: Any, device: torch.device) -> None:
        self._data = data
        self._device = device
        self._held: Tensor | None = None
        image = torch.as_tensor(data[0][0])
        if image.numel() * 4 * len(data) <= _HELD_BYTES:
            rows = torch.arange(len(data)).split(_LOADED_AT_ONCE)
            self._held = torch.cat([self._fetch(some) for some in rows])

    def __len__(self) -> int:
        return len(self._data)

    def images(self, rows: Tensor) -> Tensor:
        """The inputs of the given rows, an int64 tensor on the CPU: as float32 where they are floating."""
        if self._held is not None:
            return self._held[rows.to(self._device)]
        return self._fetch(rows)

    def in_order(self, size: int) -> Iterator[Tensor]:
        """All images from the first row to the last, `size` at a time."""
        for rows in torch.arange(len(self)).split(size):
            yield self.images(rows)

    def _fetch(self, rows: Tensor) -> Tensor:
        wanted = rows.tolist()
        fetch = getattr(self._data, "__getitems__", None)
        items = fetch(wanted) if fetch is not None else [self._data[row] for row in wanted]
        images = torch.stack([torch.as_tensor(item[0]) for item in items])
        return images.to(self._device, torch.float32 if images.is_floating_point() else None)
