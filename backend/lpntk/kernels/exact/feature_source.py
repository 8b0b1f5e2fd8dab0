"""The features of ranges of samples, every one of them finite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lpntk.kernels.features.features import FeatureLayout, Features
from lpntk.kernels.features.products import squared_norms
from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.source.gradient_source import GradientSource


class FeatureSource:
    """Computes features from gradients and looks that they are finite.

    Parameters
    ----------
    gradients
        Where they come from; samples that it leaves out have features of zero.
    layout
        Where each gradient goes.
    batch
        How many samples go through the model at a time.
    """

    def __init__(self, gradients: GradientSource, layout: FeatureLayout, *, batch: int) -> None:
        self._gradients = gradients
        self._layout = layout
        self._batch = batch

    def compute(self, rows: Sequence[int], done: Callable[[int], None] = lambda count: None) -> Features:
        """The features of some samples; `done` is told after each batch how many of them are done.

        Raises
        ------
        InputError
            If a sample cannot be read, or its gradient is not finite and that stops (it says which layer's).
        """
        with exact_arithmetic(self._gradients.device):
            features = self._layout.allocate(len(rows), self._gradients.device)
            filled = 0
            for batch in self._gradients.batches(rows, self._batch, done):
                features.fill(filled, len(batch.rows), batch.calls, batch.fallback)
                filled += len(batch.rows)
            # Kept, since the diagonal asks for them and each pass over features takes a while.
            features = replace(features, norms=squared_norms(features))
            bad = (~squared_norms(features).isfinite()).nonzero().flatten().tolist()

        def is_finite(at: int, route: Route) -> bool:
            # Too large for float32 counts as not finite, as it does in their sum.
            return bool(features.part(at, at + 1).piece(route).squared_norms().float().isfinite().all())

        features.clear(self._gradients.leave_out(rows, bad, is_finite))
        return features
