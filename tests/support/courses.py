"""What classifiers are taught in tests of experiments."""

from __future__ import annotations

import torch

from lpntk.learning.batches import Batches
from lpntk.learning.experiments.students import Course
from support.training import TrainingSample

CPU = torch.device("cpu")


def course_of(sample: TrainingSample, model: str = "mlp") -> Course:
    """The samples, and a small network that learns them quickly."""
    batches = Batches(sample.items, CPU)
    return Course(batches, torch.from_numpy(sample.labels), sample.architecture(model), CPU)
