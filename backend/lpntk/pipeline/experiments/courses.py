"""What an experiment trains on: the samples of an analysis, as its classifier takes them. Brings torch."""

from __future__ import annotations

import torch

from lpntk.domain import Architecture, Dataset
from lpntk.learning.batches import Batches
from lpntk.learning.experiments.students import Course
from lpntk.learning.recipes import recipe_for
from lpntk.pipeline.stages.run import Run
from lpntk.store import checkpoints


def course_of(run: Run) -> tuple[Dataset, Course]:
    """The samples, and what a fresh classifier is taught with them."""
    dataset = run.dataset(run.progress("reading", "samples"))
    architecture = architecture_of(run)
    batches = Batches(run.material.tensors(dataset, architecture), run.material.device)
    labels = torch.from_numpy(dataset.labels)
    return dataset, Course(batches, labels, architecture, run.material.device)


def architecture_of(run: Run) -> Architecture:
    """The analysis's network."""
    with run.database.reading() as session:
        return checkpoints.get(session, run.checkpoint_id).architecture


def learning_rate_of(run: Run) -> float:
    """The analysis's, or the highest of the model's recipe."""
    learning = run.request.learning
    return learning.learning_rate or recipe_for(learning.model).learning_rate
