"""Products of bfloat16 parts, which a processor computes by the same steps as a card, if slowly."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lpntk.kernels.features.split_products import PIECE, has_fast_bfloat16, split_products


@settings(max_examples=25)
@given(
    rows=st.integers(1, 9),
    columns=st.integers(1, 9),
    length=st.sampled_from([1, 7, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE + 3]),
    scale=st.sampled_from([1e-12, 1.0, 1e12]),
    seed=st.integers(0, 2**16),
)
def test_they_are_as_near_to_float64_as_two_parts_can_be(rows, columns, length, scale, seed):
    generator = torch.Generator().manual_seed(seed)
    mine = scale * torch.randn(rows, length, generator=generator)
    theirs = torch.randn(columns, length, generator=generator)

    found = split_products(mine, theirs)

    exact = mine.double() @ theirs.double().T
    lengths = mine.double().norm(dim=1)[:, None] * theirs.double().norm(dim=1)
    assert found.dtype == torch.float32
    # What middle times middle and the third part would give is left out: 2^-16 of each number.
    assert ((found - exact).abs() <= 2**-15 * lengths).all()


def test_middle_parts_count():
    value = torch.tensor([[1 + 2**-10]])  # bfloat16 alone has 1
    assert split_products(value, value).item() == pytest.approx(float(value) ** 2, abs=1e-5)


def test_a_processor_is_not_fast_at_it():
    assert not has_fast_bfloat16(torch.device("cpu"))
