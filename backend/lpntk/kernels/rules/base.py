"""What a layer rule is: how the gradient of each of a layer's parameters follows from one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

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
    others, named
        What else the layer was called with.
    inner
        The calls of layers within the layer, by what the rule calls them: from the pass where the layer was
        run apart, else worked out of this call once.
    """

    input: Tensor
    gradient: Tensor
    others: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    inner: dict[str, Call] = field(default_factory=dict)


@dataclass(frozen=True)
class Apart:
    """A layer run as the layers within it.

    Attributes
    ----------
    output
        What the layer returns.
    inner
        By what the rule calls them, what went into each layer within, and what came out of it, in the graph.
    """

    output: Any
    inner: Mapping[str, tuple[Tensor, Tensor]]


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

    def adopts(self, module: nn.Module) -> Mapping[str, nn.Parameter]:
        """Parameters of layers within this one that only it reads, by what the rule calls them."""
        ...

    def takes(self, module: nn.Module, call: Call, samples: int) -> bool:
        """Whether the call is one of a batch of so many samples, in the shape that the rule expects."""
        ...

    def runs_apart(self, module: nn.Module) -> bool:
        """Whether `apart` may run the layer in the place of its `forward`."""
        ...

    def apart(self, module: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Apart | None:
        """What the layer gives for some arguments, by layers within it that can be watched.

        None where it must be run as it is.
        """
        ...

    def part(self, module: nn.Module, call: Call, rows: slice) -> Call:
        """The call as if it had been made for some of the samples only."""
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


class PlainRule:
    """What most rules have in common: the layer reads its own parameters only, and the batch comes first."""

    def fits(self, module: nn.Module) -> bool:
        return True

    def adopts(self, module: nn.Module) -> Mapping[str, nn.Parameter]:
        return {}

    def takes(self, module: nn.Module, call: Call, samples: int) -> bool:
        return len(call.input) == len(call.gradient) == samples and self.expects(call)

    def expects(self, call: Call) -> bool:
        """Whether the call's tensors have as many axes as the rule expects."""
        return call.input.dim() >= 2

    def runs_apart(self, module: nn.Module) -> bool:
        return False

    def apart(self, module: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Apart | None:
        return None

    def part(self, module: nn.Module, call: Call, rows: slice) -> Call:
        return replace(call, input=call.input[rows], gradient=call.gradient[rows], inner={})

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        raise NotImplementedError("the extent says that it cannot be factored")
