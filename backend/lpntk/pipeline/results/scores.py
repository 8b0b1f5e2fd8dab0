"""The scores of samples, from what is stored.

A score that is newer than an analysis has no column there: one that follows from the analysis's summary and
classifier alone is computed when it is asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import NotFoundError, Relation, require_one_of
from lpntk.pipeline.results.results import Results
from lpntk.scores import SCORES, Known, Score, scores_of
from lpntk.store import checkpoints, summaries
from lpntk.store import scores as stored
from lpntk.store.summaries import SampleSummary

Columns = dict[str, NDArray[Any]]

_AT_HAND = ("labels", "label_probability", "others", *summaries.KNOWN)
"""What is known of the samples of every analysis without computing."""


def of_all(results: Results) -> Columns:
    """(N,) of every score that the analysis has, by its name, in the order of `SCORES`: float32, or bool."""
    found = stored.columns(results.session, results.id, tuple(SCORES))
    known = Known(lambda name: _at_hand(results, name))
    at_hand = scores_of(_AT_HAND)
    return {
        name: _read(score, found[name]) if name in found else _made(results, score, known)
        for name, score in SCORES.items()
        if name in found or name in at_hand
    }


def names(results: Results) -> list[str]:
    """The scores that the analysis has, in the order of `SCORES`."""
    there = stored.names(results.session, results.id)
    at_hand = scores_of(_AT_HAND)
    return [name for name in SCORES if name in there or name in at_hand]


def column(results: Results, name: str) -> NDArray[Any]:
    """(N,) of one score: float32, or bool.

    Raises
    ------
    InputError
        If there is no such score.
    NotFoundError
        If this analysis does not have it; it says why.
    """
    require_one_of(name, SCORES, "score", field="score")
    score = SCORES[name]
    found = stored.columns(results.session, results.id, [name])
    if name in found:
        return _read(score, found[name])
    if name in scores_of(_AT_HAND):
        return _made(results, score, Known(lambda what: _at_hand(results, what)))
    raise NotFoundError(f"Analysis {results.id} has no score '{name}': {_why_not(results, score)}.")


def of_one(results: Results, row: int, summary: SampleSummary, label_probability: float) -> dict[str, float]:
    """Every score of one sample that the analysis has, by its name."""
    found = stored.row(results.session, results.id, tuple(SCORES), row)
    alone: Columns = {
        "labels": results.labels[row : row + 1],
        "self_kernel": np.array([summary.self_kernel], dtype=np.float32),
        "self_max": np.array([summary.self_max]),
        "class_means": summary.class_means[None],
        "histogram": summary.histogram[None],
        "interchangeable": summary.neighbours[Relation.INTERCHANGEABLE][1][None],
        "contradictory": summary.neighbours[Relation.CONTRADICTORY][1][None],
        "others": np.asarray(results.kernel.others),
        "label_probability": np.array([label_probability], dtype=np.float32),
    }
    known, at_hand = Known(alone.__getitem__), scores_of(_AT_HAND)
    return {
        name: found[name] if name in found else float(score.of(known).item())
        for name, score in SCORES.items()
        if name in found or name in at_hand
    }


def _made(results: Results, score: Score, known: Known) -> NDArray[Any]:
    """(N,) of a score that is not stored: float32, or bool."""

    def make() -> NDArray[Any]:
        column = score.of(known)
        return column if score.is_flag else column.astype(np.float32)

    return results.recall(("score", score.name), make)


def _at_hand(results: Results, name: str) -> NDArray[Any]:
    if name == "labels":
        return results.labels
    if name == "others":
        return np.asarray(results.kernel.others)
    if name == "label_probability":
        return results.predictions[1]
    return summaries.known(results.session, results.id, name)


def _read(score: Score, column: NDArray[np.float32]) -> NDArray[Any]:
    return column != 0 if score.is_flag else column


def _why_not(results: Results, score: Score) -> str:
    if any(need.startswith("epoch_") for need in score.needs):
        count = checkpoints.epoch_count(results.session, results.checkpoint_id)
        if count == 1:
            return (
                "it is made of what a classifier says after each epoch of its training, and of this one's "
                "only one is known"
            )
    return "the program that computed it did not know this score, so analyse again"
