"""Who stays for whom, against plain NumPy on the stored matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lpntk.domain import Relation
from lpntk.pipeline.results import plans, stand_ins
from lpntk.pipeline.workspace import Workspace
from lpntk.store import summaries
from support.reading import Read


@pytest.mark.parametrize("strategy", ["fpc-largest", "random", "fpc-heads", "average-low"])
@pytest.mark.parametrize("keep", [0.8, 0.3])
def test_it_is_the_head_or_the_nearest_that_stays(finished: Workspace, strategy: str, keep: float) -> None:
    kappa = Read(finished).kernel(1).astype(np.float64)
    length = np.sqrt(kappa.diagonal())
    c = kappa / length / length[:, None]
    with finished.results(1) as results:
        plan = plans.plan(results, strategy, keep)
        stands, similarity = stand_ins.stands_for(results, plan)
        kept, indices, labels, heads = set(plan.kept.tolist()), results.indices, results.labels, results.heads
        neighbours = summaries.neighbours(results.session, 1, Relation.INTERCHANGEABLE).rows
    for index, stand, likeness in zip(
        plan.pruned.tolist(), stands.tolist(), similarity.tolist(), strict=True
    ):
        row = int(np.searchsorted(indices, index))
        beside = [n for n in neighbours[row] if int(indices[n]) in kept and labels[n] == labels[row]]
        if int(heads[row]) in kept:
            assert stand == heads[row]
        elif beside:
            assert stand == indices[beside[0]]
            assert likeness == pytest.approx(max(c[row, beside]), abs=1e-5)
        else:
            assert stand == -1
            assert np.isnan(likeness)
            continue
        assert stand in kept
        assert likeness == pytest.approx(c[row, np.searchsorted(indices, stand)], abs=1e-5)


def test_groups_are_all_that_go_the_largest_first(finished: Workspace) -> None:
    with finished.results(1) as results:
        plan = plans.plan(results, "random", 0.4)
        groups = stand_ins.stand_ins(results, plan)
        of_seven = stand_ins.stand_ins(results, plan, label=7)
        labels = dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))
    sizes = [len(group.members) for group in groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(np.concatenate([group.members for group in groups]).tolist()) == plan.pruned.tolist()
    for group in groups:
        assert {labels[index] for index in group.members.tolist()} == {group.label}
        if group.stands is not None:
            assert labels[group.stands] == group.label
            assert (np.diff(group.similarity) <= 0).all()
    assert {group.label for group in of_seven} == {7}
    assert sum(len(group.members) for group in of_seven) == sum(labels[i] == 7 for i in plan.pruned.tolist())


def test_of_samples_without_a_gradient_nobody_is_known(finished: Workspace) -> None:
    with finished.results(1) as results:
        plan = plans.plan(results, "fpc-largest", 0.5)
        gone = int(np.searchsorted(results.indices, plan.pruned[3]))
        results.kernel = replace(results.kernel, excluded=(gone,))
        stands, similarity = stand_ins.stands_for(results, plan)
    assert stands[3] == -1
    assert np.isnan(similarity[3])
    assert np.count_nonzero(stands < 0) == np.count_nonzero(np.isnan(similarity))


def test_where_all_stay_nobody_stands_for_anybody(finished: Workspace) -> None:
    with finished.results(1) as results:
        assert stand_ins.stand_ins(results, plans.plan(results, "random", 1.0)) == []
