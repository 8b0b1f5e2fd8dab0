"""What people know of samples, a column each: a number, one of some groups, or a vector a sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.errors import InputError, shown
from lpntk.domain.keeping import column_name
from lpntk.domain.text_files import without_apostrophe
from lpntk.domain.words import has_controls, is_utf8

MOST_COLUMNS = 64
"""So many may a data set have of a person's own, and so many are added at a time."""
MOST_CATEGORIES = 500
LONGEST_CATEGORY = 100
MOST_DIMENSIONS = 16_384

NONE = -1
"""The code of a sample of which a category is not known."""

Values: TypeAlias = NDArray[Any] | Sequence[str | None]
"""What a column is made of: numbers, flags, texts or moments (n,), vectors (n, D), or texts and None."""

_NOT_KNOWN = frozenset({"", "nan", "none", "null"})


class NoColumnError(InputError):
    """Values that are of no use as a column, as texts are that are nearly all different."""


class ColumnKind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    EMBEDDING = "embedding"


@dataclass(frozen=True, eq=False)
class Column:
    """What is known of n samples, in their order.

    Attributes
    ----------
    name
        What people call it.
    values
        Of a number (n,) float64, NaN where it is not known. Of a category (n,) int32, the place in
        `categories`, `NONE` where it is not known. Of an embedding (n, D) float32, finite.
    categories
        The groups of a category, sorted; empty otherwise.
    """

    name: str
    kind: ColumnKind
    values: NDArray[Any]
    categories: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,) bool: of which samples it is known."""
        if self.kind is ColumnKind.NUMBER:
            return ~np.isnan(self.values)
        if self.kind is ColumnKind.CATEGORY:
            return np.asarray(self.values != NONE)
        return np.ones(len(self.values), dtype=np.bool_)

    def texts(self) -> list[str | None]:
        """The group of each sample, of a category."""
        return [None if code == NONE else self.categories[code] for code in self.values.tolist()]


def column_of(name: str, values: Values, indices: NDArray[np.int64]) -> Column:
    """A column of what was given: of texts that are all numbers it is a number, of others a category.

    Parameters
    ----------
    name
        Any; it is tidied up.
    values
        Of n samples.
    indices
        (n,) int64: what people call these samples.

    Raises
    ------
    NoColumnError
        If they are of no use as a column, though others beside them may be.
    InputError
        If something is wrong with them; it says of which sample.
    """
    called = column_name(name)
    if isinstance(values, np.ndarray):
        if values.ndim == 2 and values.dtype.kind in "iuf":
            return _embedding(called, values, indices)
        if values.ndim != 1:
            raise InputError(
                f"The column '{called}' has the shape {values.shape}: give one number, text or vector of "
                "numbers a sample.",
                field="columns",
            )
        if values.dtype.kind in "iuf":
            return _number(called, values.astype(np.float64), indices)
        values = _texts(values)
    texts = [_tidy(text) for text in values]
    numbers = numbers_in(texts)
    return _category(called, texts) if numbers is None else _number(called, numbers, indices)


def _number(name: str, values: NDArray[np.float64], indices: NDArray[np.int64]) -> Column:
    if np.isinf(values).any():
        at = int(np.flatnonzero(np.isinf(values))[0])
        raise InputError(
            f"The column '{name}' is infinite for sample {indices[at]}: give a finite number, or nothing.",
            field="columns",
        )
    if np.isnan(values).all():
        raise _empty(name)
    return Column(name, ColumnKind.NUMBER, values)


def _category(name: str, texts: list[str | None]) -> Column:
    known = sorted({text for text in texts if text is not None})
    if not known:
        raise _empty(name)
    if len(known) > MOST_CATEGORIES:
        raise NoColumnError(
            f"The column '{name}' has {len(known):,} different texts, and a category may have "
            f"{MOST_CATEGORIES}: leave it out, or put them into groups.",
            field="columns",
        )
    for text in known:
        if len(text) > LONGEST_CATEGORY or has_controls(text) or not is_utf8(text):
            raise NoColumnError(
                f"The column '{name}' has a text that is no name of a group, '{shown(text, 40)}': leave it "
                f"out, or give texts of at most {LONGEST_CATEGORY} characters that can be shown.",
                field="columns",
            )
    place = {text: code for code, text in enumerate(known)} | {None: NONE}
    codes = np.array([place[text] for text in texts], dtype=np.int32)
    return Column(name, ColumnKind.CATEGORY, codes, tuple(known))


def _embedding(name: str, values: NDArray[Any], indices: NDArray[np.int64]) -> Column:
    if not 1 <= values.shape[1] <= MOST_DIMENSIONS:
        raise InputError(
            f"The embedding '{name}' has {values.shape[1]:,} numbers a sample: give 1 to "
            f"{MOST_DIMENSIONS:,}.",
            field="columns",
        )
    with np.errstate(over="ignore"):
        vectors = values.astype(np.float32)
    finite = np.isfinite(vectors).all(axis=1)
    if not finite.all():
        at = int(np.flatnonzero(~finite)[0])
        raise InputError(
            f"The embedding '{name}' has NaN or Inf for sample {indices[at]}: give finite numbers.",
            field="columns",
        )
    return Column(name, ColumnKind.EMBEDDING, vectors)


def _empty(name: str) -> NoColumnError:
    return NoColumnError(f"The column '{name}' holds nothing: leave it out.", field="columns")


def _texts(values: NDArray[Any]) -> list[str | None]:
    """Flags, moments, texts and whatever else as texts."""
    if values.dtype.kind == "b":
        return ["yes" if value else "no" for value in values.tolist()]
    if values.dtype.kind == "M":
        return [None if text == "NaT" else text for text in np.datetime_as_string(values).tolist()]
    return [None if one is None or one != one else str(one) for one in values.tolist()]


def _tidy(text: str | None) -> str | None:
    if text is None:
        return None
    plain = without_apostrophe(text).strip()
    return None if plain.lower() in _NOT_KNOWN else plain


def numbers_in(texts: Sequence[str | None]) -> NDArray[np.float64] | None:
    """(n,) the numbers that all texts are, NaN for None; None where one is no number, or nothing is there."""
    found = np.full(len(texts), math.nan)
    for at, text in enumerate(texts):
        if text is None:
            continue
        try:
            found[at] = float(text)
        except ValueError:
            return None
        if "_" in text:
            return None
    return found if any(text is not None for text in texts) else None
