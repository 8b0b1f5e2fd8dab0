"""What an experiment trains on: the samples of an analysis, as its classifier takes them. Brings torch."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import nn

from lpntk.domain import Architecture, Checkpoint, Dataset
from lpntk.learning.batches import Batches
from lpntk.learning.experiments.students import Course
from lpntk.learning.recipes import recipe_for
from lpntk.learning.weights import write_weights
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.stages.run import Run
from lpntk.store import checkpoints


def course_of(run: Run) -> tuple[Dataset, Course]:
    """The samples, and what a fresh classifier is taught with them."""
    dataset = run.dataset(run.progress("reading", "samples"))
    architecture = architecture_of(run)
    batches = Batches(run.material.tensors(dataset, architecture), run.material.device)
    labels = torch.from_numpy(dataset.labels)
    start = run.request.learning.start
    return dataset, Course(batches, labels, architecture, run.material.device, start)


def architecture_of(run: Run) -> Architecture:
    """The analysis's network."""
    with run.database.reading() as session:
        return checkpoints.get(session, run.checkpoint_id).architecture


def trained(
    run: Run,
    dataset: Dataset,
    seed: int,
    epochs: Collection[int],
    *,
    stage: str = "training",
    whole: bool = True,
) -> tuple[dict[int, bytes], Checkpoint]:
    """The weights after some epochs of a training with the analysis's settings, and its best checkpoint.

    Where it need not be the whole training it ends after the last of the epochs.
    """
    material = run.material
    assert isinstance(material, RequestedMaterial), "tasks on what was given in memory are refused"
    weights: dict[int, bytes] = {}

    def keep(epoch: int, model: nn.Module) -> bool:
        if epoch in epochs:
            weights[epoch] = write_weights(model)
        return not whole and len(weights) == len(epochs)

    best, _ = material.train(dataset, run.progress(stage, "batches"), seed=seed, after_epoch=keep)
    return weights, best


def learning_rate_of(run: Run) -> float:
    """The analysis's, or the highest of the model's recipe."""
    learning = run.request.learning
    return learning.learning_rate or recipe_for(learning.model).learning_rate
