"""What goes into chosen layers while a model runs, and where in the graph their outputs are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.graph import GradientEdge, get_gradient_edge
from torch.utils._pytree import tree_map_only

from lpntk.kernels.rules import Call, LayerRule, find_rule

Place = tuple[GradientEdge | None, torch.Size]
"""Where in the graph a tensor is, and its shape; None where no gradient reaches it."""


class LayerWatch:
    """The calls of a pass: each layer with its input and the place of its output in the autograd graph.

    The place is kept, not the output: a later operation that changes the output in place (ReLU with
    inplace=True, `out += x`) moves the tensor object to another place in the graph, but not this one.
    """

    def __init__(self) -> None:
        self._seen: list[_Seen] = []
        self._inner: dict[nn.Module, dict[str, tuple[Tensor, Place]]] = {}

    @contextlib.contextmanager
    def watching(self, layer: nn.Module, *, as_it_is: bool = False) -> Iterator[None]:
        """Watch `layer`; before any other hook, since those may replace its output.

        Where its rule knows how, the layer is run as the layers within it, unless it must run `as_it_is`.
        """
        rule = find_rule(layer)
        apart = rule is not None and rule.runs_apart(layer) and not as_it_is
        handle = layer.register_forward_hook(self._record, prepend=True, with_kwargs=True)
        if apart:
            assert rule is not None
            layer.forward = self._running_apart(layer, rule)
        try:
            yield
        finally:
            handle.remove()
            if apart:
                del layer.forward

    @property
    def places(self) -> list[Place]:
        """Where in the graph the outputs are, of the layers and of those within them."""
        return [place for seen in self._seen for place in seen.places]

    def calls(self, gradients: Iterator[Tensor]) -> dict[nn.Module, list[Call]]:
        """Each layer's inputs with the gradients at its outputs, which come in the order of `places`."""
        calls: dict[nn.Module, list[Call]] = {}
        for seen in self._seen:
            calls.setdefault(seen.layer, []).append(seen.call(gradients))
        return calls

    def _running_apart(self, layer: nn.Module, rule: LayerRule) -> Any:
        """What is called in the place of the layer's `forward`."""
        as_it_is = layer.forward

        def forward(*args: Any, **kwargs: Any) -> Any:
            self._inner.pop(layer, None)
            apart = rule.apart(layer, args, kwargs)
            if apart is None:
                return as_it_is(*args, **kwargs)
            self._inner[layer] = {
                name: (given.detach(), _place(result)) for name, (given, result) in apart.inner.items()
            }
            return apart.output

        return forward

    def _record(self, layer: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> Any:
        # Layers that return more than one tensor, such as attention, return what goes on first.
        result, *more = output if isinstance(output, tuple) else (output,)
        replaced = None
        if result._is_view():
            # Changing a view in place rebuilds the graph below it, and the place would be lost. Nobody else
            # has what this is a view of, so that it need not be copied.
            result = torch.ops.aten._unsafe_view(result, result.shape)
            replaced = (result, *more) if isinstance(output, tuple) else result
        given = _Given.of(args, kwargs)
        self._seen.append(_Seen(layer, given, _place(result), self._inner.pop(layer, {})))
        return replaced


@dataclass(frozen=True)
class _Given:
    """What a layer was called with, cut off from the graph."""

    first: Tensor
    others: tuple[Any, ...]
    named: dict[str, Any]

    @classmethod
    def of(cls, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Given:
        names = ("input", "query")
        values = list(args) or [next(kwargs[name] for name in names if name in kwargs)]
        first, *others = tree_map_only(Tensor, Tensor.detach, values)
        named = {name: value for name, value in kwargs.items() if args or name not in names}
        return cls(first, tuple(others), tree_map_only(Tensor, Tensor.detach, named))


@dataclass(frozen=True)
class _Seen:
    """A call of a layer, with the inputs and places of the layers within it where it was run as those."""

    layer: nn.Module
    given: _Given
    place: Place
    inner: Mapping[str, tuple[Tensor, Place]]

    @property
    def places(self) -> list[Place]:
        """The layer's own place, then those within it."""
        return [self.place, *(place for _, place in self.inner.values())]

    def call(self, gradients: Iterator[Tensor]) -> Call:
        """The call, with the gradients at `places`."""
        own = next(gradients)
        inner = {name: Call(given, next(gradients)) for name, (given, _) in self.inner.items()}
        return Call(self.given.first, own, self.given.others, self.given.named, inner)


def _place(tensor: Tensor) -> Place:
    # No gradient reaches what was computed under torch.no_grad().
    return (get_gradient_edge(tensor) if tensor.requires_grad else None), tensor.shape
