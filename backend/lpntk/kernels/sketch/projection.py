"""The seeded linear map from a sample's gradient to W numbers, each parameter in the form that costs less."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.features.routes import Route
from lpntk.kernels.rules import Call, Extent, LayerRule
from lpntk.kernels.sketch.hashing import CountSketch
from lpntk.kernels.source.gradient_source import Gradients

# Measured on a CPU in multiply-adds of a matrix product: adding one number to its slot, a Fourier transform
# of W numbers for each of W log2 W, and the product of two such transforms for each of W.
SLOT_COST, TRANSFORM_COST, CONVOLUTION_COST = 40, 8, 24
# Intermediate numbers at a time: on a CPU few enough to stay in its cache.
CHUNK_BYTES = 8 << 20


class Sketcher(Protocol):
    """Adds the sketch of one parameter's gradient to what there is."""

    nbytes: int

    def add(self, gradients: Gradients, out: Tensor, spectrum: Tensor) -> None:
        """Add to `out` (B, W), or in the Fourier domain to `spectrum` (B, W // 2 + 1)."""
        ...


class Projection:
    """Sketches of gradients: S phi for a seeded random linear S, with E[S phi . S psi] = phi . psi.

    All parameters are added into the same W numbers, each by hashes of its own, so that the products between
    different parameters have mean zero.

    A gradient that is a sum of b_t a_t^T over positions t, and is dear to write out, is sketched from its
    factors: count sketches of a_t and of b_t are convolved, by a product in the Fourier domain (Pagh,
    "Compressed matrix multiplication", TOCT 2013; Pham and Pagh, "Fast and scalable polynomial kernels via
    explicit feature maps", KDD 2013). Coordinate (i, j) then lies in slot h(i) + g(j) mod W with sign
    s(i) r(j). With independent slots the variance of a product of a b^T and a' b'^T with cosines alpha and
    beta has, besides (1 + alpha^2 beta^2) / W, terms (alpha^2 + beta^2 + 2 alpha^2 beta^2) / W from
    coordinates that share i or j and meet in the other: large for inputs that are alike. Slots that are dealt
    out have no such meetings while a and b have at most W numbers each, so those terms vanish.

    Parameters
    ----------
    routes
        One a parameter.
    width
        W.
    seed
        With the parameters' names, what S depends on.
    device
        Where gradients are.
    """

    def __init__(self, routes: Sequence[Route], width: int, seed: int, device: torch.device) -> None:
        self.width = width
        self._device = device

        def draw(length: int, name: str) -> CountSketch:
            return CountSketch.draw(length, width, seed, name, device)

        self._sketchers: dict[Route, Sketcher] = {
            route: _Factored(route, draw)
            if is_cheaper_factored(route.extent, width)
            else _Written(route, draw)
            for route in routes
        }

    @property
    def factored(self) -> tuple[str, ...]:
        """The parameters that are sketched from their factors."""
        return tuple(r.name for r, sketcher in self._sketchers.items() if isinstance(sketcher, _Factored))

    @property
    def nbytes(self) -> int:
        """Bytes of the hashes."""
        return sum(sketcher.nbytes for sketcher in self._sketchers.values())

    def __call__(self, gradients: Gradients, routes: Sequence[Route] | None = None) -> Tensor:
        """(B, W) float32: the sketches of a batch, of all parameters or of some.

        A sample's does not depend on which others are in the batch.
        """
        size = len(gradients.rows)
        out = torch.zeros(size, self.width, dtype=torch.float32, device=self._device)
        spectrum = torch.zeros(size, self.width // 2 + 1, dtype=torch.complex64, device=self._device)
        for route in self._sketchers if routes is None else routes:
            self._sketchers[route].add(gradients, out, spectrum)
        return out.add_(torch.fft.irfft(spectrum, n=self.width))


def is_cheaper_factored(extent: Extent, width: int) -> bool:
    """Whether sketching a gradient from its factors costs less than writing it out."""
    if not extent.factorable:
        return False
    written = extent.written * (extent.positions + SLOT_COST)
    transforms = 2 * TRANSFORM_COST * width * math.log2(width)
    position = SLOT_COST * (extent.fan_in + extent.fan_out) + transforms + CONVOLUTION_COST * width
    return extent.positions * position < written


@dataclass
class _Written:
    """Writes the gradient out, some samples at a time."""

    route: Route
    draw: Callable[[int, str], CountSketch]

    def __post_init__(self) -> None:
        self._hash = self.draw(self.route.extent.written, self.route.name)
        self.nbytes = self._hash.nbytes

    def add(self, gradients: Gradients, out: Tensor, spectrum: Tensor) -> None:
        rule = self.route.rule
        if rule is None:
            self._hash.add(gradients.fallback[self.route.name].float(), out)
            return
        numbers = self.route.extent.written
        for owner, call in self.route.calls(gradients.calls):
            for part, rows in _parts(rule, owner.layer, call, len(gradients.rows), numbers):
                written = torch.empty(len(part.input), numbers, dtype=torch.float32, device=out.device)
                rule.write(owner.layer, owner.local_name, part, written)
                self._hash.add(written, out[rows])


@dataclass
class _Factored:
    """Convolves the sketches of the factors."""

    route: Route
    draw: Callable[[int, str], CountSketch]

    def __post_init__(self) -> None:
        extent = self.route.extent
        self._inner = self.draw(extent.fan_in, f"{self.route.name}/a")
        self._outer = self.draw(extent.fan_out, f"{self.route.name}/b")
        self.nbytes = self._inner.nbytes + self._outer.nbytes

    def add(self, gradients: Gradients, out: Tensor, spectrum: Tensor) -> None:
        rule, extent = self.route.rule, self.route.extent
        assert rule is not None
        # Two sketches and their transforms, and the product of these.
        numbers = extent.factored + 5 * extent.positions * self._inner.width
        for owner, call in self.route.calls(gradients.calls):
            for part, rows in _parts(rule, owner.layer, call, len(gradients.rows), numbers):
                a, b = rule.factors(owner.layer, owner.local_name, part)
                product = _transform(self._inner, a).mul_(_transform(self._outer, b))
                spectrum[rows] += product.sum(dim=1)


def _transform(sketch: CountSketch, factor: Tensor) -> Tensor:
    """(R, T, W // 2 + 1) complex64: the Fourier transforms of the sketches of `factor` (R, T, n)."""
    values = factor.flatten(0, 1).float()
    out = values.new_zeros(len(values), sketch.width)
    sketch.add(values, out)
    return torch.fft.rfft(out).unflatten(0, factor.shape[:2])


def _parts(
    rule: LayerRule, layer: nn.Module, call: Call, samples: int, numbers: int
) -> Iterator[tuple[Call, slice]]:
    """A call in parts of as many samples as may take `numbers` float32 each; at least one."""
    step = max(1, CHUNK_BYTES // (FLOAT_BYTES * numbers))
    if step >= samples:
        yield call, slice(0, samples)
        return
    for start in range(0, samples, step):
        rows = slice(start, start + step)
        yield rule.part(layer, call, rows), rows
