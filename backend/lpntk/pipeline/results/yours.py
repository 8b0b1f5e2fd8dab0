"""All that a person's own data say of each sample: its row of a table, columns added, embeddings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.columns import Column, ColumnKind
from lpntk.pipeline.results import cells, embeddings, own_columns
from lpntk.pipeline.results.results import Results
from lpntk.scores.base import Suspicious
from lpntk.store.own_columns import Held

GROUP = "Yours"
"""What stands over those added where they are listed with scores."""
TABLE_GROUP = "In the table"
"""What stands over the columns of rows."""

_NOT_KNOWN = "none"


@dataclass(frozen=True)
class OwnScore:
    """What is said of one of them where scores are listed; see `lpntk.scores.Score`."""

    name: str
    title: str
    help: str
    categories: tuple[str, ...] = ()
    unit: str = ""
    suspicious: Suspicious | None = None
    is_flag: bool = False
    group: str = GROUP


def all_of(results: Results) -> list[OwnScore]:
    """Everything of one value a sample, in the order in which it was added."""
    agreements = [
        OwnScore(
            embeddings.agreement_name(view.name),
            embeddings.agreement_name(view.name),
            f"The share of its {view.counted} nearest by the kernel that are among as many by {view.name}.",
            suspicious="low",
        )
        for view in embeddings.compared(results)
    ]
    of_rows = [
        _described(column, cells.heading(results, name), TABLE_GROUP)
        for name, column in cells.columns(results).items()
    ]
    added = [_described(own_columns.values(results, held), held.name, GROUP) for held in _tabular(results)]
    return [*of_rows, *added, *agreements]


def names(results: Results) -> list[str]:
    """What they are called."""
    agreements = [embeddings.agreement_name(view.name) for view in embeddings.compared(results)]
    return [*cells.columns(results), *(held.name for held in _tabular(results)), *agreements]


def has(results: Results, name: str) -> bool:
    """Whether there is one of this name, exactly so."""
    return name in names(results) or own_columns.find(results, name) is not None


def as_sent(results: Results, name: str) -> NDArray[Any]:
    """(N,) numbers as a page takes them; see `own_columns.as_sent`. NotFoundError if there is none."""
    view = embeddings.of_agreement(results, name)
    if view is not None:
        return embeddings.agreement(results, view.name)
    return own_columns.as_sent(_column(results, name))


def in_table(results: Results, name: str) -> NDArray[Any] | list[str | None]:
    """(N,) as a table has them: numbers, or texts and None. NotFoundError; InputError of an embedding."""
    view = embeddings.of_agreement(results, name)
    if view is not None:
        return embeddings.agreement(results, view.name)
    return own_columns.in_table(_column(results, name))


def numbers(results: Results, name: str) -> NDArray[np.floating]:
    """(N,) numbers, NaN where not known. NotFoundError; InputError if they are no numbers."""
    view = embeddings.of_agreement(results, name)
    if view is not None:
        return embeddings.agreement(results, view.name)
    return own_columns.numbers(_column(results, name))


def of_row(results: Results, row: int) -> dict[str, float | str | None]:
    """Each one's value of one sample, None where it is not known."""
    found: dict[str, float | str | None] = {}
    for name in names(results):
        value = in_table(results, name)[row]
        if value is None or isinstance(value, str):
            found[name] = value
        else:
            found[name] = None if np.isnan(value) else float(value)
    return found


def version(results: Results) -> tuple[Any, ...]:
    """What is another one whenever any of them is."""
    own = results.own_columns
    compared = tuple(view.task.id for view in embeddings.compared(results) if view.task)
    return tuple(held.id for held in own), compared


def _tabular(results: Results) -> list[Held]:
    return [held for held in results.own_columns if held.kind is not ColumnKind.EMBEDDING]


def _column(results: Results, name: str) -> Column:
    """A column of the rows, or one that was added. NotFoundError if there is none."""
    found = cells.columns(results).get(name)
    return own_columns.values(results, own_columns.get(results, name)) if found is None else found


def _described(column: Column, title: str, group: str) -> OwnScore:
    known, total = int(column.known.sum()), len(column)
    of = "each sample" if known == total else f"{known:,} of {total:,} samples"
    whose = " of yours" if group == GROUP else ""
    if column.kind is ColumnKind.NUMBER:
        return OwnScore(column.name, title, f"A number{whose}, known of {of}.", group=group)
    groups = column.categories if known == total else (*column.categories, _none(column.categories))
    return OwnScore(column.name, title, f"Groups{whose}, known of {of}.", groups, group=group)


def _none(categories: tuple[str, ...]) -> str:
    """What is shown where a category is not known."""
    return f"({_NOT_KNOWN})" if _NOT_KNOWN in categories else _NOT_KNOWN
