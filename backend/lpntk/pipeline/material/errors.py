"""What may be wrong with where samples and classifiers come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lpntk.domain import ConflictError, InputError


@contextmanager
def about_the_test_set() -> Iterator[None]:
    """What is wrong with the samples within is wrong with the setting that names the test set."""
    try:
        yield
    except InputError as error:
        raise InputError(f"The test set: {error.message}", field="test") from error


def given_in_memory(analysis_id: int) -> ConflictError:
    """The error for an analysis that only the process can go on with which has its model and data."""
    return ConflictError(
        f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse: call that again"
        " with the same ones to go on with it."
    )


def no_task_on_given(analysis_id: int) -> ConflictError:
    """The error for a task on an analysis whose model and data only the process had that computed it."""
    return ConflictError(
        f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse and are not kept:"
        " to experiment with them, analyse them by name (lpntk analyse SOURCE --model PKG.MODULE:FACTORY)."
    )
