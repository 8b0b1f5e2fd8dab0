"""Any columns of any samples of a finished analysis as a table to take home."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import InputError, NotFoundError, require_one_of
from lpntk.domain.exports import TABLE_FORMATS
from lpntk.domain.labels import label_text
from lpntk.domain.left_out import suggested_labels
from lpntk.domain.text_files import columns_csv
from lpntk.pipeline.results import contents, scores, tags, yours
from lpntk.pipeline.results.parquet import parquet_bytes
from lpntk.pipeline.results.results import Results
from lpntk.scores import SCORES
from lpntk.store import decisions, evidence

Column = NDArray[Any] | list[Any]


def column(results: Results, name: str) -> Column:
    """(N,) of one column: numbers, flags or texts; a list where some have none, or several.

    index, label, predicted, head, head_similarity, x, y
        As in the table of scores. `label_name` and `predicted_name` are the classes' names.
    path
        Where the sample lies below its source's root.
    text
        What it says, the whole of it.
    suggested, suggested_name
        The left-out prediction.
    true_label, true_label_name
        The label before some were flipped.
    tags, note, decision, decided
        What people said: a list of names; a text; what was decided on its label; and the class that it got.

    Beside these and the scores there are the columns that people have added.

    Raises
    ------
    InputError
        If there is no such column.
    NotFoundError
        If this analysis does not have it; it says why.
    """
    if name in SCORES:
        return scores.column(results, name)
    if name not in _FACTS and yours.has(results, name):
        return yours.in_table(results, name)
    require_one_of(name, [*_FACTS, *SCORES, *yours.names(results)], "column", field="columns")
    return _FACTS[name](results)


def available(results: Results) -> list[str]:
    """The columns that an analysis has, facts first and a person's own last."""
    there = []
    for name, read in _FACTS.items():
        try:
            read(results)
        except NotFoundError:
            continue
        there.append(name)
    return [*there, *scores.names(results), *yours.names(results)]


def facts() -> tuple[str, ...]:
    """What the columns are called that are no scores."""
    return tuple(_FACTS)


def columns(results: Results, names: Iterable[str] | None = None) -> dict[str, Column]:
    """Some columns, or all that there are. InputError, NotFoundError: see `column`."""
    return {name: column(results, name) for name in (available(results) if names is None else names)}


def table(results: Results, columns: Iterable[str], format: str, indices: ArrayLike | None = None) -> bytes:
    """A table as a file, a line a sample, by ascending index.

    Parameters
    ----------
    columns
        Their names, in their order.
    format
        "csv", in which what is not known is empty and tags stand with "; " between them, or "parquet".
    indices
        (n,) of the samples that are in it; None for all.

    Raises
    ------
    NotFoundError
        If there is no such sample, or the analysis does not have a column.
    InputError
        If there is no such column or format, or Parquet cannot be written.
    """
    require_one_of(format, TABLE_FORMATS, "format", field="format")
    chosen = list(dict.fromkeys(columns))
    if not chosen:
        raise InputError("The table has no columns: name at least one.", field="columns")
    rows = None if indices is None else results.rows_of(indices)
    found = {name: _of_rows(column(results, name), rows) for name in chosen}
    if format == "parquet":
        return parquet_bytes(found)
    return columns_csv({name: _written(values) for name, values in found.items()})


def paths(results: Results) -> list[str] | None:
    """The path of each sample; None where samples are no files."""
    return None if results.locations is None else list(results.locations)


def texts(results: Results) -> list[str] | None:
    """What each sample says; None where samples are no texts."""
    return list(contents.each(results)) if results.dataset.modality == "texts" else None


def decided(results: Results) -> list[str | None]:
    """What was decided on the label of each sample."""
    return _of_decisions(results, lambda decision: decision.action.value)


def class_texts(results: Results, labels: NDArray[np.int64]) -> list[str]:
    """The names of classes, or their numbers where others are called the same."""
    texts = [label_text(label, results.class_names) for label in range(len(results.class_names))]
    return [texts[label] for label in labels.tolist()]


def _of_rows(values: Column, rows: NDArray[np.int64] | None) -> Column:
    if rows is None:
        return values
    return [values[row] for row in rows.tolist()] if isinstance(values, list) else values[rows]


def _written(values: Column) -> Column:
    """A column as it stands in a .csv."""
    if isinstance(values, list):
        return ["; ".join(one) if isinstance(one, list) else one for one in values]
    return values


def _paths(results: Results) -> Column:
    found = paths(results)
    if found is None:
        raise NotFoundError(
            f"The samples of analysis {results.id} are no files, and have no path: leave it out.",
            field="columns",
        )
    return found


def _texts(results: Results) -> Column:
    found = texts(results)
    if found is None:
        raise NotFoundError(
            f"The samples of analysis {results.id} are no texts: leave text out.", field="columns"
        )
    return found


def _suggested(results: Results) -> NDArray[np.int64]:
    return suggested_labels(evidence.predictions(results.session, results.id))


def _true_labels(results: Results) -> NDArray[np.int64]:
    if results.true_labels is None:
        raise NotFoundError(
            f"No labels of analysis {results.id} were flipped on purpose: leave true_label out.",
            field="columns",
        )
    return results.true_labels


def _notes(results: Results) -> Column:
    texts = {note.index: note.text for note in tags.all_notes(results)}
    return [texts.get(index) for index in results.indices.tolist()]


def _of_decisions(results: Results, part: Callable[[Any], str | None]) -> list[str | None]:
    found = decisions.current(results.session, results.decided_of)
    return [part(found[index]) if index in found else None for index in results.indices.tolist()]


def _decided_labels(results: Results) -> Column:
    def text(decision: Any) -> str | None:
        return None if decision.label is None else label_text(decision.label, results.class_names)

    return _of_decisions(results, text)


def _names_of(labels: Callable[[Results], Column]) -> Callable[[Results], Column]:
    return lambda results: class_texts(results, np.asarray(labels(results)))


_FACTS: dict[str, Callable[[Results], Column]] = {
    "index": lambda results: results.indices,
    "path": _paths,
    "text": _texts,
    "label": lambda results: results.labels,
    "label_name": _names_of(lambda results: results.labels),
    "predicted": lambda results: results.predictions[0],
    "predicted_name": _names_of(lambda results: results.predictions[0]),
    "suggested": _suggested,
    "suggested_name": _names_of(_suggested),
    "true_label": _true_labels,
    "true_label_name": _names_of(_true_labels),
    "head": lambda results: results.heads,
    "head_similarity": lambda results: results.head_similarity,
    "x": lambda results: results.places[:, 0],
    "y": lambda results: results.places[:, 1],
    "tags": tags.names_by_row,
    "note": _notes,
    "decision": decided,
    "decided": _decided_labels,
}
