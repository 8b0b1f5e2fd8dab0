"""What a source says of samples besides what they are and how they are labelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.columns import MOST_COLUMNS, Column, Values, column_of
from lpntk.domain.keeping import key_of
from lpntk.domain.words import some

_NAMED_AT_MOST = 5


def columns_of(
    given: Mapping[str, Values], indices: NDArray[np.int64]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns of some samples, and notes of those that are left out.

    Parameters
    ----------
    given
        By name, of all samples of the source.
    indices
        (n,) int64: of which they are wanted.
    """
    found: dict[str, Column] = {}
    useless, beyond = [], []
    for name, values in given.items():
        chosen: Values = (
            values[indices] if isinstance(values, np.ndarray) else [values[row] for row in indices.tolist()]
        )
        try:
            column = column_of(name, chosen, indices)
        except InputError:  # texts that are nearly all different, say: the samples are right without them
            useless.append(name)
            continue
        if len(found) < MOST_COLUMNS and key_of(column.name) not in found:
            found[key_of(column.name)] = column
        else:
            beyond.append(name)
    return tuple(found.values()), tuple(_notes(useless, beyond))


def _notes(useless: Sequence[str], beyond: Sequence[str]) -> Iterator[str]:
    if useless:
        yield f"Columns that say nothing of use, and are left out: {some(useless, _NAMED_AT_MOST)}."
    if beyond:
        yield (
            f"Columns that are left out, since {MOST_COLUMNS} are kept and no two whose names differ by "
            f"upper and lower case alone: {some(beyond, _NAMED_AT_MOST)}."
        )
