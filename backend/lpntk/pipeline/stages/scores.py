"""The scores stage: what is known of how each sample is learnt, one number a sample and score."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.pipeline.stages.run import Run


def score_samples(run: Run) -> None:
    """Compute every score and store it as a column."""
    with run.writing() as session:
        run.complete(session, Stage.SCORES)
