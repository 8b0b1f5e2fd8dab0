"""The features of ranges of samples, every one of them finite."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from lpntk.kernel.features import FeatureLayout, Features
from lpntk.kernel.gradient_source import GradientSource
from lpntk.kernel.gram import squared_norms
from lpntk.kernel.session import exact_arithmetic


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
            bad: Tensor = (~squared_norms(features).isfinite()).nonzero().flatten()
        excluded = self._gradients.bad.excluded
        positions = [at for at in bad.tolist() if rows[at] not in excluded]

        def what(place: int) -> str:
            at = positions[place]
            where = self._where(features.part(at, at + 1))
            return f"gradient of {{sample}} is NaN, infinite or too large for float32 in {where}"

        self._gradients.bad.leave_out([rows[at] for at in positions], what)
        features.clear([at for at, row in enumerate(rows) if row in excluded])
        return features

    def _where(self, one: Features) -> str:
        """The first layer whose gradient is not finite."""
        for route in self._gradients.survey.routes:
            if not one.piece(route).squared_norms().isfinite().all():
                return f"'{route.name}'"
        return "all layers together"
