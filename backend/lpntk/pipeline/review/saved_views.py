"""Views of a finished analysis that people save by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.addresses import selected_rows
from lpntk.domain.keeping import SavedView, view_name, view_search
from lpntk.pipeline.results.results import Results
from lpntk.store import saved_views


def get_all(results: Results) -> list[SavedView]:
    """The views, by name."""
    return saved_views.get_all(results.session, results.id)


def get(results: Results, name: str) -> SavedView:
    """One view. NotFoundError if there is none, InputError if the name is none."""
    return saved_views.get(results.session, results.id, view_name(name))


def selected(results: Results, view: SavedView) -> NDArray[np.int64]:
    """(n,) int64, ascending: the indices of the samples that are selected in a view."""
    rows = selected_rows(view.search)
    return results.indices[rows[rows < len(results.indices)]]


def save(results: Results, name: str, search: str) -> SavedView:
    """Save a view in place of the one of that name. InputError if it is too large, or there are too many."""
    wanted, kept = view_name(name), view_search(search)
    with results.database.writing() as session:
        return saved_views.save(session, results.id, wanted, kept, results.now)


def delete(results: Results, name: str) -> None:
    """Remove a view. NotFoundError if there is none."""
    with results.database.writing() as session:
        saved_views.delete(session, results.id, view_name(name))
