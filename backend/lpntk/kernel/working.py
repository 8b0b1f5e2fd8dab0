"""What the exact engine and the sketch's have in common: they work on the gradients of one source."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lpntk.kernel.gradient_source import GradientSource


class Working:
    """A context manager: within, the source's model is in evaluation mode and on the device.

    Parameters
    ----------
    source
        Model and samples.
    """

    def __init__(self, source: GradientSource) -> None:
        self._source = source

    @property
    def size(self) -> int:
        """N."""
        return len(self._source)

    @property
    def num_classes(self) -> int:
        """K."""
        return self._source.num_classes

    @property
    def excluded(self) -> NDArray[np.int64]:
        """The rows that were left out so far, ascending; all of them once every sample was computed."""
        return np.array(sorted(self._source.bad.excluded), dtype=np.int64)

    @property
    def without_rule(self) -> tuple[str, ...]:
        """The parameters whose gradients no layer rule gives."""
        return self._source.survey.fallback_names

    def labels(self) -> NDArray[np.int64]:
        """(N,) int64; reads the samples that were not read yet."""
        return self._source.samples.labels()

    def __enter__(self) -> Self:
        self._source.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._source.__exit__(kind, error, traceback)
