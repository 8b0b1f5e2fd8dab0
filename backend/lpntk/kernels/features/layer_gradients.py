"""The gradients of some samples, layer by layer, in the form in which their products are cheapest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import torch
from torch import Tensor

from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.features.sums import accumulator, inner_products, squared_lengths
from lpntk.kernels.rules import Extent

# A product over pairs of positions is read back three times to be multiplied and summed; measured on a CPU,
# that takes as long as so many multiply-adds a number.
ELEMENTWISE_COST = 64
# Products over pairs of positions at a time, so that they stay in the processor's cache.
PAIR_BYTES = 4 << 20
# Factors that are copied to float64 at a time.
WIDE_BYTES = 16 << 20


Multiply: TypeAlias = Callable[[Tensor, Tensor], Tensor]
"""From (R, n) and (S, n) float32 to (R, S) float32: the dot products of rows with rows."""


class LayerGradient(Protocol):
    """The gradient of one or more parameters for R samples."""

    def add_products(self, other: LayerGradient, out: Tensor, multiply: Multiply = inner_products) -> None:
        """Add to `out` (R, S) the dot products of these R gradients with the S of `other`.

        What is written out is multiplied by `multiply`, factors always in float32: they are short.
        """
        ...

    def squared_norms(self) -> Tensor:
        """(R,) in the device's widest type: the dot product of each gradient with itself."""
        ...


@dataclass(frozen=True)
class Written:
    """Written-out gradients, those of several parameters side by side.

    Attributes
    ----------
    values
        (R, P) float32.
    """

    values: Tensor

    def add_products(self, other: LayerGradient, out: Tensor, multiply: Multiply = inner_products) -> None:
        assert isinstance(other, Written)
        out += multiply(self.values, other.values)

    def squared_norms(self) -> Tensor:
        return squared_lengths(self.values)


@dataclass(frozen=True)
class Factored:
    """The gradient of one weight as the sum over positions t of b_t a_t^T, never written out.

    The product of two is the sum over pairs of positions (t, u) of (a_t . a_u)(b_t . b_u).

    Attributes
    ----------
    a, b
        (R, T, fan_in) and (R, T, fan_out) float32.
    """

    a: Tensor
    b: Tensor

    def add_products(self, other: LayerGradient, out: Tensor, multiply: Multiply = inner_products) -> None:
        assert isinstance(other, Factored)
        if self.a.shape[1] == other.a.shape[1] == 1:
            out.addcmul_(
                inner_products(self.a[:, 0], other.a[:, 0]), inner_products(self.b[:, 0], other.b[:, 0])
            )
            return
        step = _samples_at_a_time(self.a.shape[1])
        for top in range(0, len(self.a), step):
            rows = slice(top, top + step)
            for left in range(0, len(other.a), step):
                columns = slice(left, left + step)
                out[rows, columns] += _sum_over_positions(
                    self.a[rows], other.a[columns], self.b[rows], other.b[columns]
                )

    def squared_norms(self) -> Tensor:
        if self.a.shape[1] == 1:
            return squared_lengths(self.a[:, 0]) * squared_lengths(self.b[:, 0])
        # Products over pairs of positions cancel each other: in float32 that would leave their rounding.
        wide = accumulator(self.a.device)
        step = max(1, WIDE_BYTES // (2 * FLOAT_BYTES * (self.a[0].numel() + self.b[0].numel())))
        parts = zip(self.a.split(step), self.b.split(step), strict=True)
        return torch.cat([_squared_norms_over_positions(a.to(wide), b.to(wide)) for a, b in parts])


def prefer_factored(extent: Extent, samples: int) -> bool:
    """Whether the products over all pairs of `samples` cost less in the factored form, by multiply-adds.

    Written out, a pair takes as many as the gradient has numbers; the work of writing out, which is done
    once a sample, is shared by its pairs. Factored, a pair takes T^2 (fan_in + fan_out).
    """
    if not extent.factorable:
        return False
    shared = 2 * extent.positions / samples
    per_position_pair = extent.fan_in + extent.fan_out
    if extent.positions > 1:
        per_position_pair += ELEMENTWISE_COST
    return extent.positions**2 * per_position_pair < extent.written * (1 + shared)


def _samples_at_a_time(positions: int) -> int:
    """How many rows and columns of a product over pairs of positions fit into PAIR_BYTES."""
    return max(1, int((PAIR_BYTES / 4) ** 0.5) // positions)


def _sum_over_positions(a: Tensor, a_other: Tensor, b: Tensor, b_other: Tensor) -> Tensor:
    """(r, s): the sum over t and u of (a_t . a_other_u)(b_t . b_other_u)."""
    product = inner_products(a.flatten(0, 1), a_other.flatten(0, 1))
    product.mul_(inner_products(b.flatten(0, 1), b_other.flatten(0, 1)))
    return product.view(len(a), a.shape[1], len(a_other), a_other.shape[1]).sum(dim=(1, 3))


def _squared_norms_over_positions(a: Tensor, b: Tensor) -> Tensor:
    """(r,): the sum over t and u of (a_t . a_u)(b_t . b_u)."""
    return (a @ a.transpose(1, 2)).mul_(b @ b.transpose(1, 2)).sum(dim=(1, 2))
