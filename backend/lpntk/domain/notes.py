"""What a person should know of a kernel, in sentences: the same in terminal, page and warnings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lpntk.domain.chance import is_near_chance
from lpntk.domain.durations import roughly
from lpntk.domain.estimate import Estimate
from lpntk.domain.job import Stage
from lpntk.domain.keeping import CameAlong
from lpntk.domain.kernel import LabelVector
from lpntk.domain.request import GIB
from lpntk.domain.sketch import SketchError
from lpntk.domain.words import some

_NAMED_AT_MOST = 8
# Times that differ by less are told for as long as each other.
AS_LONG = 1.3
# Of all the time.
WORTH_NAMING = 0.05
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


def sketch_beside_note(error: SketchError) -> str:
    """What is read from a sketch that is kept beside an exact kernel, and how far that is from it."""
    return (
        "Neighbours, histograms, counts and class means are exact; what asks for whole rows of the kernel, "
        "such as the map's colours by a chosen sample, is read from a sketch that is kept beside it. Over "
        f"{error.pairs:,} pairs its similarity is off by {error.similarity_error:.4f} on average, at a rank "
        f"correlation of {error.rank_correlation:.3f}."
    )


def read_from_sketch_note(width: int, error: SketchError, *, is_beside: bool) -> str:
    """What is shown, where it is read from a sketch."""
    exact = "; neighbours are exact" if is_beside else ""
    return (
        f"From a sketch of {width:,} numbers a sample: c is off by {error.similarity_error:.3f} on "
        f"average{exact}."
    )


def no_matrix_note() -> str:
    """Why there is no matrix."""
    return "The matrix was not kept, since it is larger than the storage budget."


def no_matrix_words(*, is_sketch: bool) -> str:
    """Why a kernel has no matrix, and what has one, as the end of a sentence."""
    if is_sketch:
        return (
            "its kernel is a sketch, of which neighbours and histograms come as a file; an analysis by the "
            "exact method has one"
        )
    return (
        "it was not kept, since it is larger than the storage budget; neighbours and histograms come as a "
        "file, and an analysis with a larger budget has one"
    )


def excluded_note(indices: Sequence[int]) -> str:
    """Which samples were left out."""
    noun = "sample was" if len(indices) == 1 else "samples were"
    return f"{len(indices)} {noun} left out, having no finite gradient: {some(indices, _NAMED_AT_MOST)}."


def came_along_note(came: CameAlong) -> str | None:
    """What people had made of the samples that were extended; None for nothing."""
    counts = (
        (came.tags, "tag"),
        (came.notes, "note"),
        (came.decisions, "decision"),
        (came.views, "saved view"),
    )
    told = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    return f"{', '.join(told)} came along from the analysis that this one extends." if told else None


def trace_note() -> str:
    """Where the scores over the training come from, if not from a training of ours."""
    return (
        "The scores over the training are those of a recording: one that was made while the training ran is "
        "in training mode, dropout, augmentation and all."
    )


def chance_note(accuracy: float, chance: float, samples: int) -> str | None:
    """That the classifier has hardly learnt; None where it has.

    Parameters
    ----------
    accuracy, chance, samples
        As for `is_near_chance`.
    """
    if not is_near_chance(accuracy, chance, samples):
        return None
    return (
        f"The classifier is right on {accuracy:.1%} of the {samples:,} samples, and to name the largest "
        f"class alone is right on {chance:.1%}: the kernel says little about a model that has hardly learnt. "
        "Train it for more epochs, or give a checkpoint of it that is trained."
    )


def batch_norm_note() -> str:
    """What the kernel makes of batch normalisation that was trained."""
    return (
        "Batch normalisation was trained, in which samples of a batch act on each other; the kernel takes "
        "the model in evaluation mode, with the statistics that it has kept, so that a sample's gradient is "
        "its own."
    )


def drawn_anew_note(names: Sequence[str], where: str) -> str:
    """Which layers did not come from the weights that a training started from."""
    return (
        f"{some(names, _NAMED_AT_MOST)} started from random numbers, since {where} has none for the samples' "
        "classes."
    )


def without_rule_note(names: Sequence[str]) -> str:
    """Which parameters have no layer rule."""
    return (
        f"No layer rule covers {some(names, _NAMED_AT_MOST)}: their gradients are taken one by one, exact "
        "but slower."
    )


def stages_note(estimate: Estimate) -> str:
    """What most of the time goes to, such as "learning 2 min, kernel 8 min"."""
    most = [
        f"{stage} {roughly(seconds)}"
        for stage, seconds in estimate.stages.items()
        if seconds >= WORTH_NAMING * estimate.seconds
    ]
    return ", ".join(most)


def time_note(estimate: Estimate) -> str | None:
    """Why little is known of the time; None where nothing stands in the way."""
    if not estimate.is_busy:
        return None
    return "Other programs compute on this machine now: without them it is there sooner, with more later."


def method_note(estimate: Estimate) -> str | None:
    """Which other method is the better one by the estimate; None where this one is."""
    mine, other = estimate.stages[Stage.KERNEL], estimate.other_seconds
    if other is None:
        return None
    if estimate.method == "sketch" and other < AS_LONG * mine:
        return (
            f"The exact kernel would take about {roughly(other)} where this sketch takes {roughly(mine)}, "
            "and has no error: take it."
        )
    if estimate.method == "exact" and other < mine / AS_LONG:
        return (
            f"A sketch would take about {roughly(other)} where the exact kernel takes {roughly(mine)}, with "
            "an error that is measured."
        )
    return None


def memory_note(estimate: Estimate) -> str | None:
    """What a larger memory budget would save; None where this one is enough."""
    if estimate.memory_for_all is None:
        return None
    again = estimate.passes - estimate.samples
    saved = f"save {again:,} passes" if again > 0 else "need no disk for them"
    gibibytes = math.ceil(estimate.memory_for_all / GIB * 10) / 10
    return f"A memory budget of {gibibytes:,.1f} GiB would hold the features of all samples and {saved}."
