"""Arrays as JSON."""

from __future__ import annotations

import json
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lpntk.api.schemas.base import Answer, floats


class Column(Answer):
    values: list[float | None]


def test_what_is_no_number_is_null():
    column = Column.model_construct(values=floats(np.array([1.5, np.nan, np.inf, -np.inf], np.float32)))
    assert json.loads(column.model_dump_json()) == {"values": [1.5, None, None, None]}


def test_shapes_stay():
    assert floats(np.array([[0.1, 0.2], [0, -3]], np.float32)) == [[0.1, 0.2], [0.0, -3.0]]
    assert floats(np.empty(0, np.float32)) == []


@given(
    arrays(
        np.float32, st.integers(0, 20), elements=st.floats(width=32, allow_nan=False, allow_infinity=False)
    )
)
def test_six_digits_are_kept(values):
    for before, after in zip(values.tolist(), floats(values), strict=True):
        assert math.isclose(before, after, rel_tol=1e-5)
        assert not 1e-15 < abs(after) < 1e20 or float(f"{after:.6g}") == after
