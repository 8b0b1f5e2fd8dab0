"""What a person should know of a kernel that was computed, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lpntk.domain.notes import excluded_note, no_matrix_note, sketch_note, without_rule_note

if TYPE_CHECKING:
    from lpntk.pipeline.views import AnalysisView


def kernel_notes(view: AnalysisView) -> Iterator[str]:
    """One sentence each: the sketch's error, samples left out, parameters without a rule, no matrix."""
    kernel = view.kernel
    if kernel is None:
        return
    if kernel.sketch_error is not None:
        yield sketch_note(kernel.sketch_error)
    elif not kernel.keeps_matrix:
        yield no_matrix_note()
    if kernel.excluded:
        yield excluded_note(kernel.excluded)
    if kernel.without_rule:
        yield without_rule_note(kernel.without_rule)
