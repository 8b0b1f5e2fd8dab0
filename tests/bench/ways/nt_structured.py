"""neural-tangents' structured derivatives (Novak, Sohl-Dickstein, Schoenholz, ICML 2022), in JAX: LeNet.

Two ways to the same values: the K x K blocks, signed and summed; and the 1 x 1 kernel of the scalar
K^(-1/2) s . z(x), samples and signs packed into one array, so that the library sees one batch axis. Both by
blocks of rows, in some sizes; the fastest is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from itertools import pairwise, product

import jax
import jax.numpy as jnp
import neural_tangents as nt
import numpy as np
from jax import lax

from bench.clock import timed
from bench.exchange import Case, Found, Settings

Kernel = Callable[[jax.Array, jax.Array, dict[str, jax.Array]], jax.Array]

# The way, and the largest side of a tile.
CANDIDATES = (("blocks", 10), *(("scalar", side) for side in (200, 400, 800, 1600, 2000, 4000)))
IMPLEMENTATION = nt.NtkImplementation.STRUCTURED_DERIVATIVES
NHWC = ("NHWC", "HWIO", "NHWC")


def measure(case: Case, settings: Settings) -> Found:
    """The upper triangle by tiles; compilation is not counted."""
    images = np.ascontiguousarray(case.inputs.transpose(0, 2, 3, 1))
    packed = jnp.asarray(np.concatenate([case.signs(), images.reshape(len(images), -1)], axis=1))
    ways = {
        name: jax.jit(make(images.shape[1:], case.classes))
        for name, make in (("blocks", _by_blocks), ("scalar", _scalar))
    }
    candidates = sorted({(name, min(side, len(packed))) for name, side in CANDIDATES})
    kernels = [TiledKernel(ways[name], _parameters(case), packed, side) for name, side in candidates]
    expected = [kernel.expected_seconds() for kernel in kernels]
    chosen = int(np.argmin(expected))
    kernels[chosen].compile()
    seconds, matrix = timed(kernels[chosen].matrix)
    tried = [f"{name} by {side} {s:,.1f} s" for (name, side), s in zip(candidates, expected, strict=True)]
    name, side = candidates[chosen]
    return Found(
        seconds,
        matrix,
        notes=f"{name} by {side}; expected were " + ", ".join(tried),
        versions={name: version(name) for name in ("jax", "jaxlib", "neural-tangents")},
    )


class TiledKernel:
    """The matrix by tiles of about equal sides, on and above the diagonal, and their mirror images."""

    def __init__(
        self, kernel: Kernel, parameters: dict[str, jax.Array], packed: jax.Array, side: int
    ) -> None:
        self._kernel, self._parameters = kernel, parameters
        self._parts = [jnp.asarray(part) for part in np.array_split(packed, -(-len(packed) // side))]
        self._edges = np.cumsum([0, *map(len, self._parts)])
        self._compiled: dict[tuple[int, int], Kernel] = {}

    def compile(self) -> None:
        """Compile the tiles of all shapes."""
        by_length = {len(part): part for part in self._parts}.values()
        for rows, columns in product(by_length, by_length):
            self._compile(rows, columns)

    def expected_seconds(self) -> float:
        """For all tiles, from the second run of the first."""
        self._tile(0, 0)
        return timed(lambda: self._tile(0, 0))[0] * len(self._parts) * (len(self._parts) + 1) / 2

    def matrix(self) -> np.ndarray:
        """(N, N)."""
        out = np.empty((self._edges[-1], self._edges[-1]), dtype=np.float32)
        ranges = [slice(start, stop) for start, stop in pairwise(self._edges)]
        for i, rows in enumerate(ranges):
            for j, columns in enumerate(ranges[i:], start=i):
                out[rows, columns] = self._tile(i, j)
                out[columns, rows] = out[rows, columns].T
        return out

    def _tile(self, i: int, j: int) -> np.ndarray:
        rows, columns = self._parts[i], self._parts[j]
        return np.asarray(self._compile(rows, columns)(rows, columns, self._parameters))

    def _compile(self, rows: jax.Array, columns: jax.Array) -> Kernel:
        shape = len(rows), len(columns)
        if shape not in self._compiled:
            self._compiled[shape] = self._kernel.lower(rows, columns, self._parameters).compile()
        return self._compiled[shape]


def _by_blocks(shape: tuple[int, ...], classes: int) -> Kernel:
    ntk = nt.empirical_ntk_fn(_logits, trace_axes=(), vmap_axes=0, implementation=IMPLEMENTATION)

    def kernel(rows: jax.Array, columns: jax.Array, parameters: dict[str, jax.Array]) -> jax.Array:
        (s, x), (t, y) = (_unpack(part, shape, classes) for part in (rows, columns))
        return jnp.einsum("ijkl,ik,jl->ij", ntk(x, y, parameters), s, t) / classes

    return kernel


def _scalar(shape: tuple[int, ...], classes: int) -> Kernel:
    def scalar(parameters: dict[str, jax.Array], packed: jax.Array) -> jax.Array:
        signs, images = _unpack(packed, shape, classes)
        return (_logits(parameters, images) * signs).sum(axis=1, keepdims=True) / classes**0.5

    ntk = nt.empirical_ntk_fn(scalar, trace_axes=(), vmap_axes=0, implementation=IMPLEMENTATION)
    return lambda rows, columns, parameters: ntk(rows, columns, parameters)[..., 0, 0]


def _unpack(packed: jax.Array, shape: tuple[int, ...], classes: int) -> tuple[jax.Array, jax.Array]:
    return packed[:, :classes], packed[:, classes:].reshape(-1, *shape)


def _logits(parameters: dict[str, jax.Array], images: jax.Array) -> jax.Array:
    """LeNet in evaluation mode."""
    x = images
    for name in ("conv1", "conv2"):
        x = lax.conv_general_dilated(x, parameters[f"{name}.weight"], (1, 1), "VALID", dimension_numbers=NHWC)
        x = jnp.maximum(x + parameters[f"{name}.bias"], 0)
    x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    x = x.reshape(len(x), -1) @ parameters["fc1.weight"] + parameters["fc1.bias"]
    return jnp.maximum(x, 0) @ parameters["fc2.weight"] + parameters["fc2.bias"]


def _parameters(case: Case) -> dict[str, jax.Array]:
    """PyTorch's weights, with channels last."""
    found = dict(case.weights)
    for name in ("conv1.weight", "conv2.weight"):
        found[name] = found[name].transpose(2, 3, 1, 0)
    channels, side = found["conv2.weight"].shape[-1], (case.inputs.shape[-1] - 4) // 2
    hidden = found["fc1.weight"].reshape(-1, channels, side, side)
    found["fc1.weight"] = hidden.transpose(2, 3, 1, 0).reshape(-1, len(hidden))
    found["fc2.weight"] = found["fc2.weight"].T
    return {name: jnp.asarray(values) for name, values in found.items()}
