"""The base of every answer, and NumPy arrays as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

SIGNIFICANT_DIGITS = 6


class Answer(BaseModel):
    """An answer: frozen, every field always there, floats that are no number written as null."""

    model_config = ConfigDict(
        frozen=True, ser_json_inf_nan="null", json_schema_serialization_defaults_required=True
    )


def floats(values: NDArray[Any]) -> list[Any]:
    """Nested lists of floats to six significant digits: what a page shows, at half the length of float32's.

    NaN stays NaN: the JSON of an `Answer` writes it as null.
    """
    numbers = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.floor(np.log10(np.abs(numbers)))
    decimals = SIGNIFICANT_DIGITS - 1 - np.where(np.isfinite(exponent), exponent, 0)
    # Two powers, of which one is 1: a negative power of ten is no exact float.
    up, down = 10.0 ** np.maximum(decimals, 0), 10.0 ** np.maximum(-decimals, 0)
    rounded: list[Any] = (np.round(numbers * up / down) * down / up).tolist()
    return rounded
