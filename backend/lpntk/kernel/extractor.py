"""From samples to features, batch by batch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from lpntk.domain import InputError, LabelVector
from lpntk.kernel.capture import Capture, capture
from lpntk.kernel.features import FeatureLayout, Features
from lpntk.kernel.gram import squared_norms
from lpntk.kernel.label_vectors import label_vectors
from lpntk.kernel.samples import Samples
from lpntk.kernel.survey import Survey


class FeatureExtractor:
    """Computes the features of ranges of samples: one forward and one backward pass a sample.

    Parameters
    ----------
    model
        In evaluation mode and on `device` whenever `compute` is called.
    survey
        What is known of it.
    layout
        Where each gradient goes.
    samples
        What to read.
    label_vector
        Which scalar of the logits is differentiated: K^(-1/2) s . z, by DESIGN's feature phi.
    device
        Where to compute.
    batch
        How many samples at a time.
    """

    def __init__(
        self,
        model: nn.Module,
        survey: Survey,
        layout: FeatureLayout,
        samples: Samples,
        label_vector: LabelVector,
        *,
        device: torch.device,
        batch: int,
    ) -> None:
        self._model = model
        self._survey = survey
        self._layout = layout
        self._samples = samples
        self._label_vector = label_vector
        self._device = device
        self._batch = batch
        self._dtype = next(model.parameters()).dtype

    @property
    def num_classes(self) -> int:
        """K."""
        return self._survey.num_classes

    def compute(self, start: int, stop: int, done: Callable[[int], None]) -> Features:
        """The features of rows start .. stop-1.

        Parameters
        ----------
        start, stop
            Which rows.
        done
            Called with a row before which everything is done.

        Raises
        ------
        InputError
            If a sample cannot be read, or its logits or gradient are not finite (it says which layer's).
        """
        features = self._layout.allocate(stop - start, self._device)
        for first in range(start, stop, self._batch):
            rows = range(first, min(first + self._batch, stop))
            self._fill(features, first - start, rows)
            done(rows.stop)
        self._require_finite(features, start)
        return features

    def _fill(self, features: Features, position: int, rows: range) -> None:
        inputs, labels = self._samples.read(rows)
        inputs = inputs.to(self._device, self._dtype if inputs.is_floating_point() else None)
        labels = labels.to(self._device)

        def directions(logits: Tensor) -> Tensor:
            self._require_finite_logits(logits, rows)
            return label_vectors(self._label_vector, labels, logits) * logits.shape[1] ** -0.5

        captured = capture(self._model, self._survey.layers, inputs, directions)
        self._require_same_calls(captured, rows)
        by_name: dict[str, Tensor] = {}
        if self._survey.fallback:
            gradients = self._survey.fallback(inputs, directions(captured.logits))
            by_name = dict(zip(self._survey.fallback_names, gradients, strict=True))
        features.fill(position, captured.calls, by_name)

    def _require_same_calls(self, captured: Capture, rows: range) -> None:
        """Refuse a model that calls its layers otherwise than when it was looked at."""
        for name, layer in self._model.named_modules():
            expected = self._survey.layers.get(layer)
            calls = len(captured.calls.get(layer, ()))
            if expected is not None and calls != expected:
                raise InputError(
                    f"Layer '{name}' is called {calls} times for {self._samples.describe(rows[0])} and "
                    f"{expected} times for others: the model's way through its layers must not depend on "
                    "the data.",
                    field="model",
                )

    def _require_finite_logits(self, logits: Tensor, rows: range) -> None:
        bad = (~logits.isfinite().all(dim=1)).nonzero()
        if len(bad):
            raise InputError(
                f"The logits of {self._samples.describe(rows[int(bad[0])])} are NaN or infinite: check the "
                "model's weights and that this sample is scaled like the others.",
                field="model",
            )

    def _require_finite(self, features: Features, start: int) -> None:
        """Refuse a sample whose gradient has no finite norm, naming the layer."""
        bad = (~squared_norms(features).isfinite()).nonzero()
        if not len(bad):
            return
        position = int(bad[0])
        one = features.part(position, position + 1)
        names = [r.name for r in self._survey.routes if not one.piece(r).squared_norms().isfinite().all()]
        raise InputError(
            f"The gradient of {self._samples.describe(start + position)} is NaN, infinite or too large for "
            f"float32 in '{names[0] if names else 'all layers together'}': leave this sample out, or check "
            "the model's weights there.",
            field="model",
        )
