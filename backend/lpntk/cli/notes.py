"""What a person should know of a kernel that was computed, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lpntk.domain.words import some

if TYPE_CHECKING:
    from lpntk.domain import SketchError
    from lpntk.pipeline.views import AnalysisView

_NAMED_AT_MOST = 8


def kernel_notes(view: AnalysisView) -> Iterator[str]:
    """One sentence each: the sketch's error, samples left out, parameters without a rule, no matrix."""
    kernel = view.kernel
    if kernel is None:
        return
    if kernel.sketch_error is not None:
        yield sketch_sentence(kernel.sketch_error)
    elif not kernel.keeps_matrix:
        yield "The matrix was not kept, since it is larger than the storage budget."
    if kernel.excluded:
        noun = "sample was" if len(kernel.excluded) == 1 else "samples were"
        which = some(kernel.excluded, _NAMED_AT_MOST)
        yield f"{len(kernel.excluded)} {noun} left out, having no finite gradient: {which}."
    if kernel.without_rule:
        which = some(kernel.without_rule, _NAMED_AT_MOST)
        yield f"No layer rule covers {which}: exact all the same, but slower."


def sketch_sentence(error: SketchError) -> str:
    """How far a sketch is from the kernel."""
    return (
        f"The sketch against the exact kernel over {error.pairs:,} pairs: similarity off by "
        f"{error.similarity_error:.4f} on average, rank correlation {error.rank_correlation:.3f}; of the "
        f"{error.nearest} nearest {error.recall:.1%} are found, {error.reranked_recall:.1%} once "
        f"{error.candidates} candidates are ranked exactly."
    )
