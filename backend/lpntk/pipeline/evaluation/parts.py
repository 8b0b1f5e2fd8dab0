"""Which samples each training of an evaluation is on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, PruningPlan
from lpntk.domain.evaluation import FULL
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList, Training
from lpntk.pipeline.results import plans
from lpntk.pipeline.results.results import Results


class Parts:
    """Finds out which rows a training is on. Who judges is never among them.

    Parameters
    ----------
    results
        Opens the analysis.
    request
        For its lists.
    labels, indices
        (N,) int64 by row.
    usable
        (N,) bool: who may be trained on.
    """

    def __init__(
        self,
        results: Callable[[], AbstractContextManager[Results]],
        request: EvaluationRequest,
        labels: NDArray[np.int64],
        indices: NDArray[np.int64],
        usable: NDArray[np.bool_],
    ) -> None:
        self._results = results
        self._labels, self._indices, self._usable = labels, indices, usable
        self._lists = {one.name: one for one in request.lists}
        self._companions = {one.companion: one for one in request.lists}
        self._latest: tuple[tuple[str, float, int], NDArray[np.int64]] | None = None

    def rows(self, training: Training) -> NDArray[np.int64]:
        """(n,) int64, ascending. InputError if there are none, or the plan cannot be made."""
        key = training.arm, training.keep, training.seed
        if self._latest is None or self._latest[0] != key:
            self._latest = key, self._rows(training)
        return self._latest[1]

    def _rows(self, training: Training) -> NDArray[np.int64]:
        if training.arm == FULL:
            return np.flatnonzero(self._usable)
        if training.arm in self._lists:
            return self._of_list(self._lists[training.arm])
        if training.arm in self._companions:
            return self._like(self._of_list(self._companions[training.arm]), training.seed)
        with self._results() as results:
            # Not remembered: many shares and seeds with a reason for each sample would fill the database. Who
            # does not draw has another plan with another seed all the same, where scores are equal.
            plan = plans.plan(results, training.arm, training.keep, training.seed)
        return rows_of_plan(plan, self._labels, self._indices, self._usable)

    def _of_list(self, one: IndexList) -> NDArray[np.int64]:
        rows = np.searchsorted(self._indices, one.indices)
        rows = rows[self._usable[rows]]
        if not len(rows):
            raise InputError(
                f"All samples of the list {one.name} are held out to judge: give a test set or another list.",
                field="lists",
            )
        return rows

    def _like(self, rows: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
        """As many random samples of each class."""
        generator = np.random.default_rng(seed)
        drawn = [
            generator.permutation(np.flatnonzero(self._usable & (self._labels == label)))[:count]
            for label, count in zip(*np.unique(self._labels[rows], return_counts=True), strict=True)
        ]
        return np.sort(np.concatenate(drawn))


def rows_of_plan(
    plan: PruningPlan,
    labels: NDArray[np.int64],
    indices: NDArray[np.int64],
    usable: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The rows that a plan keeps, as the same share of those that may be trained on.

    To take the others off what it keeps would not do: a plan may keep more of them than their share, since
    what was never trained on looks hard, and then less would be left to train on than under another plan.
    So they are taken off its order. No class goes that the plan keeps.

    Parameters
    ----------
    labels, indices
        (N,) int64 by row.
    usable
        (N,) bool.
    """
    order = np.searchsorted(indices, plan.order)
    last_to_go = order[usable[order]][::-1]
    staying = max(1, round(len(plan.kept) / len(indices) * len(last_to_go)))
    kept_classes = labels[np.searchsorted(indices, plan.kept)]
    classes, first = np.unique(labels[last_to_go], return_index=True)
    first = first[np.isin(classes, kept_classes)]
    ranked = np.concatenate([last_to_go[first], np.delete(last_to_go, first)])
    return np.sort(ranked[: max(staying, len(first))])
