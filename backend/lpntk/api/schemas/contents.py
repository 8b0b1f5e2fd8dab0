"""What samples say that are no pictures."""

from __future__ import annotations

from typing import TypeAlias

from lpntk.api.schemas.base import Answer

Cell: TypeAlias = int | float | str | None
Said: TypeAlias = str | list[Cell]


class ContentsOut(Answer):
    """Some samples, in the order asked for: a text each, or the cells of a row under `columns`.

    `cut` has the places of those of which this is only how they begin: their preview is the whole.
    """

    columns: list[str] | None
    samples: list[Said]
    cut: list[int]


class FoundOut(Answer):
    """The samples that were found, by ascending index."""

    indices: list[int]
