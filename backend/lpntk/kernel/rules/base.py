"""What a layer rule is: how the gradient of each of a layer's parameters follows from one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor, nn


@dataclass(frozen=True)
class Call:
    """One call of a layer within a forward pass over B samples.

    Attributes
    ----------
    input
        (B, ...): what went in.
    gradient
        (B, ...): the gradient of each sample's scalar at what came out.
    """

    input: Tensor
    gradient: Tensor


@dataclass(frozen=True)
class Extent:
    """The size of one parameter's gradient for one sample, which is the sum of b_t a_t^T over positions t.

    Attributes
    ----------
    positions
        T, over all calls in one forward pass.
    fan_in, fan_out
        The lengths of a_t and b_t.
    written
        How many numbers the gradient has when it is written out.
    factorable
        Whether the rule gives a and b apart.
    """

    positions: int
    fan_in: int
    fan_out: int
    written: int
    factorable: bool

    @property
    def factored(self) -> int:
        """How many numbers a and b have together."""
        return self.positions * (self.fan_in + self.fan_out)


class LayerRule(Protocol):
    """How one type of layer takes part; a parameter that several layers share needs one rule for all."""

    def fits(self, module: nn.Module) -> bool:
        """Whether the layer's settings are among those that the rule is right for."""
        ...

    def takes(self, call: Call) -> bool:
        """Whether the call's tensors have the batch first and as many axes as the rule expects."""
        ...

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        """The size of the gradient of `module.<parameter>` that one call gives."""
        ...

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        """Fill `out` (B, written), float32, with the written-out gradient, in an order fixed for the rule."""
        ...

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        """a (B, T, fan_in) and b (B, T, fan_out); only where the extent says factorable."""
        ...
