"""What samples say in words, where they say any: to search in, and where a path would stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.rows import as_whole
from lpntk.domain.columns import Column, ColumnKind

_SHORTENED = "…"


def words_of_rows(columns: Sequence[Column]) -> Iterator[str]:
    """All words of each row of a table: its cells, a line each.

    Examples
    --------
    >>> hue = Column("hue", ColumnKind.NUMBER, np.array([1.04, 2.0]))
    >>> list(words_of_rows([hue, Column("colour", ColumnKind.CATEGORY, np.array([0, -1]), ("deep",))]))
    ['hue 1.04\\ncolour deep', 'hue 2\\ncolour –']
    """
    return map("\n".join, zip(*map(_words_of_column, columns), strict=True))


def _words_of_column(column: Column) -> NDArray[np.object_]:
    """(N,) words: each different cell is put into words once."""
    if column.kind is ColumnKind.CATEGORY:
        different: Sequence[Any] = (*column.categories, None)  # the last is that of NONE
        places = column.values
    else:
        numbers, places = np.unique(column.values, return_inverse=True)
        different = [None if np.isnan(number) else as_whole(number) for number in numbers.tolist()]
    return np.array([f"{column.name} {shown_cell(cell)}" for cell in different], dtype=object)[places]


def first_words(content: Any, longest: int) -> str:
    """A sample in a line of at most so many characters: how its text begins, or its first cells.

    Examples
    --------
    >>> first_words("Return a task\\n\\nobject.", 20)
    'Return a task objec…'
    >>> first_words({"hue": 1.04, "colour": "deep"}, 40)
    'hue 1.04, colour deep'
    """
    if isinstance(content, dict):
        line = ", ".join(f"{name} {shown_cell(cell)}" for name, cell in content.items())
    else:
        line = " ".join((content or "")[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1] + _SHORTENED


def shown_cell(cell: Any) -> str:
    """A cell as people read it: a dash where it is not known."""
    if cell is None:
        return "–"
    return f"{cell:.5g}" if isinstance(cell, float) else str(cell)
