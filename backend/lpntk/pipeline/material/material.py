"""What the stages work on: samples and a classifier, wherever they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from lpntk.domain import Architecture, Checkpoint, Dataset, Progress, TrainingTrace

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

    def open_test(self, dataset: Dataset, progress: Progress) -> Dataset | None:
        """The samples to test on, of the same kind as those analysed; None if there are none. InputError."""
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
