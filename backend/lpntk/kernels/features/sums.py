"""Sums over long rows of float32 numbers that lose nothing worth speaking of.

Numbers that are added one by one in float32 lose what the sum has outgrown: a few thousandths at ten million,
most where they are alike, as the gradients of one class are. Here rows are summed a piece at a time, and the
pieces in float64, without a float64 copy of what is summed.
"""

from __future__ import annotations

import torch
from torch import Tensor

# How many numbers of a row are summed in float32. A product of shorter pieces is 15 % slower on a CPU, and
# hardly nearer to float64. A GPU splits a sum among its threads, and is slow where there is little to split.
SQUARES_CPU, PRODUCTS_CPU, PIECE = 1 << 11, 1 << 13, 1 << 14
# Rows whose squares are in memory at a time.
ROWS = 512


def squared_lengths(values: Tensor) -> Tensor:
    """(R,) float64 (float32 where the device has no float64): the sum of squares of each row.

    Parameters
    ----------
    values
        (R, n) floating.
    """
    return torch.cat([_squared_lengths(rows) for rows in values.split(ROWS)])


def inner_products(rows: Tensor, columns: Tensor) -> Tensor:
    """(R, S) of the dtype of both: the dot products of rows with rows.

    Parameters
    ----------
    rows, columns
        (R, n) and (S, n) floating.
    """
    size = PRODUCTS_CPU if rows.device.type == "cpu" else PIECE
    if rows.shape[1] <= size:
        return rows @ columns.T
    total = torch.zeros(len(rows), len(columns), dtype=accumulator(rows.device), device=rows.device)
    for mine, theirs in zip(rows.split(size, dim=1), columns.split(size, dim=1), strict=True):
        total += mine @ theirs.T
    return total.to(rows.dtype)


def accumulator(device: torch.device) -> torch.dtype:
    """The widest type that a device computes in."""
    return torch.float32 if device.type == "mps" else torch.float64


def _squared_lengths(rows: Tensor) -> Tensor:
    total = torch.zeros(len(rows), dtype=accumulator(rows.device), device=rows.device)
    size = SQUARES_CPU if rows.device.type == "cpu" else PIECE
    for piece in rows.split(size, dim=1):
        # torch.sum adds in pairs, where torch.linalg.vector_norm adds one by one.
        total += piece.square().sum(dim=1)
    return total
