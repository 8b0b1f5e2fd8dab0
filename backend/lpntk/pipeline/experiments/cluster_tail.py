"""Cluster sizes: a few large ones and a long tail, whose samples are harder and forgotten more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, ConflictError
from lpntk.domain.experiment import ExperimentResult, Verdict
from lpntk.pipeline.experiments.base import Experiment, Units
from lpntk.pipeline.experiments.intervals import all_of, rounded

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

BODY = 0.5
"""Which share of each class its largest clusters hold that are no tail."""
FEW = 0.25
"""Up to which share of the clusters they are few."""
_SURE = 0.01
_UNIT = "clusters"
_IS_SO = {"learning_difficulty": "difficult", "forgetting_events": "often forgotten"}
_MEASURES = {"learning_difficulty": "Learning difficulty", "forgetting_events": "Forgetting events"}


def compute(run: Run) -> None:
    """Read clusters and scores of the analysis, and compare."""
    from lpntk.store import datasets, scores, structure

    if _UNIT in run.units():
        return
    with run.database.reading() as session:
        clustering = structure.clustering(session, run.analysis_id)
        labels = datasets.labels(session, run.dataset_id)
        known = scores.columns(session, run.analysis_id, list(_MEASURES))
    run.keep(_UNIT, measured(clustering.assignment, labels, known))


def measured(
    assignment: NDArray[np.int64], labels: NDArray[np.int64], measures: dict[str, NDArray[np.float32]]
) -> dict[str, Any]:
    """What there is to say of clusters and tail.

    A class's body is the fewest of its largest clusters that hold half of its samples; its tail is the rest.

    Parameters
    ----------
    assignment, labels
        (N,) int64: each sample's cluster, from 0, and class.
    measures
        (N,) by name: how hard samples are, in whatever sense.
    """
    sizes = np.bincount(assignment)
    of_cluster = np.zeros(len(sizes), dtype=np.int64)
    of_cluster[assignment] = labels
    body = np.zeros(len(sizes), dtype=bool)
    for label in np.unique(labels):
        mine = np.flatnonzero(of_cluster == label)
        falling = mine[np.argsort(-sizes[mine], kind="stable")]
        held = sizes[falling].cumsum()
        body[falling[: int(np.searchsorted(held, BODY * held[-1])) + 1]] = True
    is_tail = ~body[assignment]
    return {
        "clusters": len(sizes),
        "body": int(body.sum()),
        "samples": len(labels),
        "tail": int(is_tail.sum()),
        "sizes": sizes.tolist(),
        "labels": of_cluster.tolist(),
        "in_body": body.tolist(),
        "measures": {
            name: _against(values.astype(np.float64), is_tail, sizes[assignment], assignment)
            for name, values in measures.items()
        },
    }


def _against(
    values: NDArray[np.float64],
    is_tail: NDArray[np.bool_],
    size: NDArray[np.int64],
    assignment: NDArray[np.int64],
) -> dict[str, Any]:
    """How a measure differs between tail and body: Mann and Whitney's test, Spearman's coefficient."""
    from scipy.stats import mannwhitneyu, spearmanr

    means = np.bincount(assignment, weights=values) / np.bincount(assignment)
    found: dict[str, Any] = {"means": means.round(5).tolist(), "spearman": None, "more": None, "p": None}
    tail, body = values[is_tail], values[~is_tail]
    if not len(tail) or not len(body):
        return found
    found |= {"tail": float(tail.mean()), "body": float(body.mean())}
    if np.ptp(values) == 0:
        return found
    test = mannwhitneyu(tail, body, alternative="two-sided")
    # The share of pairs in which the tail's is larger, ties counting half.
    found |= {"more": float(test.statistic / (len(tail) * len(body))), "p": float(test.pvalue)}
    if np.ptp(size) > 0:
        found["spearman"] = float(spearmanr(size, values).statistic)
    return found


def _part(measure: dict[str, Any]) -> Verdict:
    if measure["more"] is None or measure["p"] is None:
        return Verdict.UNDECIDED
    if measure["p"] < _SURE:
        return Verdict.SEEN if measure["more"] > 0.5 else Verdict.NOT_SEEN
    return Verdict.UNDECIDED


def conclude(found: Units) -> ExperimentResult:
    """Whether few clusters hold half of the samples, and the others' are harder."""
    unit = found[_UNIT]
    share = unit["body"] / unit["clusters"]
    parts = {"few": Verdict.SEEN if share <= FEW else Verdict.NOT_SEEN}
    if not unit["tail"]:
        # One cluster a class, say, of which nothing is left: there is nothing to compare.
        parts["few"] = Verdict.UNDECIDED
    rows: list[tuple[Any, ...]] = []
    for name, title in _MEASURES.items():
        measure = unit["measures"].get(name)
        if measure is None:
            continue
        parts[name] = _part(measure)
        numbers = tuple(rounded(measure.get(what)) for what in ("body", "tail", "more", "spearman"))
        p = measure["p"]
        rows.append((title, *numbers, None if p is None else float(f"{p:.2g}"), parts[name].value))
    return ExperimentResult(
        ("Measure", "Body, mean", "Tail, mean", "Tail is higher", "Spearman with size", "p", "Claim"),
        tuple(rows),
        all_of(list(parts.values())),
        _sentence(unit, parts),
        (
            "“Tail is higher” is the share of pairs, one sample of each, in which the tail's has the higher "
            "value; p is of Mann and Whitney's test.",
        ),
    )


def _sentence(unit: Mapping[str, Any], parts: dict[str, Verdict]) -> str:
    words = {
        Verdict.SEEN: "more",
        Verdict.NOT_SEEN: "less",
        Verdict.UNDECIDED: "not surely more or less",
    }
    told = [f"{words[parts[name]]} {is_so}" for name, is_so in _IS_SO.items() if name in parts]
    few = "" if parts["few"] is Verdict.SEEN else ", which is no long tail"
    share = unit["body"] / unit["clusters"]
    if not unit["tail"]:
        return (
            f"Each of the {unit['clusters']:,} clusters is needed for half of its class's samples, so that "
            "there is no tail: analyse with more heads."
        )
    return (
        f"{unit['body']:,} of {unit['clusters']:,} clusters ({share:.0%}) hold half of each class's "
        f"samples{few}; the samples of the tail are {' and '.join(told)}."
    )


def draw(found: Units, theme: Theme) -> go.Figure:
    """The sizes of the clusters, and how hard the samples of each are."""
    from lpntk.figures import cluster_tail_figure

    unit = found[_UNIT]
    measure = unit["measures"].get("learning_difficulty", {"means": [np.nan] * unit["clusters"]})
    return cluster_tail_figure(
        np.array(unit["sizes"]), np.array(measure["means"], dtype=float), np.array(unit["in_body"]), theme
    )


def check(request: AnalysisRequest, options: dict[str, Any]) -> dict[str, Any]:
    """Refuse an analysis whose training says nothing of how hard samples are. ConflictError."""
    if request.learning.epochs < 2:
        raise ConflictError(
            "The experiment cluster-tail reads how samples were learnt over the epochs, and this analysis "
            "trained for one: analyse the data with more epochs."
        )
    return options


CLUSTER_TAIL = Experiment(
    name="cluster-tail",
    title="Cluster sizes and the tail",
    claim="A few clusters are large and a long tail is small, and the samples of the tail are harder to "
    "learn and forgotten more often.",
    method="From the analysis as it is: a class's body are the fewest of its largest clusters that hold "
    "half of its samples, the rest is its tail. Their samples' learning difficulty and forgetting events "
    "are compared by Mann and Whitney's test.",
    options=(),
    compute=compute,
    conclude=conclude,
    draw=draw,
    check=check,
)
