"""What the stages work on: samples and a classifier, wherever they come from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lpntk.datasets import SOURCES, as_torch_dataset, channel_statistics, open_dataset
from lpntk.devices import choose_device
from lpntk.domain import (
    AnalysisRequest,
    Architecture,
    Checkpoint,
    Dataset,
    InputError,
    Progress,
    TrainingTrace,
)
from lpntk.kernels.survey.parameters import chosen_parameters
from lpntk.learning import build_model, load_checkpoint, record_predictions, train

if TYPE_CHECKING:
    import torch


class Material(Protocol):
    """Samples and a classifier. Nothing is computed twice by one object; all of it can be had again."""

    @property
    def device(self) -> torch.device:
        """Where tensors are computed."""
        ...

    def open(self, progress: Progress) -> Dataset:
        """The samples; told how many are read. InputError if they cannot be."""
        ...

    def checkpoint_key(self, analysis_id: int, dataset_identity: str) -> str:
        """What the checkpoint depends on: analyses with equal keys share it."""
        ...

    def learn(self, dataset: Dataset, progress: Progress) -> tuple[Checkpoint, TrainingTrace]:
        """Train or load the classifier; told how many epochs are done."""
        ...

    def predict(
        self, checkpoint: Checkpoint, dataset: Dataset, progress: Progress
    ) -> tuple[Checkpoint, TrainingTrace]:
        """The classifier as it is, and what it says of the samples; told how many batches are done."""
        ...

    def classifier(self, checkpoint: Checkpoint) -> torch.nn.Module:
        """The classifier with the checkpoint's weights, in evaluation mode."""
        ...

    def tensors(self, dataset: Dataset, architecture: Architecture) -> Any:
        """A map-style torch data set of (tensor, label) by row, as the classifier takes them."""
        ...


class RequestedMaterial:
    """What a request names: a data set's files and a model's name."""

    def __init__(self, request: AnalysisRequest) -> None:
        self._request = request
        self._dataset: Dataset | None = None

    @cached_property
    def device(self) -> torch.device:
        """The device that is asked for. InputError if this machine has none."""
        return choose_device(self._request.device)

    def open(self, progress: Progress) -> Dataset:
        """Read the samples."""
        if self._dataset is None:
            self._dataset = open_dataset(self._request.data, seed=self._request.seed, progress=progress)
        return self._dataset

    def checkpoint_key(self, analysis_id: int, dataset_identity: str) -> str:
        """All that training depends on. A person's own code may change, so its checkpoints are not shared."""
        learning = self._request.learning
        parts: list[Any] = [dataset_identity, asdict(learning), self._request.seed, self.device.type]
        parts.append(self._request.extends)
        if learning.checkpoint is not None:
            parts.append(_file_digest(Path(learning.checkpoint)))
        if ":" in learning.model and not learning.model.startswith("torchvision:"):
            parts.append(analysis_id)
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def architecture(self, dataset: Dataset) -> Architecture:
        """The network that the request names, for these samples."""
        mean, std = channel_statistics(dataset)
        model = self._request.learning.model
        return Architecture(model, len(dataset.class_names), dataset.image_shape, mean, std)

    def learn(self, dataset: Dataset, progress: Progress) -> tuple[Checkpoint, TrainingTrace]:
        """Train with the request's settings, or load the checkpoint that it names."""
        settings = self._request.learning
        architecture = self.architecture(dataset)
        # A wrong name should not be found out only after the training.
        chosen_parameters(build_model(architecture), self._request.kernel.parameters)
        data = self.tensors(dataset, architecture)
        if settings.checkpoint is not None:
            return load_checkpoint(
                settings.checkpoint,
                data,
                dataset.labels,
                architecture,
                device=self.device,
                progress=progress,
            )
        return train(
            data,
            dataset.labels,
            architecture,
            settings,
            seed=self._request.seed,
            device=self.device,
            progress=progress,
        )

    def predict(
        self, checkpoint: Checkpoint, dataset: Dataset, progress: Progress
    ) -> tuple[Checkpoint, TrainingTrace]:
        """What the checkpoint says of the samples, as a trace of one epoch."""
        return record_predictions(
            self.classifier(checkpoint),
            self.tensors(dataset, checkpoint.architecture),
            dataset.labels,
            checkpoint.architecture,
            device=self.device,
            progress=progress,
        )

    def classifier(self, checkpoint: Checkpoint) -> torch.nn.Module:
        """The architecture with the checkpoint's weights."""
        return build_model(checkpoint.architecture, checkpoint.weights)

    def tensors(self, dataset: Dataset, architecture: Architecture) -> Any:
        """Pixels normalised as the architecture wants them."""
        return as_torch_dataset(dataset, architecture.mean, architecture.std)


def is_path(source: str) -> bool:
    """Whether a request's source is a folder or file rather than the name of a data set."""
    return source not in SOURCES


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"The checkpoint {path} cannot be read ({error.strerror}): check the path.", field="checkpoint"
        ) from None
