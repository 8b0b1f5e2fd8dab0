"""What forecasts are judged on: samples that the regression never learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.forecast import HeldOut
from lpntk.evidence.refit import refit
from lpntk.evidence.ridge import targets
from lpntk.pipeline.results.held_out import held_out
from lpntk.pipeline.results.results import Results
from lpntk.store import evidence, test_sets


@dataclass(frozen=True, eq=False)
class Judges:
    """What a forecast is judged on.

    Attributes
    ----------
    rows
        (H,) rows of samples that are held out; empty where there is a test set.
    features, labels
        (H, R) and (H,).
    classifier
        The share that the classifier has right; None where it was trained on them.
    """

    kind: HeldOut
    rows: NDArray[np.int64]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    classifier: float | None


def judges_of(results: Results, labels: NDArray[np.int64]) -> Judges:
    """Those who are held out, with their features.

    Parameters
    ----------
    labels
        (N,) int64, as the samples' labels are to be.
    """
    kind, rows = held_out(results)
    if kind == "test":
        found = test_sets.get(results.session, results.id)
        return Judges(kind, rows, results.features(test=True), found.labels, found.accuracy)
    classifier = None
    if kind == "validation":
        classifier = float((results.predictions[0][rows] == labels[rows]).mean())
    return Judges(kind, rows, results.features()[rows], labels[rows], classifier)


def learnt_from_all(results: Results, learnt: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(R, K) float64: the coefficients of the regression on all samples but those that judge.

    Parameters
    ----------
    learnt
        (N,) bool: which these are.
    """

    def solve() -> NDArray[np.float64]:
        record = evidence.get(results.session, results.id)
        given = targets(results.labels, len(results.class_names))
        return refit(results.features(), given, record.projected, learnt, record.eigenvalues, record.ridge)

    return results.recall("learnt from all", solve)
