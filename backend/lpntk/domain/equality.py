"""Whether two things that hold arrays are equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def equal(one: Any, other: Any) -> bool:
    """Whether two values of one type are equal to the bit; NaN equals NaN.

    Arrays by type, shape and values, dataclasses field by field, mappings and sequences entry by entry.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        floating = np.issubdtype(one.dtype, np.inexact)
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=floating)
    if is_dataclass(one):
        return all(equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)
