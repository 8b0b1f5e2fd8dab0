"""What a person should know of a kernel, in sentences: the same in terminal, page and warnings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lpntk.domain.estimate import Estimate
from lpntk.domain.kernel import LabelVector
from lpntk.domain.request import GIB
from lpntk.domain.sketch import SketchError
from lpntk.domain.words import some

_NAMED_AT_MOST = 8
# With fewer classes an image's similarity to itself under another label, (K - 4)/K, is below zero.
_CLASSES_THAT_HIDE = 4


def sign_vector_note(label_vector: LabelVector | str, classes: int) -> str | None:
    """What the sign vector cannot show; None where it hides nothing.

    For one image under two labels, where the network's kernel is close to a multiple of the identity, the
    similarity is s(y) . s(y') / K = (K - 4) / K.
    """
    if label_vector != "sign" or classes < _CLASSES_THAT_HIDE:
        return None
    similarity = (classes - 4) / classes
    return (
        f"With {classes} classes the sign vector hardly shows contradictions: even one sample under two "
        f"labels has a similarity near {similarity:.2f}. Analyse with the label vector “residual” to see "
        "them."
    )


def sketch_note(error: SketchError) -> str:
    """How far a sketch is from the kernel, as it was measured."""
    return (
        f"The sketch against the exact kernel over {error.pairs:,} pairs: similarity off by "
        f"{error.similarity_error:.4f} on average, rank correlation {error.rank_correlation:.3f}; of the "
        f"{error.nearest} nearest {error.recall:.1%} are found, {error.reranked_recall:.1%} once "
        f"{error.candidates} candidates are ranked exactly, as happens when a sample is looked at."
    )


def no_matrix_note() -> str:
    """Why there is no matrix."""
    return "The matrix was not kept, since it is larger than the storage budget."


def excluded_note(indices: Sequence[int]) -> str:
    """Which samples were left out."""
    noun = "sample was" if len(indices) == 1 else "samples were"
    return f"{len(indices)} {noun} left out, having no finite gradient: {some(indices, _NAMED_AT_MOST)}."


def without_rule_note(names: Sequence[str]) -> str:
    """Which parameters have no layer rule."""
    return (
        f"No layer rule covers {some(names, _NAMED_AT_MOST)}: their gradients are taken one by one, exact "
        "but slower."
    )


def memory_note(estimate: Estimate) -> str | None:
    """What a larger memory budget would save; None where this one is enough."""
    if estimate.memory_for_all is None:
        return None
    again = estimate.passes - estimate.samples
    saved = f"save {again:,} passes" if again > 0 else "need no disk for them"
    gibibytes = math.ceil(estimate.memory_for_all / GIB * 10) / 10
    return f"A memory budget of {gibibytes:,.1f} GiB would hold the features of all samples and {saved}."
