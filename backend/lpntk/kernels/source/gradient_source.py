"""A model and samples that were looked at once, ready to give gradients batch by batch."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lpntk.devices import choose_device, in_type_of
from lpntk.domain import LABEL_VECTORS, InputError, LabelVector, OnBadGradient, require_one_of
from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.capture import Capture, capture
from lpntk.kernels.passes.label_vectors import label_vectors
from lpntk.kernels.passes.modes import evaluation, exact_arithmetic
from lpntk.kernels.passes.transfer import upload
from lpntk.kernels.passes.usable import require_usable
from lpntk.kernels.rules import Call
from lpntk.kernels.source.bad_samples import BadSamples
from lpntk.kernels.source.batch_size import samples_per_pass
from lpntk.kernels.source.samples import Samples
from lpntk.kernels.survey.survey import Survey, survey


@dataclass(frozen=True, eq=False)
class Gradients:
    """What one forward and backward pass gave for a batch.

    Attributes
    ----------
    rows
        Which samples.
    calls
        The calls of the watched layers and operations, from which the rules make the gradients of parameters.
    fallback
        By name, the gradients (B, n) of the parameters for which these do not do.
    """

    rows: Sequence[int]
    calls: Mapping[nn.Module, Sequence[Call]]
    fallback: Mapping[str, Tensor]


class GradientSource:
    """Gives the gradients of K^(-1/2) s(y) . z(x), the features phi: one pass a sample.

    A context manager: within, the model is in evaluation mode and on the device; on exit it is as it was.

    Parameters
    ----------
    model
        Returns logits (N, K).
    dataset
        Map-style, giving (tensor, int label) and maybe more, or a dict of the two, the same at every reading;
        a pair of arrays (inputs, labels); or a DataLoader that gives such a data set in its order.
    label_vector
        "sign", "centred", "residual" or "pntk".
    device
        None is the model's own; "auto" is CUDA where there is one.
    indices
        (N,) int64: by what numbers to call the samples in messages; by default their rows.
    parameters
        A regular expression: the kernel is taken over the parameters in whose name it is found. None is all.
    on_bad_gradient
        "stop" at a sample without a finite gradient, or "exclude" it.

    Attributes
    ----------
    survey
        What is known of the model.
    samples
        What is read.
    device
        Where everything is computed.

    Raises
    ------
    InputError
        If model, data and settings do not fit together; it says what and where.
    """

    def __init__(
        self,
        model: nn.Module,
        dataset: Any,
        label_vector: LabelVector = "sign",
        *,
        device: str | torch.device | None = None,
        indices: NDArray[np.int64] | None = None,
        parameters: str | None = None,
        on_bad_gradient: OnBadGradient = "stop",
    ) -> None:
        require_one_of(label_vector, LABEL_VECTORS, "label vector", field="label_vector")
        require_usable(model)
        self._model = model
        self._label_vector: LabelVector = label_vector
        self._stack = contextlib.ExitStack()
        self._entered = False
        self.device = choose_device(device, model)
        probed = Samples(dataset, indices)
        probed.require_repeatable()
        with evaluation(model, self.device), exact_arithmetic(self.device):
            self.survey: Survey = survey(model, self._probe(probed), len(probed), parameters)
        self.samples = Samples(dataset, indices, num_classes=self.survey.num_classes)
        self._bad = BadSamples(self.samples, on_bad_gradient)

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def num_classes(self) -> int:
        """K."""
        return self.survey.num_classes

    @property
    def excluded(self) -> NDArray[np.int64]:
        """The rows that were left out so far, ascending; all of them once every sample was computed."""
        return np.array(sorted(self._bad.excluded), dtype=np.int64)

    @property
    def without_rule(self) -> tuple[str, ...]:
        """The parameters whose gradients neither a layer rule nor an operation gives."""
        return self.survey.fallback_names

    def labels(self) -> NDArray[np.int64]:
        """(N,) int64; reads the samples that were not read yet."""
        return self.samples.labels()

    def samples_per_pass(self, budget: int, *, at_most: int | None) -> int:
        """How many samples go through the model at a time where passes may take so many bytes."""
        on_cpu = self.device.type == "cpu"
        return samples_per_pass(self.survey.pass_bytes, budget, at_most=at_most, on_cpu=on_cpu)

    def leave_out(
        self, rows: Sequence[int], bad: Sequence[int], is_finite: Callable[[int, Route], bool]
    ) -> list[int]:
        """Note which of some samples have no finite gradient; the positions of all that are left out.

        Parameters
        ----------
        rows
            Which samples.
        bad
            Positions in `rows` at which the gradient is not finite.
        is_finite
            Whether the gradient of one parameter is, at a position.

        Raises
        ------
        InputError
            If there is one that is not known yet, and that stops (it says which layer's gradient it is).
        """
        new = [at for at in bad if rows[at] not in self._bad.excluded]

        def what(place: int) -> str:
            names = (f"'{r.name}'" for r in self.survey.routes if not is_finite(new[place], r))
            where = next(names, "all layers together")
            return f"gradient of {{sample}} is NaN, infinite or too large for float32 in {where}"

        self._bad.leave_out([rows[at] for at in new], what)
        return [at for at, row in enumerate(rows) if row in self._bad.excluded]

    def __enter__(self) -> Self:
        self._stack.enter_context(evaluation(self._model, self.device))
        self._entered = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._entered = False
        self._stack.close()

    def batches(
        self, rows: Sequence[int], size: int, done: Callable[[int], None] = lambda count: None
    ) -> Iterator[Gradients]:
        """The gradients of some samples.

        Parameters
        ----------
        rows
            Which samples, in any order.
        size
            How many of them go through the model at a time.
        done
            Told after each batch how many of the samples are done.

        Raises
        ------
        InputError
            If a sample cannot be read, or the model goes another way through its layers than when it was
            looked at.
        """
        if not self._entered:
            raise RuntimeError("use it as a context manager: its model must be in evaluation mode")
        for first in range(0, len(rows), size):
            with exact_arithmetic(self.device):
                gradients = self._gradients(rows[first : first + size])
            yield gradients
            done(min(first + size, len(rows)))

    def _gradients(self, rows: Sequence[int]) -> Gradients:
        inputs, labels = self.samples.read(rows)
        inputs = in_type_of(self._model, upload(inputs, self.device))
        labels = upload(labels, self.device)

        def directions(logits: Tensor) -> Tensor:
            self._leave_out_by_logits(logits, rows)
            return label_vectors(self._label_vector, labels, logits) * logits.shape[1] ** -0.5

        captured = capture(self._model, self.survey.layers, inputs, directions, self.survey.plan)
        self._require_same_calls(captured, rows)
        fallback: dict[str, Tensor] = {}
        if self.survey.fallback:
            gradients = self.survey.fallback(inputs, directions(captured.logits))
            fallback = dict(zip(self.survey.fallback_names, gradients, strict=True))
        return Gradients(rows, captured.calls, fallback)

    def _leave_out_by_logits(self, logits: Tensor, rows: Sequence[int]) -> None:
        places = (~logits.isfinite().all(dim=1)).nonzero().flatten().tolist()
        bad = [rows[place] for place in places]
        self._bad.leave_out(bad, lambda place: "logits of {sample} are NaN or infinite")

    def _require_same_calls(self, captured: Capture, rows: Sequence[int]) -> None:
        """Refuse a model that calls its layers otherwise than when it was looked at."""
        for name, layer in self._model.named_modules():
            expected = self.survey.layers.get(layer)
            calls = len(captured.calls.get(layer, ()))
            if expected is not None and calls != expected:
                raise InputError(
                    f"Layer '{name}' is called {calls} times for {self.samples.describe(rows[0])} and "
                    f"{expected} times for others: the model's way through its layers must not depend on "
                    "the data.",
                    field="model",
                )

    def _probe(self, samples: Samples) -> Tensor:
        """A few samples from all over the data set, on the device."""
        rows = sorted({0, len(samples) // 2, len(samples) - 1})
        inputs, _ = samples.read(rows)
        return in_type_of(self._model, inputs.to(self.device))
