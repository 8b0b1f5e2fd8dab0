"""Count sketches with hashes that are dealt out, so that few coordinates meet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor

# Measured on a CPU: while one number is added to its slot, so many are fetched for theirs.
FETCHES_AN_ADDITION = 15


@dataclass(frozen=True, eq=False)
class CountSketch:
    """A seeded linear map to W numbers: each coordinate is added, with a random sign, to one of them.

    Charikar, Chen, Farach-Colton, "Finding frequent items in data streams", ICALP 2002. The signs alone make
    dot products unbiased. The slots are dealt out in rounds: each W coordinates in a row go to W different
    slots, in a random order. So no two of them meet, and any two others meet with probability 1 / W. That
    keeps the variance of a dot product of x and y at or below that of independent slots,
    ((x . x)(y . y) + (x . y)^2) / W, and matters much where two sketches are convolved (see `Projection`).

    Attributes
    ----------
    slots
        (n,) int32 in 0 .. W-1.
    signs
        (n,) float32, +1 or -1.
    width
        W.
    """

    slots: Tensor
    signs: Tensor
    width: int

    @classmethod
    def draw(cls, length: int, width: int, seed: int, name: str, device: torch.device) -> CountSketch:
        """The map of vectors with n = `length` that belongs to a seed and a name, on every machine the same.

        The raw output of NumPy's bit generators never changes (NEP 19), other than what is derived from it.
        """
        key = hashlib.sha256(f"{seed}/{name}".encode()).digest()
        raw = np.random.PCG64(int.from_bytes(key, "little"))
        rounds = -(-length // width)
        slots = np.empty((rounds, width), dtype=np.int32)
        for row in slots:
            row[:] = raw.random_raw(width).argsort()
        bits = np.unpackbits(raw.random_raw(-(-length // 64)).astype("<u8").view(np.uint8))[:length]
        return cls(
            torch.from_numpy(slots.reshape(-1)[:length].copy()).to(device),
            torch.from_numpy(bits.astype(np.float32) * 2 - 1).to(device),
            width,
        )

    def add(self, values: Tensor, out: Tensor) -> None:
        """Add to `out` (R, W) the sketches of `values` (R, n), both float32."""
        signed = values * self.signs
        for number, source in enumerate(self._sources):
            dealt = signed[:, number * self.width : (number + 1) * self.width]
            if source is None:
                out.index_add_(1, self.slots[number * self.width :], dealt)
            else:
                full = dealt.shape[1] == self.width
                out.add_((dealt if full else F.pad(dealt, (0, 1))).index_select(1, source))

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        sources = sum(source.nbytes for source in self._sources if source is not None)
        return self.slots.nbytes + self.signs.nbytes + sources

    @cached_property
    def _sources(self) -> list[Tensor | None]:
        """Of each round (W,) int32: which of its coordinates goes to each slot, the one past its end if none.

        To fetch them is 15 times as fast as to add each to its slot; None where so few are dealt that it is
        not worth while.
        """
        sources: list[Tensor | None] = []
        for slots in self.slots.split(self.width):
            if len(slots) * FETCHES_AN_ADDITION < self.width:
                sources.append(None)
                continue
            source = torch.full((self.width,), len(slots), dtype=torch.int32, device=slots.device)
            source[slots.long()] = torch.arange(len(slots), dtype=torch.int32, device=slots.device)
            sources.append(source)
        return sources
