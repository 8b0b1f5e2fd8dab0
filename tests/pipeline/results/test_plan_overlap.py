"""How far strategies agree on what goes."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.pipeline.results import plan_overlap
from lpntk.pipeline.workspace import Workspace
from support.reading import Read

NAMES = ("fpc-largest", "random", "average-high")


def test_overlap_is_jaccard_of_what_goes(finished: Workspace) -> None:
    gone = [set(Read(finished).plan(1, name, 0.6).pruned.tolist()) for name in NAMES]
    with finished.results(1) as results:
        found = plan_overlap.compare(results, NAMES, 0.6)
        label_of = dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))
    for one in range(3):
        for other in range(3):
            expected = len(gone[one] & gone[other]) / len(gone[one] | gone[other])
            assert found.overlap[one, other] == pytest.approx(expected)
    p = len(gone[0]) / 200
    assert found.pruned.tolist() == [len(one) for one in gone]
    assert found.expected == pytest.approx(p / (2 - p), abs=0.01)
    first, second = found.only_first.tolist(), found.only_second.tolist()
    assert (set(first), set(second)) == (gone[0] - gone[1], gone[1] - gone[0])
    order = Read(finished).plan(1, NAMES[0], 0.6).order.tolist()
    assert first == sorted(first, key=order.index)
    for label, (only_first, only_second) in enumerate(found.per_class.tolist()):
        assert only_first == sum(label_of[index] == label for index in first)
        assert only_second == sum(label_of[index] == label for index in second)
    assert "two random plans would" in found.words


def test_two_random_plans_agree_as_expected(finished: Workspace) -> None:
    with finished.results(1) as results:
        by_seed = [plan_overlap.compare(results, ("random", "average-low"), 0.5, seed) for seed in range(30)]
    assert np.mean([found.overlap[0, 1] for found in by_seed]) == pytest.approx(1 / 3, abs=0.03)
    assert by_seed[0].expected == pytest.approx(1 / 3, abs=0.01)


def test_plans_that_drop_nothing_agree(finished: Workspace) -> None:
    with finished.results(1) as results:
        found = plan_overlap.compare(results, NAMES[:2], 1.0)
    assert found.overlap.tolist() == [[1, 1], [1, 1]]
    assert found.expected == 1
    assert "Neither" in found.words


@pytest.mark.parametrize("names", [["random"], [], ["random", "random"], [f"s{i}" for i in range(9)]])
def test_it_takes_two_to_eight_each_once(finished: Workspace, names: list[str]) -> None:
    with finished.results(1) as results, pytest.raises(InputError, match="give 2 to 8") as caught:
        plan_overlap.compare(results, names, 0.5)
    assert caught.value.field == "strategy"
