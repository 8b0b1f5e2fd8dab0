"""What a source says of samples besides what they are and how they are labelled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.columns import Column, Values, column_of
from lpntk.domain.words import some

_NAMED_AT_MOST = 5


def columns_of(
    given: Mapping[str, Values], indices: NDArray[np.int64]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns of some samples, and a note of those that are of no use.

    Parameters
    ----------
    given
        By name, of all samples of the source.
    indices
        (n,) int64: of which they are wanted.
    """
    found, without = [], []
    for name, values in given.items():
        chosen: Values = (
            values[indices] if isinstance(values, np.ndarray) else [values[row] for row in indices.tolist()]
        )
        try:
            found.append(column_of(name, chosen, indices))
        except InputError:  # texts that are nearly all different, say: the samples are right without them
            without.append(name)
    note = f"Columns that say nothing of use, and are left out: {some(without, _NAMED_AT_MOST)}."
    return tuple(found), (note,) if without else ()
