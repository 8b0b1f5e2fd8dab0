"""The evidence stage: what the others say of each sample's label."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.pipeline.stages.run import Run


def weigh_evidence(run: Run) -> None:
    """Leave each sample out, in closed form."""
    with run.writing() as session:
        run.complete(session, Stage.EVIDENCE)
