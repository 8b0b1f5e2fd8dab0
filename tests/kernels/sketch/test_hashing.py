"""Count sketches: linear, seeded, unbiased, and with the variance that they promise."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lpntk.kernels.sketch.hashing import CountSketch

CPU = torch.device("cpu")
# Of seed 1, name "weight", length 24 and width 16.
SLOTS = [5, 0, 6, 3, 13, 14, 7, 15, 1, 8, 10, 4, 12, 2, 11, 9, 3, 15, 8, 11, 4, 0, 14, 13]
SIGNS = [0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0]


def sketched(values: Tensor, width: int, seed: int, name: str = "weight") -> Tensor:
    out = torch.zeros(len(values), width)
    CountSketch.draw(values.shape[1], width, seed, name, CPU).add(values, out)
    return out


def vectors(length: int, seed: int) -> Tensor:
    return torch.randn(2, length, generator=torch.Generator().manual_seed(seed))


@settings(max_examples=40, deadline=None)
@given(length=st.integers(1, 200), width=st.integers(16, 90), seed=st.integers(0, 2**32 - 1))
def test_slots_are_dealt_out_in_rounds(length: int, width: int, seed: int) -> None:
    sketch = CountSketch.draw(length, width, seed, "weight", CPU)

    assert sketch.slots.shape == sketch.signs.shape == (length,)
    assert set(sketch.signs.tolist()) <= {1.0, -1.0}
    for round_ in sketch.slots.split(width):
        assert len(round_.unique()) == len(round_)
        assert 0 <= round_.min() <= round_.max() < width


@settings(max_examples=40, deadline=None)
@given(length=st.integers(1, 64), extra=st.integers(0, 40), seed=st.integers(0, 1000))
def test_vectors_that_fit_keep_their_products(length: int, extra: int, seed: int) -> None:
    x = vectors(length, seed)

    found = sketched(x, max(16, length + extra), seed)

    torch.testing.assert_close(found @ found.T, x @ x.T)


def test_the_map_is_linear_and_adds_to_what_is_there() -> None:
    x, y = vectors(300, 0)
    sketch = CountSketch.draw(300, 32, 0, "weight", CPU)
    out = torch.ones(1, 32)

    sketch.add(x[None], out)
    sketch.add(2 * y[None], out)

    torch.testing.assert_close(out - 1, sketched((x + 2 * y)[None], 32, 0))


def test_seed_and_name_decide_the_map() -> None:
    x = vectors(300, 0)

    assert torch.equal(sketched(x, 64, 5), sketched(x, 64, 5))
    assert not torch.equal(sketched(x, 64, 5), sketched(x, 64, 6))
    assert not torch.equal(sketched(x, 64, 5), sketched(x, 64, 5, name="bias"))


def test_the_map_is_the_same_on_every_machine() -> None:
    sketch = CountSketch.draw(24, 16, 1, "weight", CPU)

    assert sketch.slots.tolist() == SLOTS
    assert (sketch.signs > 0).int().tolist() == SIGNS


@pytest.mark.parametrize("length", [40, 700])
def test_products_are_unbiased_with_the_variance_of_a_random_projection(length: int) -> None:
    x, y = vectors(length, 1)
    y = x + 0.5 * y
    width, draws = 32, 3000

    products = []
    for seed in range(draws):
        a, b = sketched(torch.stack([x, y]), width, seed)
        products.append(float(a @ b))

    exact = float(x @ y)
    variance = float((x @ x) * (y @ y) + exact**2) / width
    # Five standard errors; the seeds are fixed.
    assert abs(np.mean(products) - exact) < 5 * (variance / draws) ** 0.5
    assert np.var(products) < 1.15 * variance
