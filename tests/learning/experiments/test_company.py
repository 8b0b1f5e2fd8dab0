"""How fast a sample is learnt in company."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.utils.data import TensorDataset

from lpntk.learning.experiments.company import error_curves
from lpntk.learning.experiments.students import Course
from lpntk.learning.weights import write_weights
from support.courses import course_of
from support.training import TrainingSample


@pytest.fixture(scope="module")
def twins() -> Course:
    """One image, five times under its label and five times under another, and five that are blank."""
    generator = torch.Generator().manual_seed(0)
    image = torch.rand(1, 8, 8, generator=generator)
    images = torch.stack([image] * 10 + [torch.zeros(1, 8, 8)] * 5)
    labels = np.array([0] * 5 + [1] * 5 + [2] * 5)
    return course_of(TrainingSample(TensorDataset(images, torch.from_numpy(labels)), labels, (8, 8, 1)))


def curves(course: Course, **more: object) -> dict[str, np.ndarray]:
    companies = {"alone": (), "same": (1, 2, 3, 4), "against": (5, 6, 7, 8)}
    settings = {"learning_rate": 0.5, "updates": 15, "seed": 0, **more}
    return error_curves(course, 0, companies, **settings)


def test_copies_help_and_contradictions_hinder(twins: Course) -> None:
    found = curves(twins)

    assert {name: len(curve) for name, curve in found.items()} == {"alone": 16, "same": 16, "against": 16}
    np.testing.assert_allclose([curve[0] for curve in found.values()], found["alone"][0], rtol=1e-5)
    assert (found["same"][1:] < found["alone"][1:]).all()
    assert (found["against"][1:] > found["alone"][1:]).all()


def test_copies_are_as_many_steps_at_once(twins: Course) -> None:
    """Five equal losses over a divisor of five pull as the one alone at five times the rate."""
    alone = error_curves(twins, 0, {"alone": ()}, learning_rate=0.5, updates=15, seed=0)
    np.testing.assert_allclose(curves(twins)["same"], alone["alone"], rtol=1e-4)


def test_it_begins_where_it_is_told(twins: Course) -> None:
    torch.manual_seed(3)
    weights = write_weights(twins.student())
    one, other = (curves(twins, start=weights, seed=seed) for seed in (0, 1))

    np.testing.assert_array_equal(one["alone"], other["alone"])
    assert one["alone"][0] != curves(twins)["alone"][0]


def test_every_update_is_told(twins: Course) -> None:
    told: list[None] = []
    curves(twins, updates=4, after_update=lambda: told.append(None))
    assert len(told) == 3 * 4
