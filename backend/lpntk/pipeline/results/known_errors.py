"""How well each score finds the labels that were flipped on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from lpntk.pipeline.results import label_issues
from lpntk.pipeline.results.results import Results


@dataclass(frozen=True)
class Detection:
    """How well an order finds wrong labels.

    Attributes
    ----------
    score, title
        What is ordered by.
    average_precision, auroc
        Over the whole list; `auroc` is NaN where every label is wrong.
    first, precision
        How many come first, as many as are wrong, and the share of them that are.
    """

    score: str
    title: str
    average_precision: float
    auroc: float
    first: int
    precision: float


@dataclass(frozen=True)
class KnownErrors:
    """The labels that were flipped: the share that was asked for, how many are wrong, and who finds them."""

    share: float
    wrong: int
    results: tuple[Detection, ...]


def known_errors(results: Results) -> KnownErrors | None:
    """How well each order finds them, the best first; None where no labels were flipped."""
    share, true = results.request.data.label_noise, results.true_labels
    if share is None or true is None:
        return None

    def make() -> KnownErrors:
        wrong, titles = results.labels != true, label_issues.orders(results)
        found = [
            detection(by, titles[by], suspicion, wrong)
            for by, suspicion in label_issues.suspicions(results).items()
        ]
        found.sort(key=lambda one: -one.average_precision)
        return KnownErrors(share, int(wrong.sum()), tuple(found))

    return results.recall("known errors", make)


def detection(score: str, title: str, suspicion: NDArray[np.floating], wrong: NDArray[np.bool_]) -> Detection:
    """How well an order finds what is wrong.

    Parameters
    ----------
    suspicion
        (N,) floating, the higher the earlier; ties by row.
    wrong
        (N,) bool, at least one of them.
    """
    from sklearn.metrics import average_precision_score, roc_auc_score  # takes its time to import

    ranks, first = rankdata(suspicion), int(wrong.sum())
    order = np.argsort(-suspicion, kind="stable")
    return Detection(
        score=score,
        title=title,
        average_precision=float(average_precision_score(wrong, ranks)),
        auroc=float("nan") if wrong.all() else float(roc_auc_score(wrong, ranks)),
        first=first,
        precision=float(wrong[order[:first]].mean()),
    )
