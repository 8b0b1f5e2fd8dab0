"""Dot products of features: blocks of the kernel matrix."""

from __future__ import annotations

import torch
from torch import Tensor

from lpntk.kernels.features.features import Features
from lpntk.kernels.features.layer_gradients import Multiply
from lpntk.kernels.features.sums import inner_products

# Rows at a time on the diagonal, where only the upper half is computed: fewer would make products too thin to
# run at full speed, more would compute much of the lower half.
DIAGONAL_STEP, DIAGONAL_PARTS = 128, 8


def products(rows: Features, columns: Features, multiply: Multiply = inner_products) -> Tensor:
    """(R, S) float32: kappa between the samples of `rows` and those of `columns`.

    Parameters
    ----------
    multiply
        How what is written out is multiplied.
    """
    out = rows.written.values.new_zeros(len(rows), len(columns))
    for mine, theirs in zip(rows.pieces(), columns.pieces(), strict=True):
        mine.add_products(theirs, out, multiply)
    return out


def squared_norms(features: Features) -> Tensor:
    """(R,) float32: kappa of each sample with itself."""
    if features.norms is not None:
        return features.norms
    return torch.stack([piece.squared_norms() for piece in features.pieces()]).sum(dim=0).float()


def own_products(features: Features, multiply: Multiply = inner_products) -> Tensor:
    """(R, R) float32: kappa among these samples, symmetric to the bit, `squared_norms` on its diagonal."""
    size = len(features)
    out = features.written.values.new_empty(size, size)
    step = max(DIAGONAL_STEP, size // DIAGONAL_PARTS)
    for start in range(0, size, step):
        stop = min(start + step, size)
        out[start:stop, start:] = products(features.part(start, stop), features.part(start, size), multiply)
    upper = out.triu(1)
    out = upper + upper.T
    out.diagonal().copy_(squared_norms(features))
    return out
