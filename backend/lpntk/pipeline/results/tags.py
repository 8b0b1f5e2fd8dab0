"""Tags and notes on the samples of a finished analysis, which are those on all analyses of the same data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.keeping import Note, Tag, key_of, tag_name
from lpntk.pipeline.results.results import Results
from lpntk.store import notes, tags
from lpntk.store.tags import unknown


def get_all(results: Results) -> list[Tag]:
    """Every tag, by name, with those of the analysis's samples that have it."""
    return [here(results, tag) for tag in tags.get_all(results.session, results.decided_of)]


def get(results: Results, name: str) -> Tag:
    """One tag, however it is capitalised. NotFoundError if there is none, InputError if that is no name."""
    wanted = tag_name(name)
    for tag in get_all(results):
        if key_of(tag.name) == key_of(wanted):
            return tag
    raise unknown(wanted)


def rows(results: Results) -> dict[str, NDArray[np.uint32]]:
    """By name the rows, ascending, of those of the analysis's samples that have a tag."""
    return {
        tag.name: np.searchsorted(results.indices, tag.indices).astype(np.uint32) for tag in get_all(results)
    }


def names_by_row(results: Results) -> list[list[str]]:
    """The tags of each sample, by name."""
    found: list[list[str]] = [[] for _ in results.indices]
    for name, having in rows(results).items():
        for row in having.tolist():
            found[row].append(name)
    return found


def all_notes(results: Results) -> list[Note]:
    """The notes on samples of the analysis, by ascending index."""
    found = notes.get_all(results.session, results.decided_of)
    known = set(results.indices.tolist())
    return [note for index, note in found.items() if index in known]


def here(results: Results, tag: Tag) -> Tag:
    """A tag with those of its samples that the analysis has: others of the same data may have more."""
    return replace(tag, indices=tag.indices[np.isin(tag.indices, results.indices, assume_unique=True)])
