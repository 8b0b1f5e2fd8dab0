"""An experiment: the units that it has not kept yet."""

from __future__ import annotations

from lpntk.pipeline.experiments.registry import experiment_of
from lpntk.pipeline.stages.run import Run


def compute(run: Run) -> None:
    """Compute what the experiment still lacks."""
    experiment_of(run.task["name"]).compute(run)
