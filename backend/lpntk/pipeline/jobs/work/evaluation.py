"""An evaluation: trainings on parts of the samples that are not there yet."""

from __future__ import annotations

from lpntk.pipeline.evaluation.run import evaluate
from lpntk.pipeline.stages.run import Run


def compute(run: Run) -> None:
    """Do what is left of an evaluation."""
    evaluate(run)
