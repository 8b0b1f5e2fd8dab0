"""The kernel as a whole."""

from __future__ import annotations

from lpntk.api.schemas.base import Answer
from lpntk.pipeline.results import kernel_facts, kernel_parts, kernel_view
from lpntk.pipeline.results.results import Results
from lpntk.structure import SHARES

EIGENVALUES = 50


class KernelOut(Answer):
    """What there is to see of a kernel.

    `source` is what it is read from: "matrix", "sketch", or null where neither is stored; `why_not` says why
    then. `words` say what the sketch is; null of a matrix. `boundaries` are positions in the order of
    /kernel/order: class k has those from boundaries[k] to boundaries[k + 1].
    """

    source: str | None
    why_not: str | None
    words: str | None
    samples: int
    boundaries: list[int]


class HoldingOut(Answer):
    """How many directions hold a share of the trace."""

    share: float
    directions: int


class SpectrumOut(Answer):
    """The spectrum of a kernel that was divided by its mean diagonal.

    `eigenvalues` are the largest, `trace` the sum of all. `effective_rank` is exp of the entropy of the
    eigenvalues as shares of the trace (Roy and Vetterli 2007), `participation` the squared sum over the sum
    of squares. Where not `is_whole`, these numbers are the least that they can be. `words` says it in
    sentences.
    """

    source: str
    samples: int
    is_whole: bool
    trace: float
    eigenvalues: list[float]
    effective_rank: float
    participation: float
    holding: list[HoldingOut]
    words: str


def kernel_out(results: Results) -> KernelOut:
    """The answer for what there is to see."""
    source = kernel_parts.source_of(results)
    return KernelOut(
        source=source,
        why_not=None if source else kernel_parts.why_nothing(results),
        words=kernel_parts.words_of_source(results),
        samples=len(results.indices),
        boundaries=kernel_view.order(results).boundaries.tolist(),
    )


def spectrum_out(found: kernel_facts.KernelSpectrum) -> SpectrumOut:
    """The answer for a spectrum."""
    return SpectrumOut.of(
        found,
        eigenvalues=found.eigenvalues[:EIGENVALUES].tolist(),
        holding=[
            HoldingOut(share=share, directions=count)
            for share, count in zip(SHARES, found.directions, strict=True)
        ],
        words=found.words,
    )
