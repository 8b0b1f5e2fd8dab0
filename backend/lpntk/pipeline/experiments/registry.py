"""All experiments, in the order in which they are offered."""

from __future__ import annotations

from lpntk.domain import require_one_of
from lpntk.pipeline.experiments.base import Experiment
from lpntk.pipeline.experiments.cluster_tail import CLUSTER_TAIL
from lpntk.pipeline.experiments.difficulty_company import DIFFICULTY_COMPANY
from lpntk.pipeline.experiments.difficulty_size import DIFFICULTY_SIZE
from lpntk.pipeline.experiments.forgetting import FORGETTING
from lpntk.pipeline.experiments.kernel_over_training import KERNEL_OVER_TRAINING

EXPERIMENTS: dict[str, Experiment] = {
    one.name: one
    for one in (DIFFICULTY_SIZE, DIFFICULTY_COMPANY, FORGETTING, CLUSTER_TAIL, KERNEL_OVER_TRAINING)
}


def experiment_of(name: str) -> Experiment:
    """The experiment of that name. InputError if there is none."""
    return EXPERIMENTS[require_one_of(name, EXPERIMENTS, "experiment", field="name")]
