"""The sketch of a data set, block by block."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.request import GIB
from lpntk.domain.sketch import SKETCH_WIDTH
from lpntk.kernel.gradient_source import Gradients, GradientSource
from lpntk.kernel.plan import MAX_BLOCK
from lpntk.kernel.session import exact_arithmetic
from lpntk.kernel.sketch.batches import samples_per_pass
from lpntk.kernel.sketch.projection import CHUNK_BYTES, FLOAT_BYTES, Projection
from lpntk.kernel.working import Working

MIN_WIDTH, MAX_WIDTH = 16, 1 << 20


class SketchEngine(Working):
    """Computes W numbers a sample whose dot products are the kernel, on average over seeds, in one pass.

    A context manager: within, the model is in evaluation mode and on the device; on exit it is as it was.
    Equal arguments give equal blocks, on a CPU to the bit; other batches and other devices change them by
    rounding only. A sample's numbers depend on nothing but itself, the model, the width and the seed.

    Parameters
    ----------
    source
        Model and samples.
    width
        W.
    seed
        Which of the random maps.
    batch_size
        The most samples that go through the model at a time; fewer where the budget asks for it.
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
        batch_size: int = 256,
        memory_budget: int = 2 * GIB,
    ) -> None:
        if not MIN_WIDTH <= width <= MAX_WIDTH:
            raise InputError(
                f"sketch_width is {width}: it must be between {MIN_WIDTH} and {MAX_WIDTH}.",
                field="sketch_width",
            )
        super().__init__(source)
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
        self._batch = samples_per_pass(source, batch_size, memory_budget - reserved)

    @property
    def width(self) -> int:
        """W."""
        return self.projection.width

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """Ranges of rows (start, stop)."""
        return [(start, min(start + MAX_BLOCK, self.size)) for start in range(0, self.size, MAX_BLOCK)]

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
        for gradients in self._source.batches(range(start, stop), self._batch, done):
            with exact_arithmetic(self._source.device):
                sketch = self.projection(gradients)
                finite = sketch.square().sum(dim=1).isfinite()
                self._leave_out(gradients, (~finite).nonzero().flatten().tolist())
                sketch[[at for at, row in enumerate(gradients.rows) if row in self._source.bad.excluded]] = 0
            out[filled : filled + len(sketch)] = sketch.numpy(force=True)
            filled += len(sketch)
        return out

    def _leave_out(self, gradients: Gradients, bad: Sequence[int]) -> None:
        """Note which samples of a batch have no finite sketch."""
        known = self._source.bad.excluded
        places = [at for at in bad if gradients.rows[at] not in known]

        def what(place: int) -> str:
            where = self._where(gradients, places[place])
            return f"gradient of {{sample}} is NaN, infinite or too large for float32 in {where}"

        self._source.bad.leave_out([gradients.rows[at] for at in places], what)

    def _where(self, gradients: Gradients, at: int) -> str:
        """The first layer whose gradient is not finite."""
        for route in self._source.survey.routes:
            if not self.projection(gradients, [route])[at].square().sum().isfinite():
                return f"'{route.name}'"
        return "all layers together"
