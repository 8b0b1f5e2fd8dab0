"""What there is of every sample, a column each: facts that a page draws by, scores, and a person's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import NotFoundError, require_one_of
from lpntk.domain.left_out import suggested_labels
from lpntk.pipeline.results import scores, yours
from lpntk.pipeline.results.results import Results
from lpntk.scores import SCORES
from lpntk.store import evidence

Column = NDArray[Any]

_HASH_DIGITS = 16


def column(results: Results, name: str) -> Column:
    """(N,) by row, little-endian: a whole number as the smallest type that holds it, a score as float32.

    Flags are uint8, and NaN is what is not known.

    Raises
    ------
    InputError
        If there is no such column.
    NotFoundError
        If this analysis does not have it; it says why.
    """
    if name not in _FACTS:
        if name not in SCORES and yours.has(results, name):
            return yours.as_sent(results, name)
        require_one_of(name, [*_FACTS, *SCORES, *yours.names(results)], "column", field="name")
        return _as_sent(scores.column(results, name))
    if not _has(results, name):
        raise NotFoundError(f"Analysis {results.id} has no column '{name}': {_SOMETIMES[name][1]}.")
    kind, read = _FACTS[name]
    return results.recall(("column", name), lambda: np.ascontiguousarray(read(results), dtype=kind))


def hashes(results: Results) -> dict[str, str]:
    """By the name of each column that there is 16 digits of the SHA-256 of its bytes, the facts first.

    By them caches know a column.
    """

    def make() -> dict[str, str]:
        facts = {name: column(results, name) for name in _FACTS if _has(results, name)}
        numbers = {name: _as_sent(values) for name, values in scores.of_all(results).items()}
        return {name: _hash(values) for name, values in (facts | numbers).items()}

    own = results.recall(
        ("hashes of own columns", yours.version(results)),
        lambda: {name: _hash(yours.as_sent(results, name)) for name in yours.names(results)},
    )
    return results.recall("hashes of columns", make) | own


def facts() -> tuple[str, ...]:
    """What the columns are called that are no scores."""
    return tuple(_FACTS)


def _has(results: Results, fact: str) -> bool:
    return fact not in _SOMETIMES or _SOMETIMES[fact][0](results)


def _as_sent(score: NDArray[Any]) -> Column:
    return score.astype("u1" if score.dtype == np.bool_ else "<f4", copy=False)


def _hash(values: Column) -> str:
    return hashlib.sha256(values.tobytes()).hexdigest()[:_HASH_DIGITS]


def _suggested(results: Results) -> NDArray[np.int64]:
    return suggested_labels(evidence.predictions(results.session, results.id))


def _has_evidence(results: Results) -> bool:
    return results.id in evidence.those_with(results.session, [results.id])


def _has_flipped(results: Results) -> bool:
    return results.request.data.label_noise is not None


_FACTS: dict[str, tuple[str, Callable[[Results], Any]]] = {
    "index": ("<u4", lambda results: results.indices),
    "label": ("<u2", lambda results: results.labels),
    "predicted": ("<u2", lambda results: results.predictions[0]),
    "head": ("<u4", lambda results: results.clustering.heads[results.clustering.assignment]),
    "head_similarity": ("<f4", lambda results: results.head_similarity),
    "x": ("<f4", lambda results: results.places[:, 0]),
    "y": ("<f4", lambda results: results.places[:, 1]),
    "suggested": ("<u2", _suggested),
    "true_label": ("<u2", lambda results: results.true_labels),
}
"""By name: how a fact is sent, and what it is. `head` is the row of the head of the sample's cluster."""

_SOMETIMES: dict[str, tuple[Callable[[Results], bool], str]] = {
    "suggested": (_has_evidence, "nothing was predicted of samples that are left out"),
    "true_label": (_has_flipped, "none of its labels were flipped"),
}
"""Facts that not every analysis has: whether it does, and why not."""
