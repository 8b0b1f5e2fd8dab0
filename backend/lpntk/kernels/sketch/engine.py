"""The sketch of a data set, block by block."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.request import GIB
from lpntk.domain.sketch import SKETCH_WIDTH
from lpntk.kernels.exact.schedule import MAX_BLOCK
from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.sketch.projection import CHUNK_BYTES, Projection
from lpntk.kernels.source.gradient_source import Gradients, GradientSource

MIN_WIDTH, MAX_WIDTH = 16, 1 << 20


class SketchEngine:
    """Computes W numbers a sample whose dot products are the kernel, on average over seeds, in one pass.

    A context manager: within, the model is in evaluation mode and on the device; on exit it is as it was.
    Equal arguments give equal blocks, on a CPU to the bit; other batches and other devices change them by
    rounding only. A sample's numbers depend on nothing but itself, the model, the width and the seed.

    Parameters
    ----------
    source
        Model and samples; an attribute too.
    width
        W.
    seed
        Which of the random maps.
    batch_size
        The most samples that go through the model at a time, None for what its device is quick at; fewer
        where the budget asks for it.
    memory_budget
        Bytes for passes and intermediate results.

    Raises
    ------
    InputError
        If the width is out of bounds, or the budget is too small for the model; it says what would do.
    """

    def __init__(
        self,
        source: GradientSource,
        *,
        width: int = SKETCH_WIDTH,
        seed: int = 0,
        batch_size: int | None = None,
        memory_budget: int = 2 * GIB,
    ) -> None:
        if not MIN_WIDTH <= width <= MAX_WIDTH:
            raise InputError(
                f"sketch_width is {width}: it must be between {MIN_WIDTH} and {MAX_WIDTH}.",
                field="sketch_width",
            )
        self.source = source
        self.projection = Projection(source.survey.routes, width, seed, source.device)
        largest = max(route.extent.written for route in source.survey.routes)
        reserved = self.projection.nbytes + max(2 * CHUNK_BYTES, 2 * FLOAT_BYTES * largest)
        if memory_budget < reserved + source.survey.pass_bytes:
            needed = math.ceil((reserved + source.survey.pass_bytes) / (1 << 20))
            raise InputError(
                f"The memory budget of {memory_budget >> 20} MiB is too small to sketch this model's "
                f"gradients: give at least {needed} MiB.",
                field="memory_budget",
            )
        self._batch = source.samples_per_pass(memory_budget - reserved, at_most=batch_size)

    def __enter__(self) -> Self:
        self.source.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.source.__exit__(kind, error, traceback)

    @property
    def width(self) -> int:
        """W."""
        return self.projection.width

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """Ranges of rows (start, stop)."""
        return [
            (start, min(start + MAX_BLOCK, len(self.source)))
            for start in range(0, len(self.source), MAX_BLOCK)
        ]

    def compute(
        self, start: int, stop: int, done: Callable[[int], None] = lambda count: None
    ) -> NDArray[np.float32]:
        """(stop - start, W) float32: the sketches of some samples, zero where one is left out.

        Parameters
        ----------
        start, stop
            Which rows.
        done
            Told after each batch how many of them are done.

        Raises
        ------
        InputError
            If a sample cannot be read, or its gradient is not finite and that stops (it says which layer's).
        """
        out = np.empty((stop - start, self.width), dtype=np.float32)
        filled = 0
        for gradients in self.source.batches(range(start, stop), self._batch, done):
            with exact_arithmetic(self.source.device):
                sketch = self.projection(gradients)
                bad = (~sketch.square().sum(dim=1).isfinite()).nonzero().flatten().tolist()
                sketch[self.source.leave_out(gradients.rows, bad, partial(self._is_finite, gradients))] = 0
            out[filled : filled + len(sketch)] = sketch.numpy(force=True)
            filled += len(sketch)
        return out

    def _is_finite(self, gradients: Gradients, at: int, route: Route) -> bool:
        return bool(self.projection(gradients, [route])[at].square().sum().isfinite())
