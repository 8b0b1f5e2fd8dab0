"""The gradients of some samples, layer by layer, in the form in which their products are cheapest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from lpntk.kernels.rules import Extent

# A product over pairs of positions is read back three times to be multiplied and summed; measured on a CPU,
# that takes as long as so many multiply-adds a number.
ELEMENTWISE_COST = 64
# Products over pairs of positions at a time, so that they stay in the processor's cache.
PAIR_BYTES = 4 << 20


class LayerGradient(Protocol):
    """The gradient of one or more parameters for R samples."""

    def add_products(self, other: LayerGradient, out: Tensor) -> None:
        """Add to `out` (R, S) the dot products of these R gradients with the S of `other`."""
        ...

    def squared_norms(self) -> Tensor:
        """(R,): the dot product of each gradient with itself."""
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

    def add_products(self, other: LayerGradient, out: Tensor) -> None:
        assert isinstance(other, Written)
        out.addmm_(self.values, other.values.T)

    def squared_norms(self) -> Tensor:
        return torch.linalg.vector_norm(self.values, dim=1).square_()


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

    def add_products(self, other: LayerGradient, out: Tensor) -> None:
        assert isinstance(other, Factored)
        if self.a.shape[1] == other.a.shape[1] == 1:
            out.addcmul_(self.a[:, 0] @ other.a[:, 0].T, self.b[:, 0] @ other.b[:, 0].T)
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
        step = _samples_at_a_time(self.a.shape[1]) ** 2
        parts = zip(self.a.split(step), self.b.split(step), strict=True)
        products = [(a @ a.transpose(1, 2)).mul_(b @ b.transpose(1, 2)) for a, b in parts]
        return torch.cat([p.sum(dim=(1, 2)) for p in products])


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
    product = a.flatten(0, 1) @ a_other.flatten(0, 1).T
    product.mul_(b.flatten(0, 1) @ b_other.flatten(0, 1).T)
    return product.view(len(a), a.shape[1], len(a_other), a_other.shape[1]).sum(dim=(1, 3))
