"""A model and a data set that a person holds in memory, as the material of an analysis."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lpntk.datasets import require_same_kind
from lpntk.datasets.known import known_of
from lpntk.devices import choose_device, in_type_of
from lpntk.domain import Architecture, Checkpoint, Dataset, InputError, Progress, TrainingTrace, silent
from lpntk.domain.words import printable
from lpntk.kernels.passes.capture import run
from lpntk.kernels.passes.modes import evaluation
from lpntk.kernels.passes.usable import require_usable
from lpntk.kernels.source.samples import Samples
from lpntk.learning import record_predictions
from lpntk.learning.class_order import with_order_note
from lpntk.learning.code import class_digest
from lpntk.learning.recording.loaders import original_indices
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.material.recorded import Recorded, matched, recorded_in, with_trace

_READ_AT_ONCE = 256
_ALL_EQUAL = "All samples have the same values: check the data set, since nothing can be learnt from it."


class GivenMaterial:
    """The model and samples that `lpntk.analyse` is given. The model is left as it was found.

    Parameters
    ----------
    model
        Returns logits (N, K).
    dataset
        Map-style, giving (tensor, int label); or a pair of tensors (inputs, labels): see `Samples`.
    name
        What to call the data set.
    class_names
        K names; None for those that the data set has in `classes`, else "0", "1", ….
    device
        None is the model's own.
    test
        Samples to test the model on, as `dataset`.
    trace
        What was recorded of the model's training: a file, or arrays in the order of the samples.

    Raises
    ------
    InputError
        If model, data and names do not fit together; it says what and where.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        dataset: Any,
        *,
        name: str,
        class_names: Sequence[str] | None = None,
        device: str | torch.device | None = None,
        test: Any = None,
        trace: str | Path | TrainingTrace | None = None,
    ) -> None:
        self._model, self._given, self._name = model, dataset, name
        require_usable(model)
        self.device = choose_device(device, model)
        classes = self._count_classes(Samples(dataset))
        self._samples = Samples(dataset, num_classes=classes)
        self._samples.require_repeatable()
        known = known_of(dataset)
        self._class_names = _names(class_names, known.class_names, classes)
        self._locations = known.paths if known.paths and len(known.paths) == len(self._samples) else None
        self._dataset: Dataset | None = None
        self._trace = trace
        self._recorded: Recorded | None = None
        self._test: GivenMaterial | None = None
        if test is not None:
            with about_the_test_set():
                self._test = GivenMaterial(
                    model, test, name="test", class_names=self._class_names, device=device
                )

    def open(self, progress: Progress = silent) -> Dataset:
        """Read every sample once: its label, and what the fingerprint and the pictures need."""
        if self._dataset is None:
            self._dataset = self._read(progress)
            self._recorded = self._recording_of(self._dataset)
        return self._dataset

    def open_test(self, dataset: Dataset, progress: Progress) -> Dataset | None:
        """The test set, if one is given."""
        if self._test is None:
            return None
        with about_the_test_set():
            test = self._test.open(progress)
            require_same_kind(dataset, test)
        return test

    def checkpoint_key(self, analysis_id: int, dataset_identity: str) -> str:
        """Data, weights and the code of the model's classes; not of functions that these call."""
        parts = ["given", dataset_identity, class_digest(self._model), self._weights_digest()]
        if self._recorded is not None:
            parts.append(_digest_of(self._recorded.trace))
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def learn(self, dataset: Dataset, progress: Progress) -> tuple[Checkpoint, TrainingTrace]:
        """What the model predicts as it is, with the record of its training where one was given."""
        checkpoint, predicted = self._predict(dataset, progress)
        checkpoint = with_order_note(checkpoint, predicted, dataset.labels, dataset.class_names)
        if self._recorded is None:
            return checkpoint, predicted
        return with_trace(checkpoint, predicted, dataset.labels, self._recorded)

    def _predict(self, dataset: Dataset, progress: Progress) -> tuple[Checkpoint, TrainingTrace]:
        architecture = Architecture(
            type(self._model).__name__, len(dataset.class_names), dataset.input_shape, mean=(), std=()
        )
        with evaluation(self._model, self.device):
            return record_predictions(
                self._model,
                self.tensors(dataset, architecture),
                dataset.labels,
                architecture,
                device=self.device,
                progress=progress,
            )

    def predict(
        self, checkpoint: Checkpoint, dataset: Dataset, progress: Progress
    ) -> tuple[Checkpoint, TrainingTrace]:
        """What the model predicts as it is: there is no other classifier."""
        return self._predict(dataset, progress)

    def classifier(self, checkpoint: Checkpoint) -> torch.nn.Module:
        """The model itself."""
        return self._model

    def tensors(self, dataset: Dataset, architecture: Architecture) -> Any:
        """The samples themselves."""
        if self._test is not None and dataset is self._test.open():
            return self._test.tensors(dataset, architecture)
        return _ByRow(self._samples)

    def _count_classes(self, samples: Samples) -> int:
        """K, from the logits of the first sample."""
        inputs, _ = samples.read([0])
        with evaluation(self._model, self.device), torch.no_grad():
            return run(self._model, in_type_of(self._model, inputs.to(self.device))).shape[1]

    def _read(self, progress: Progress) -> Dataset:
        digest = _Digest()
        low, high = math.inf, -math.inf
        first: NDArray[Any] | None = None
        all_equal = True
        for inputs, done in _batches(self._samples):
            values = _numbers(inputs)
            first = values[0].copy() if first is None else first
            all_equal = all_equal and bool((values == first).all())
            digest.add(values)
            low, high = min(low, float(values.min())), max(high, float(values.max()))
            progress(done, len(self._samples))
        labels = self._samples.labels()
        pictures = _Pictures(self._samples, low, high)
        height, width, channels = pictures[0].shape
        return Dataset(
            name=self._name,
            split="",
            inputs=pictures,
            labels=labels,
            indices=np.arange(len(labels)),
            class_names=self._class_names,
            input_shape=(height, width, channels),
            fingerprint=digest.end(labels, self._class_names),
            locations=self._locations,
            notes=(_ALL_EQUAL,) if all_equal else (),
            original_size=len(labels),
        )

    def _recording_of(self, dataset: Dataset) -> Recorded | None:
        """What was recorded of these samples; of a subset by what it is a subset of."""
        if self._trace is None:
            return None
        if isinstance(self._trace, TrainingTrace):
            found, held_out = matched(*recorded_in(self._trace), dataset), self._trace.validation
            if len(self._trace.probabilities[0]) != len(dataset) or np.shape(held_out) != (len(dataset),):
                raise InputError(
                    f"The trace is of {len(self._trace.probabilities[0]):,} samples, {len(held_out):,} of "
                    f"them marked as held out or not, where the data set has {len(dataset):,}: bring all.",
                    field="trace",
                )
            held_out = found.trace.validation | np.asarray(held_out, np.bool_)
            return replace(found, trace=replace(found.trace, validation=held_out))
        return matched(*recorded_in(self._trace), dataset, indices=original_indices(self._given))

    def _weights_digest(self) -> str:
        digest = hashlib.sha256()
        for name, value in sorted(self._model.state_dict().items()):
            digest.update(json.dumps([name, str(value.dtype), list(value.shape)]).encode())
            digest.update(value.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().data)
        return digest.hexdigest()


class _Digest:
    """Over the values of all samples, then their shape, class names and labels."""

    def __init__(self) -> None:
        self._digest, self._shape = hashlib.sha256(), ()

    def add(self, values: NDArray[Any]) -> None:
        """The next samples."""
        self._digest.update(np.ascontiguousarray(values).data)
        self._shape = values.shape[1:]

    def end(self, labels: NDArray[np.int64], class_names: Sequence[str]) -> str:
        """The fingerprint."""
        self._digest.update(json.dumps([self._shape, list(class_names), labels.tolist()]).encode())
        return self._digest.hexdigest()


def given_fingerprint(dataset: Any, class_names: Sequence[str]) -> str:
    """The fingerprint of samples as `lpntk.analyse` takes them; each is read. InputError."""
    samples, digest = Samples(dataset), _Digest()
    for inputs, _ in _batches(samples):
        digest.add(_numbers(inputs))
    return digest.end(samples.labels(), class_names)


def _batches(samples: Samples) -> Iterator[tuple[Tensor, int]]:
    """Inputs, and how many are read with them."""
    size = len(samples)
    for start in range(0, size, _READ_AT_ONCE):
        stop = min(start + _READ_AT_ONCE, size)
        yield samples.read(range(start, stop))[0], stop


def _digest_of(trace: TrainingTrace) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(trace.probabilities).data)
    digest.update(trace.validation.tobytes())
    return digest.hexdigest()


class _ByRow:
    """The samples as a map-style data set, several rows at a time where that is asked for."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        return self.__getitems__([row])[0]

    def __getitems__(self, rows: Sequence[int]) -> list[tuple[Tensor, int]]:
        inputs, labels = self._samples.read(rows)
        return list(zip(inputs.unbind(), labels.tolist(), strict=True))


class _Pictures:
    """The inputs as images: the span from `low` to `high` is spread over 0 .. 255."""

    def __init__(self, samples: Samples, low: float, high: float) -> None:
        self._samples, self._low, self._span = samples, low, max(high - low, 1e-12)

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, row: int, /) -> NDArray[np.uint8]:
        values = _numbers(self._samples.read([row])[0])[0].astype(np.float64)
        return np.round((_as_image(values) - self._low) / self._span * 255).astype(np.uint8)


def _numbers(inputs: Tensor) -> NDArray[Any]:
    """Inputs as an array, of those types too that NumPy does not have."""
    return (inputs.float() if inputs.dtype == torch.bfloat16 else inputs).numpy(force=True)


def _as_image(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(H, W, 1 or 3): channels first or none as they are, anything else as a square of its numbers."""
    if values.ndim == 3 and values.shape[0] in (1, 3):
        return values.transpose(1, 2, 0)
    if values.ndim == 2:
        return values[:, :, None]
    side = math.ceil(math.sqrt(values.size))
    square = np.full(side * side, values.min())
    square[: values.size] = values.ravel()
    return square.reshape(side, side, 1)


def _names(given: Sequence[str] | None, known: Sequence[str] | None, classes: int) -> tuple[str, ...]:
    """The names that are given, else those of the data set, whose classes may be the model's first ones."""
    if given is None:
        numbers = tuple(map(str, range(classes)))
        return numbers if known is None or len(known) > classes else (*known, *numbers[len(known) :])
    if len(given) != classes:
        raise InputError(
            f"There are {len(given)} class names, but the model has {classes} classes: give one each.",
            field="class_names",
        )
    return tuple(map(printable, given))
