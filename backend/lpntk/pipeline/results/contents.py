"""What samples say where they are texts or rows of a table: many at once, and those with some words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.datasets.modality import modality_of
from lpntk.datasets.words import first_words, words_of_rows
from lpntk.domain import InputError, NotFoundError
from lpntk.pipeline.results.results import Results
from lpntk.store import cells, datasets

MOST_CHARACTERS = 2_000
"""Of a text among many: the whole of it is its preview."""
MOST_WORDS = 20

_AT_ONCE = 4096
_BETWEEN = "\0"


@dataclass(frozen=True)
class Contents:
    """What some samples say.

    Attributes
    ----------
    columns
        The headings of a row's cells; None of texts.
    samples
        A text each, or the cells of a row.
    cut
        The places of those of which this is the beginning.
    """

    columns: list[str] | None
    samples: list[Any]
    cut: list[int]


def some(session: Session, dataset_id: int, indices: Sequence[int]) -> Contents:
    """What some samples say, in this order. NotFoundError if one is not there, or they are pictures."""
    found = datasets.previews_there(session, dataset_id, indices)
    missing = next((index for index in indices if index not in found), None)
    if missing is not None:
        raise NotFoundError(f"There is no preview of a sample {missing} in data set {dataset_id}.")
    modality = modality_of(datasets.get(session, dataset_id).modality)
    contents = [modality.content_of(found[index]) for index in indices]
    if contents[0] is None:
        raise NotFoundError(f"The samples of data set {dataset_id} are pictures: ask for a sheet of them.")
    if isinstance(contents[0], dict):
        return Contents(list(contents[0]), [list(cells.values()) for cells in contents], [])
    cut = [place for place, text in enumerate(contents) if len(text) > MOST_CHARACTERS]
    return Contents(None, [text[:MOST_CHARACTERS] for text in contents], cut)


def in_line(results: Results, indices: Sequence[int], longest: int) -> dict[int, str]:
    """By index the first words of some samples, a line each; empty where they are pictures."""
    modality = modality_of(results.dataset.modality)
    if not is_said(results):
        return {}
    found = datasets.previews(results.session, results.dataset_id, indices)
    return {index: first_words(modality.content_of(found[index]), longest) for index in indices}


def is_said(results: Results) -> bool:
    """Whether samples have words."""
    return results.dataset.modality != "images"


def each(results: Results) -> Iterator[str]:
    """Every text, by row."""
    modality = modality_of(results.dataset.modality)
    for start in range(0, len(results.indices), _AT_ONCE):
        indices = results.indices[start : start + _AT_ONCE].tolist()
        found = datasets.previews(results.session, results.dataset_id, indices)
        for index in indices:
            yield modality.content_of(found[index])


def search(results: Results, words: str) -> NDArray[np.int64]:
    """(n,) int64, ascending: the samples that have all of some words, in small letters or capitals.

    Raises
    ------
    InputError
        If there are no words, or more than `MOST_WORDS`.
    NotFoundError
        If samples are pictures.
    """
    wanted = words.casefold().split()
    if not 1 <= len(wanted) <= MOST_WORDS:
        raise InputError(
            f"There are {len(wanted)} words to search for: give 1 to {MOST_WORDS}.", field="words"
        )
    if not is_said(results):
        raise NotFoundError(f"The samples of analysis {results.id} are pictures and have no words.")
    has = [all(word in said for word in wanted) for said in _all_words(results)]
    return results.indices[np.flatnonzero(has)]


def _all_words(results: Results) -> list[str]:
    """What every sample says in small letters, by row; remembered as one text, which is all that it costs."""

    def make() -> str:
        if results.dataset.modality == "rows":
            said = words_of_rows(cells.read(results.session, results.dataset_id))
        else:
            said = each(results)
        return _BETWEEN.join(words.replace(_BETWEEN, " ").casefold() for words in said)

    return results.recall("words", make).split(_BETWEEN)
