"""Verdicts on made-up measurements, of which it is known whether the claim holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lpntk.domain.experiment import Verdict
from lpntk.pipeline.experiments import (
    cluster_tail,
    difficulty_company,
    difficulty_size,
    forgetting,
    kernel_over_training,
)


def of_sizes(correlation: Any, runs: int = 3) -> dict[str, dict[str, Any]]:
    sizes = (64, 16, 4, 1)
    return {
        f"run-{run}/size-{size}": {
            "run": run,
            "size": size,
            "correlations": {str(other): correlation(other / size, run) for other in sizes if other > size},
        }
        for run in range(runs)
        for size in sizes
    }


def test_difficulties_that_agree_less_over_a_larger_gap() -> None:
    falling = difficulty_size.conclude(of_sizes(lambda gap, run: 0.9 - 0.1 * np.log(gap) + 0.01 * run))
    assert falling.verdict is Verdict.SEEN
    assert [row[2] for row in falling.rows] == [4.0, 4.0, 4.0, 16.0, 16.0, 64.0]
    rising = difficulty_size.conclude(of_sizes(lambda gap, run: 0.2 + 0.1 * np.log(gap)))
    assert rising.verdict is Verdict.NOT_SEEN
    few = difficulty_size.conclude(of_sizes(lambda gap, run: 1 / gap, runs=2))
    assert few.verdict is Verdict.UNDECIDED
    assert "too few" in few.sentence
    assert difficulty_size.conclude(of_sizes(lambda gap, run: None)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("most", "expected"),
    [(1, [1]), (4, [4, 1]), (5, [4, 1]), (6, [6, 4, 1]), (4096, [4096, 1024, 256, 64, 16, 4, 1])],
)
def test_sizes(most: int, expected: list[int]) -> None:
    assert difficulty_size.sizes(most) == expected


def of_company(**means: float) -> dict[str, dict[str, Any]]:
    generator = np.random.default_rng(0)
    return {
        f"target-{target}/run-0": {
            "target": target,
            "label_vector": "sign",
            "similarity": {"interchangeable": 0.9, "unrelated": 0.01, "contradictory": -0.5},
            "errors": {arm: [mean + 0.002 * generator.random()] * 4 for arm, mean in means.items()},
        }
        for target in range(5)
    }


def test_company_that_helps_hinders_and_does_nothing() -> None:
    held = difficulty_company.conclude(
        of_company(alone=0.5, interchangeable=0.2, unrelated=0.501, contradictory=0.8)
    )
    assert (held.verdict, held.notes) == (Verdict.SEEN, ())
    assert "interchangeable samples faster (-0.300)" in held.sentence
    not_held = difficulty_company.conclude(
        of_company(alone=0.5, interchangeable=0.2, unrelated=0.7, contradictory=0.8)
    )
    assert not_held.verdict is Verdict.NOT_SEEN
    assert [row[-1] for row in not_held.rows] == ["", "seen", "not seen", "seen"]


def test_it_says_where_hardly_a_pair_is_contradictory() -> None:
    found = of_company(alone=0.5, interchangeable=0.2, unrelated=0.5, contradictory=0.5)
    for unit in found.values():
        unit["similarity"]["contradictory"] = 0.1
    [note] = difficulty_company.conclude(found).notes
    assert "hardly a pair of contradictory samples" in note
    assert note.endswith("The label vector residual shows real contradictions.")


def of_steps(forgotten: int, named: int, hits: int, steps: int = 20) -> dict[str, dict[str, Any]]:
    step = {
        "right": 100,
        "forgotten": forgotten,
        "named": {"error": named, "sign": 2},
        "hits": {"error": hits, "sign": 0},
    }
    return {f"run-{run}/step-0": {"run": run, "steps": [step] * steps} for run in range(3)}


def test_forgetting_that_is_foretold_or_not() -> None:
    good = forgetting.conclude(of_steps(forgotten=5, named=5, hits=4))
    assert good.verdict is Verdict.SEEN
    assert good.rows[0][2:5] == (0.8, 0.8, 0.8)
    # By guessing 5 of 100, of which 5 are forgotten, .25 are hit.
    assert good.rows[0][-1] == pytest.approx(0.05)
    assert forgetting.conclude(of_steps(5, 10, 2)).verdict is Verdict.UNDECIDED
    assert forgetting.conclude(of_steps(5, 10, 0)).verdict is Verdict.NOT_SEEN
    assert forgetting.conclude(of_steps(5, 0, 0)).verdict is Verdict.NOT_SEEN
    few = forgetting.conclude(of_steps(0, 1, 0))
    assert (few.verdict, few.rows[0][3]) == (Verdict.UNDECIDED, None)


def clusters(tail_is_harder: float, many: bool = True) -> dict[str, dict[str, Any]]:
    """Two classes of 100: a cluster of 60 and forty of one, or ten of ten."""
    sizes = [60, *[1] * 40] if many else [10] * 10
    one = np.repeat(np.arange(len(sizes)), sizes)
    assignment, labels = np.concatenate([one, one + len(sizes)]), np.repeat([0, 1], 100)
    alone = np.bincount(assignment)[assignment] == 1
    noise = np.random.default_rng(0).random(200)
    difficulty = (noise + tail_is_harder * alone).astype(np.float32)
    measures = {"learning_difficulty": difficulty, "forgetting_events": difficulty.round(1)}
    return {"clusters": cluster_tail.measured(assignment, labels, measures)}


def test_a_tail_that_is_harder_or_not() -> None:
    held = cluster_tail.conclude(clusters(1.0))
    assert held.verdict is Verdict.SEEN
    assert held.sentence.startswith("2 of 82 clusters (2%) hold half")
    assert held.rows[0][3] > 0.9
    assert cluster_tail.conclude(clusters(-1.0)).verdict is Verdict.NOT_SEEN
    assert cluster_tail.conclude(clusters(0.0)).verdict is Verdict.UNDECIDED
    even = cluster_tail.conclude(clusters(0.0, many=False))
    assert even.verdict is Verdict.NOT_SEEN
    assert "which is no long tail" in even.sentence


def test_samples_that_are_all_alike_decide_nothing() -> None:
    found = clusters(0.0)
    flat = {"learning_difficulty": np.ones(4, np.float32)}
    found = {"clusters": cluster_tail.measured(np.array([0, 0, 0, 1]), np.zeros(4, int), flat)}
    result = cluster_tail.conclude(found)
    assert (result.verdict, result.rows[0][3]) == (Verdict.NOT_SEEN, None)


def test_without_a_tail_there_is_nothing_to_compare() -> None:
    measures = {"learning_difficulty": np.arange(4, dtype=np.float32)}
    found = {"clusters": cluster_tail.measured(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]), measures)}
    result = cluster_tail.conclude(found)
    assert result.verdict is Verdict.UNDECIDED
    assert "there is no tail" in result.sentence


def over_training(pearson: list[float], recall: float = 0.9, reproduced: bool = True) -> dict[str, Any]:
    epochs = range(1, len(pearson) + 2)
    units: dict[str, Any] = {
        "training": {"reproduced": reproduced, "accuracy": 0.9, "analysed_accuracy": 0.91},
        "seeds": {"recall": recall, "k": 10, "chance": 0.01, "chance_in_class": 0.1},
    }
    for epoch, value in zip(epochs, [None, *pearson], strict=True):
        units[f"epoch-{epoch}"] = {
            "epoch": epoch,
            "best": epoch == epochs[-1],
            "mean": 0.4,
            "self_kernel": 2.0,
            "pearson": value,
            "spearman": value,
            "histogram": [1, 2],
        }
    return units


def test_where_the_kernel_is_stable() -> None:
    stable = kernel_over_training.conclude(over_training([0.5, 0.9, 0.96, 0.99]))
    assert stable.verdict is Verdict.SEEN
    assert stable.sentence.startswith("From epoch 3 on the kernel is stable")
    assert "0.960 or more" in stable.sentence
    assert stable.notes == ()
    moving = kernel_over_training.conclude(over_training([0.99, 0.9]))
    assert moving.verdict is Verdict.NOT_SEEN
    assert "between epoch 2 and 3" in moving.sentence
    always = kernel_over_training.conclude(over_training([0.97, 0.98]))
    assert always.verdict is Verdict.NOT_SEEN
    assert "From epoch 1 on" in always.sentence
    assert kernel_over_training.conclude(over_training([0.5])).verdict is Verdict.UNDECIDED
    assert "too few checkpoints" in kernel_over_training.conclude(over_training([])).sentence


def test_neighbours_that_another_seed_does_not_find_are_told() -> None:
    [note] = kernel_over_training.conclude(over_training([0.5, 0.96], recall=0.34)).notes
    assert note.startswith("Neighbours are not stable: of a sample's 10 most interchangeable")
    assert "34% again" in note
    assert kernel_over_training.stable_note(over_training([0.5], recall=0.6)) is None


def test_a_training_that_does_not_repeat_itself_is_told() -> None:
    [note] = kernel_over_training.conclude(over_training([0.5, 0.96], reproduced=False)).notes
    assert "its accuracy is 90.00% where that had 91.00%" in note
