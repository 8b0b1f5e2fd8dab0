"""Which way the gradient of each parameter is found, and the room that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import nn

from lpntk.kernels.rules import Call, Extent, LayerRule


@dataclass(frozen=True)
class Owner:
    """A layer that holds a parameter, and what it calls it."""

    layer: nn.Module
    local_name: str


@dataclass(frozen=True)
class Route:
    """How one parameter's gradient is found.

    Attributes
    ----------
    name
        The parameter's name in the model.
    extent
        The size of its gradient for one sample.
    rule
        None where it comes from the fallback.
    owners
        The layers that hold it, more than one where it is shared.
    """

    name: str
    extent: Extent
    rule: LayerRule | None = None
    owners: tuple[Owner, ...] = ()

    def calls(self, calls: Mapping[nn.Module, Sequence[Call]]) -> list[tuple[Owner, Call]]:
        """The calls that took this parameter, each with the layer that made it."""
        return [(owner, call) for owner in self.owners for call in calls.get(owner.layer, ())]
