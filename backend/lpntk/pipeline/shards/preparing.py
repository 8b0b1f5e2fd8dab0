"""Stopping where others are to go on: before the pieces of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lpntk.domain import Prepared, Progress
from lpntk.pipeline.stages.assignment import Assignment
from lpntk.pipeline.stages.crew import Part


class Preparing:
    """A crew that is not there yet."""

    def parts(self, assignment: Assignment, progress: Progress, check: Callable[[], None]) -> Iterator[Part]:
        """Stop: raises Prepared."""
        raise Prepared(f"Analysis {assignment.analysis_id} is prepared for lpntk work and lpntk gather.")
