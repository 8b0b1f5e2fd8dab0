from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from lpntk.domain.equality import equal


@dataclass(frozen=True, eq=False)
class Thing:
    numbers: np.ndarray
    parts: dict[str, object]


def thing() -> Thing:
    return Thing(np.array([1.0, np.nan]), {"a": [np.arange(3), "x"], "b": None})


def test_copies_are_equal_nan_included() -> None:
    assert equal(thing(), thing())


@pytest.mark.parametrize(
    "other",
    [
        Thing(np.array([1.0, 2.0]), thing().parts),
        Thing(np.array([1.0, np.nan], dtype=np.float32), thing().parts),
        Thing(thing().numbers, {"a": [np.arange(3), "y"], "b": None}),
        Thing(thing().numbers, {"a": [np.arange(3), "x"]}),
        Thing(thing().numbers, {"a": [np.arange(3)], "b": None}),
        "a thing",
    ],
)
def test_what_differs_anywhere_is_not(other: object) -> None:
    assert not equal(thing(), other)


def test_strings_and_flags_are_compared_as_they_are() -> None:
    assert equal(np.array(["a", "b"]), np.array(["a", "b"]))
    assert not equal(np.array([True]), np.array([1]))
