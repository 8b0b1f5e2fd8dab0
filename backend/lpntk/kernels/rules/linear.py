"""torch.nn.Linear over any number of positions."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lpntk.kernels.rules.base import Call, Extent, PlainRule


class LinearRule(PlainRule):
    """The weight's gradient is the sum over positions t of b_t a_t^T; the bias's is the sum of b_t."""

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        a, b = _positions(call.input), _positions(call.gradient)
        if parameter == "bias":
            return Extent(b.shape[1], 1, b.shape[2], b.shape[2], factorable=False)
        return Extent(a.shape[1], a.shape[2], b.shape[2], a.shape[2] * b.shape[2], factorable=True)

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        b = _positions(call.gradient)
        if parameter == "bias":
            out.copy_(b.sum(dim=1))
            return
        a = _positions(call.input)
        place = out.unflatten(1, (b.shape[2], a.shape[2]))
        if a.dtype == b.dtype == out.dtype:
            torch.bmm(b.transpose(1, 2), a, out=place)
        else:
            place.copy_(torch.bmm(b.transpose(1, 2), a))

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        return _positions(call.input), _positions(call.gradient)


def _positions(values: Tensor) -> Tensor:
    """(B, *, n) as (B, T, n)."""
    return values.reshape(values.shape[0], -1, values.shape[-1])
