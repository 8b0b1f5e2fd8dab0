from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch.utils.data import Subset

from lpntk.domain import Cancelled, InputError, LearningSettings
from lpntk.learning.batches import Batches
from lpntk.learning.descent import batches_per_epoch
from lpntk.learning.retraining import Retrained, retrain
from support.training import TrainingSample

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Split:
    """Samples of which some are for testing."""

    sample: TrainingSample
    rows: np.ndarray
    test: np.ndarray


@pytest.fixture(scope="session")
def split(digits) -> Split:
    rows = np.arange(len(digits.labels))
    return Split(digits, rows[:1500], rows[1500:])


def again(split, model="mlp", *, rows=None, steps=40, seed=0, progress=None, **settings) -> Retrained:
    items, labels = split.sample.items, split.sample.labels
    return retrain(
        Batches(items, CPU),
        labels,
        split.rows if rows is None else np.asarray(rows),
        Batches(Subset(items, split.test.tolist()), CPU),
        labels[split.test],
        split.sample.architecture(model),
        LearningSettings(model=model, **settings),
        steps=steps,
        seed=seed,
        device=CPU,
        **({} if progress is None else {"progress": progress}),
    )


def accuracy(split, found):
    return found.right.sum() / len(split.test)


@pytest.mark.parametrize("model", ["lenet", "mlp"])
def test_a_fresh_model_learns_the_rows(split, model):
    found = again(split, model, steps=120)
    assert accuracy(split, found) > 0.9
    assert not found.diverged
    assert found.right.shape == (10,)
    assert (found.right <= np.bincount(split.sample.labels[split.test])).all()


def test_only_the_rows_are_learnt_from(split):
    labels = split.sample.labels
    rows = split.rows[labels[split.rows] < 3]
    found = again(split, rows=rows, steps=60)
    assert found.right[:3].all()
    assert not found.right[3:].any()


def test_the_same_seed_gives_the_same_and_torch_is_left_alone(split):
    before = torch.get_rng_state()
    first, second = again(split, "lenet", seed=3, steps=5), again(split, "lenet", seed=3, steps=5)
    assert torch.equal(torch.get_rng_state(), before)
    assert (first.right == second.right).all()
    assert (again(split, "lenet", seed=4, steps=5).right != first.right).any()


@pytest.mark.parametrize("steps", [1, 7, 30])
def test_there_are_as_many_steps_as_asked_for_whatever_an_epoch_has(split, steps):
    told: list[tuple[int, int]] = []
    again(split, rows=split.rows[:300], steps=steps, progress=lambda *now: told.append(now))
    assert told == [(done, steps + 1) for done in range(1, steps + 2)], "297 are tested in one batch"


def test_it_can_be_stopped(split):
    def stop(done, total):
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        again(split, progress=stop)


@pytest.mark.parametrize("model", ["lenet", "torchvision:resnet18"])
def test_one_sample_a_class_is_enough(few_colours, model):
    labels = few_colours.labels
    rows = np.array([np.flatnonzero(labels == label)[0] for label in range(10)])
    found = again(Split(few_colours, rows, np.arange(50, 100)), model, rows=rows, steps=3, batch_size=9)
    assert 0 <= found.right.sum() <= 50


def test_a_training_that_diverges_counts_as_wrong(split):
    found = again(split, "resnet18", steps=20, learning_rate=10.0, batch_size=16)
    assert found.diverged
    assert not found.right.any()


def test_a_single_sample_that_a_model_cannot_take_is_told_as_such(few_colours, tmp_path, monkeypatch):
    (tmp_path / "normalised.py").write_text(
        "from torch import nn\n"
        "def net(num_classes):\n"
        "    return nn.Sequential(nn.Flatten(), nn.BatchNorm1d(192), nn.Linear(192, num_classes))\n"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="batch normalisation needs two"):
        again(Split(few_colours, np.arange(1), np.arange(50, 100)), "normalised:net", steps=1)


@pytest.mark.parametrize(
    ("samples", "batch_size", "batches"),
    [(256, 128, 2), (257, 128, 2), (258, 128, 3), (1, 128, 1), (2, 128, 1), (5, 1, 5), (129, 128, 1)],
)
def test_a_last_batch_of_one_is_left_out_beside_others(samples, batch_size, batches):
    assert batches_per_epoch(samples, batch_size) == batches
