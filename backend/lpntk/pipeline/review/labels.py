"""The labels of an analysis with what was decided on top of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.decision import Action, Decision
from lpntk.domain.labels import LEFT_OUT
from lpntk.pipeline.results.results import Results


def corrected(results: Results, decided: Mapping[int, Decision]) -> NDArray[np.int64]:
    """(N,) int64 by row: the labels as they should be, `LEFT_OUT` for samples that are excluded."""
    labels = results.labels.copy()
    for row, index in enumerate(results.indices.tolist()):
        if index in decided:
            labels[row] = _label(decided[index])
    return labels


def of_all(results: Results, decided: Mapping[int, Decision]) -> dict[int, int]:
    """By index the labels of all samples that the analysis says something of, `LEFT_OUT` included.

    Those are its own; the samples decided on that its own file of labels has left out; and, where it has such
    a file, all others that stay left out.
    """
    labels = dict(zip(results.indices.tolist(), corrected(results, decided).tolist(), strict=True))
    labels.update((index, _label(one)) for index, one in decided.items() if index not in labels)
    if results.request.data.labels is not None:
        size = original_size(results) or 0
        labels.update((index, LEFT_OUT) for index in range(size) if index not in labels)
    return {index: labels[index] for index in sorted(labels)}


def original_size(results: Results) -> int | None:
    """How many samples the original data set has; None where an older program did not write it down."""
    known, data = results.dataset.original_size, results.request.data
    if known is not None or data.limit is not None or data.additions:
        return known
    return len(results.indices)


def _label(decision: Decision) -> int:
    excluded = decision.action is Action.EXCLUDE or decision.label is None
    return LEFT_OUT if excluded else int(decision.label or 0)
