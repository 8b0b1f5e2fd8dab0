"""An analysis: every stage that has no result yet, in their order."""

from __future__ import annotations

from lpntk.pipeline.stages.run import Run
from lpntk.pipeline.stages.sequence import STAGES


def compute(run: Run) -> None:
    """Compute what the analysis still lacks."""
    for stage, take in STAGES.items():
        if stage not in run.done:
            take(run)
