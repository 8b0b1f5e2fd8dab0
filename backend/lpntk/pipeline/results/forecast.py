"""What would change without some samples, or with other labels: the linearised model, solved again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.forecast import ClassForecast, Forecast, Turned
from lpntk.evidence.refit import refit
from lpntk.evidence.ridge import targets
from lpntk.pipeline.results.judges import Judges, judges_of, learnt_from_all
from lpntk.pipeline.results.results import Results
from lpntk.store import evidence


def forecast(
    results: Results, remove: Sequence[int] = (), relabel: Mapping[int, int] | None = None
) -> Forecast:
    """What held-out samples would be predicted to be.

    Parameters
    ----------
    remove
        Indices of samples that go. Held-out samples among them are not learnt from anyway.
    relabel
        Other labels, by index. A held-out sample is judged by its new one, before and after.

    Raises
    ------
    NotFoundError
        If there is no such sample.
    InputError
        If there is no such class, or nothing would stay to learn from.
    """
    relabel = dict(relabel or {})
    gone = np.array([results.row_of(index) for index in set(remove)], dtype=np.int64)
    labels = _relabelled(results, relabel)
    judges = judges_of(results, labels)
    keeps = np.ones(len(labels), dtype=bool)
    keeps[judges.rows] = False
    learnt = keeps.copy()
    keeps[gone] = False
    if not keeps.any():
        raise InputError("Nothing would stay to learn from: remove fewer samples.", field="remove")
    before, after = _predictions(results, judges, labels, learnt, keeps)
    return _compared(
        results,
        judges,
        before,
        after,
        removed=int(learnt.sum() - keeps.sum()),
        relabelled=int((labels != results.labels)[keeps].sum()),
        held_out_changed=len(
            np.intersect1d(judges.rows, np.union1d(gone, np.flatnonzero(labels != results.labels)))
        ),
    )


def _relabelled(results: Results, relabel: Mapping[int, int]) -> NDArray[np.int64]:
    labels, classes = results.labels.copy(), len(results.class_names)
    for index, label in relabel.items():
        if not isinstance(label, int | np.integer) or not 0 <= label < classes:
            raise InputError(
                f"Sample {index} cannot get the label {label}: labels go from 0 to {classes - 1}.",
                field="relabel",
            )
        labels[results.row_of(index)] = label
    return labels


def _predictions(
    results: Results,
    judges: Judges,
    labels: NDArray[np.int64],
    learnt: NDArray[np.bool_],
    keeps: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(H,) int64 each: what is predicted of the held-out samples before and after."""
    record, features = evidence.get(results.session, results.id), results.features()
    classes = len(results.class_names)
    changed = np.flatnonzero(labels != results.labels)
    given, wanted = targets(results.labels, classes), targets(labels, classes)
    projected = record.projected + features[changed].T @ (wanted - given)[changed]
    before = learnt_from_all(results, learnt)
    after = before
    if len(changed) or (keeps != learnt).any():
        after = refit(features, wanted, projected, keeps, record.eigenvalues, record.ridge, before)
    return (judges.features @ before).argmax(axis=1), (judges.features @ after).argmax(axis=1)


def _compared(
    results: Results,
    judges: Judges,
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    *,
    removed: int,
    relabelled: int,
    held_out_changed: int,
) -> Forecast:
    was, becomes = before == judges.labels, after == judges.labels
    classes = range(len(results.class_names))
    turned = np.flatnonzero(before != after)
    # Those that get worse first, then those that get better, then those that are wrong either way.
    order = turned[np.lexsort((turned, ~becomes[turned], ~was[turned]))]
    indices = results.indices[judges.rows] if len(judges.rows) else None
    return Forecast(
        held_out=judges.kind,
        samples=len(judges.labels),
        before=float(was.mean()),
        after=float(becomes.mean()),
        classifier=judges.classifier,
        removed=removed,
        relabelled=relabelled,
        held_out_changed=held_out_changed,
        turned=tuple(
            Turned(
                None if indices is None else int(indices[at]),
                int(at if indices is None else indices[at]),
                int(judges.labels[at]),
                int(before[at]),
                int(after[at]),
            )
            for at in order.tolist()
        ),
        gained=int((~was & becomes).sum()),
        lost=int((was & ~becomes).sum()),
        classes=tuple(_of_class(label, judges.labels, was, becomes) for label in classes),
    )


def _of_class(
    label: int, labels: NDArray[np.int64], was: NDArray[np.bool_], becomes: NDArray[np.bool_]
) -> ClassForecast:
    its = labels == label
    if not its.any():
        return ClassForecast(label, 0, float("nan"), float("nan"))
    return ClassForecast(label, int(its.sum()), float(was[its].mean()), float(becomes[its].mean()))
