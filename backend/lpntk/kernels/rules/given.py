"""Gradients that a pass gives as they are, of parameters that operations take past their layers."""

from __future__ import annotations

from torch import Tensor, nn

from lpntk.kernels.rules.base import Call, Extent, PlainRule


class GivenRule(PlainRule):
    """The call's gradient is the parameter's own, (B, numbers)."""

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        numbers = call.gradient.shape[1]
        return Extent(1, 1, numbers, numbers, factorable=False)

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        out.copy_(call.gradient)
