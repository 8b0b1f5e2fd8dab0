"""Samples and a classifier that a request names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lpntk.datasets import modality_of, open_dataset, require_same_kind
from lpntk.devices import choose_device
from lpntk.domain import (
    AnalysisRequest,
    Architecture,
    Checkpoint,
    Dataset,
    Progress,
    TrainingTrace,
)
from lpntk.domain.normalisation import normalisation
from lpntk.domain.request import without_later
from lpntk.kernels.survey.parameters import chosen_parameters
from lpntk.learning import build_model, load_checkpoint, record_predictions, train
from lpntk.learning.class_order import with_order_note
from lpntk.learning.encoding import encoder_for
from lpntk.learning.names import factory_path
from lpntk.pipeline.material.contents import (
    file_digest,
    require_same,
    require_same_code,
    require_same_labels,
    weights_digest,
)
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.material.recorded import matched, recorded_in, with_trace
from lpntk.pipeline.requests import settled, test_data

if TYPE_CHECKING:
    import torch


class RequestedMaterial:
    """What a request names: a data set's files and a model's name."""

    def __init__(self, request: AnalysisRequest) -> None:
        self._request = request
        self._dataset: Dataset | None = None

    @cached_property
    def device(self) -> torch.device:
        """The device that is asked for. InputError if this machine has none."""
        return choose_device(self._request.device)

    @cached_property
    def _checkpoint_digest(self) -> str | None:
        return weights_digest(self._request.learning, "checkpoint")

    @cached_property
    def _start_digest(self) -> str | None:
        return weights_digest(self._request.learning, "start")

    @cached_property
    def _trace_digest(self) -> str | None:
        path = self._request.learning.trace
        return None if path is None else file_digest(Path(path), "trace")

    def open(self, progress: Progress) -> Dataset:
        """Read the samples."""
        if self._dataset is None:
            require_same_labels(self._request)
            self._dataset = open_dataset(self._request.data, seed=self._request.seed, progress=progress)
            self._request = settled(self._request, self._dataset.modality)
        return self._dataset

    def open_test(self, dataset: Dataset, progress: Progress) -> Dataset | None:
        """The test set, its images as large as those of the data set."""
        settings = test_data(self._request)
        if settings is None:
            return None
        if settings.image_size is None and dataset.modality == "images":
            height, width, _ = dataset.input_shape
            settings = replace(settings, image_size=height if height == width else None)
        with about_the_test_set():
            test = open_dataset(settings, seed=self._request.seed, progress=progress, like=dataset)
            require_same_kind(dataset, test)
        return test

    def checkpoint_key(self, analysis_id: int, dataset_identity: str) -> str:
        """All that training depends on. A person's own code may change, so its checkpoints are not shared."""
        learning = self._request.learning
        # Classifiers that were trained before there was a choice are found.
        trained_by = without_later(asdict(replace(learning, test=None)))
        parts: list[Any] = [dataset_identity, trained_by, self._request.seed, self.device.type]
        parts.append(self._request.extends)
        if self._checkpoint_digest is not None:
            parts.append(self._checkpoint_digest)
        if self._trace_digest is not None:
            parts.append(self._trace_digest)
        if self._start_digest is not None:
            parts.append(self._start_digest)
        if factory_path(learning.model) is not None:
            parts.append(analysis_id)
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def architecture(self, dataset: Dataset) -> Architecture:
        """The network that the request names, for these samples."""
        asked = self._request.learning.normalisation
        if asked is None or dataset.modality != "images":
            mean, std = modality_of(dataset.modality).statistics(dataset)
        else:
            mean, std = normalisation(asked, dataset.input_shape[-1])
        model, classes = self._request.learning.model, len(dataset.class_names)
        return Architecture(model, classes, dataset.input_shape, mean, std, dataset.modality)

    def learn(self, dataset: Dataset, progress: Progress) -> tuple[Checkpoint, TrainingTrace]:
        """Train with the request's settings, or load the checkpoint that it names."""
        require_same_code(self._request)
        require_same(self._request, "checkpoint", self._checkpoint_digest)
        settings = self._request.learning
        architecture = self.architecture(dataset)
        # A wrong name should not be found out only after the training.
        chosen_parameters(build_model(architecture), self._request.kernel.parameters)
        if settings.checkpoint is not None:
            return self._load(settings.checkpoint, dataset, architecture, progress)
        return self.train(dataset, progress, seed=self._request.seed)

    def _load(
        self, weights: str, dataset: Dataset, architecture: Architecture, progress: Progress
    ) -> tuple[Checkpoint, TrainingTrace]:
        """The weights of a file, and the record of their training where there is one."""
        trace = self._request.learning.trace
        require_same(self._request, "trace", self._trace_digest)
        # A wrong one should not be found out only after all samples are predicted.
        relabelled = self._request.data.labels is not None
        recorded = None if trace is None else matched(*recorded_in(trace), dataset, relabelled=relabelled)
        checkpoint, predicted = load_checkpoint(
            weights,
            self.tensors(dataset, architecture),
            dataset.labels,
            architecture,
            device=self.device,
            progress=progress,
        )
        checkpoint = with_order_note(checkpoint, predicted, dataset.labels, dataset.class_names)
        if recorded is None:
            return checkpoint, predicted
        return with_trace(checkpoint, predicted, dataset.labels, recorded)

    def train(
        self,
        dataset: Dataset,
        progress: Progress,
        *,
        seed: int,
        after_epoch: Callable[[int, torch.nn.Module], bool] | None = None,
    ) -> tuple[Checkpoint, TrainingTrace]:
        """Train with the request's settings, by this seed; see `lpntk.learning.train`."""
        require_same_code(self._request)
        require_same(self._request, "start", self._start_digest)
        architecture = self.architecture(dataset)
        return train(
            self.tensors(dataset, architecture),
            dataset.labels,
            architecture,
            self._request.learning,
            seed=seed,
            device=self.device,
            progress=progress,
            after_epoch=after_epoch,
        )

    def predict(
        self, checkpoint: Checkpoint, dataset: Dataset, progress: Progress
    ) -> tuple[Checkpoint, TrainingTrace]:
        """What the checkpoint says of the samples, as a trace of one epoch."""
        predicted, trace = record_predictions(
            self.classifier(checkpoint),
            self.tensors(dataset, checkpoint.architecture),
            dataset.labels,
            checkpoint.architecture,
            device=self.device,
            progress=progress,
        )
        return replace(predicted, notes=checkpoint.notes), trace

    def classifier(self, checkpoint: Checkpoint) -> torch.nn.Module:
        """The architecture with the checkpoint's weights."""
        require_same_code(self._request)
        return build_model(checkpoint.architecture, checkpoint.weights)

    def tensors(self, dataset: Dataset, architecture: Architecture) -> Any:
        """Inputs as the architecture wants them: normalised, or as its tokens."""
        encode = encoder_for(architecture)
        return modality_of(dataset.modality).tensors(dataset, architecture, encode)
