"""The features of some samples: the gradients of all parameters, laid out for products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor, nn

from lpntk.kernels.features.layer_gradients import Factored, LayerGradient, Written, prefer_factored
from lpntk.kernels.features.routes import Route
from lpntk.kernels.rules import Call


class FeatureLayout:
    """Where each parameter's gradient goes: a range of columns of one matrix, or two factors of its own.

    Parameters
    ----------
    routes
        One a parameter.
    samples
        N, over all pairs of which products will be taken: it decides which form is cheaper.

    Attributes
    ----------
    columns
        For each written-out parameter its columns of the matrix.
    factored
        The others.
    width
        How many columns the matrix has.
    numbers
        How many numbers a sample's features have in all.
    work
        How many multiply-adds a kernel value takes.
    """

    def __init__(self, routes: Sequence[Route], samples: int) -> None:
        written = [r for r in routes if not prefer_factored(r.extent, samples)]
        stops = list(accumulate(r.extent.written for r in written))
        self.columns = {
            r: slice(stop - r.extent.written, stop) for r, stop in zip(written, stops, strict=True)
        }
        self.factored = tuple(r for r in routes if r not in self.columns)
        self.width = stops[-1] if stops else 0
        self.numbers = self.width + sum(r.extent.factored for r in self.factored)
        self.work = self.width + sum(r.extent.positions * r.extent.factored for r in self.factored)

    def allocate(self, rows: int, device: torch.device) -> Features:
        """Room for the features of `rows` samples, not yet filled."""

        def room(*shape: int) -> Tensor:
            return torch.empty(rows, *shape, dtype=torch.float32, device=device)

        factors = {}
        for route in self.factored:
            positions, size = route.extent.positions, route.extent
            factors[route] = Factored(room(positions, size.fan_in), room(positions, size.fan_out))
        return Features(self, Written(room(self.width)), factors)


@dataclass(frozen=True, eq=False)
class Features:
    """The features of R samples: label vector and scale are in them, so kappa is their dot product.

    Attributes
    ----------
    layout
        Where each parameter's gradient is.
    written
        All written-out gradients, side by side.
    factors
        The others.
    norms
        (R,) float32: kappa of each sample with itself, where it is known already.
    """

    layout: FeatureLayout
    written: Written
    factors: Mapping[Route, Factored]
    norms: Tensor | None = None

    def __len__(self) -> int:
        return len(self.written.values)

    def fill(
        self,
        start: int,
        count: int,
        calls: Mapping[nn.Module, Sequence[Call]],
        fallback: Mapping[str, Tensor],
    ) -> None:
        """Put in the gradients of a batch, from row `start` on.

        Parameters
        ----------
        start, count
            The batch's first row, and how many it has.
        calls
            The calls of the pass over the batch, by layer.
        fallback
            By name, the gradients (B, n) of the parameters without a rule.
        """
        for route, columns in self.layout.columns.items():
            if route.rule is None:
                self.written.values[start : start + count, columns] = fallback[route.name]
            else:
                self._write(route, calls, slice(start, start + count), columns)
        for route, into in self.factors.items():
            _factor(route, calls, start, into)

    def _write(
        self, route: Route, calls: Mapping[nn.Module, Sequence[Call]], rows: slice, columns: slice
    ) -> None:
        assert route.rule is not None
        for number, (owner, call) in enumerate(route.calls(calls)):
            out = self.written.values[rows, columns]
            if number == 0:
                route.rule.write(owner.layer, owner.local_name, call, out)
            else:
                further = torch.empty_like(out, memory_format=torch.contiguous_format)
                route.rule.write(owner.layer, owner.local_name, call, further)
                out += further

    def clear(self, positions: Sequence[int]) -> None:
        """Set the features of some samples to zero."""
        if positions:
            self.written.values[positions] = 0
            for factored in self.factors.values():
                factored.a[positions] = 0
                factored.b[positions] = 0
            if self.norms is not None:
                self.norms[positions] = 0

    @property
    def device(self) -> torch.device:
        """Where they are."""
        return self.written.values.device

    def tensors(self) -> list[Tensor]:
        """All that is stored of the features, in an order fixed for the layout."""
        return [self.written.values, *(t for f in self.factors.values() for t in (f.a, f.b))]

    def select(self, positions: Tensor) -> Features:
        """A copy of some of the samples; positions (n,) int64."""
        factors = {r: Factored(f.a[positions], f.b[positions]) for r, f in self.factors.items()}
        return Features(self.layout, Written(self.written.values[positions]), factors)

    def part(self, start: int, stop: int) -> Features:
        """A view of some of the samples."""
        factors = {r: Factored(f.a[start:stop], f.b[start:stop]) for r, f in self.factors.items()}
        norms = None if self.norms is None else self.norms[start:stop]
        return Features(self.layout, Written(self.written.values[start:stop]), factors, norms)

    def pieces(self) -> list[LayerGradient]:
        """The parts whose products sum to kappa, the same for all features of one layout."""
        return [self.written, *self.factors.values()]

    def piece(self, route: Route) -> LayerGradient:
        """The gradient of one parameter."""
        if route in self.factors:
            return self.factors[route]
        return Written(self.written.values[:, self.layout.columns[route]])


def _factor(route: Route, calls: Mapping[nn.Module, Sequence[Call]], start: int, into: Factored) -> None:
    """Put the factors of all calls side by side along the positions."""
    assert route.rule is not None
    position = 0
    for owner, call in route.calls(calls):
        a, b = route.rule.factors(owner.layer, owner.local_name, call)
        rows, positions = slice(start, start + len(a)), slice(position, position + a.shape[1])
        into.a[rows, positions] = a
        into.b[rows, positions] = b
        position += a.shape[1]
