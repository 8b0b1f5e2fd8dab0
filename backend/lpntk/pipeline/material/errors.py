"""What may be wrong with where samples and classifiers come from."""

from __future__ import annotations

from lpntk.domain import ConflictError


def given_in_memory(analysis_id: int) -> ConflictError:
    """The error for an analysis that only the process can go on with which has its model and data."""
    return ConflictError(
        f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse: call that again"
        " with the same ones to go on with it."
    )
