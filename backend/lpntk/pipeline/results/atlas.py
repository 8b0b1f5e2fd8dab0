"""A table that other programs open: Embedding Atlas with its map and neighbours, FiftyOne, pandas."""

from __future__ import annotations

from typing import Any

import numpy as np

from lpntk.domain import InputError, Relation
from lpntk.domain.text_files import encodable
from lpntk.pipeline.results import contents, scores, tables, tags, yours
from lpntk.pipeline.results.parquet import arrow, parquet_bytes
from lpntk.pipeline.results.results import Results
from lpntk.store import datasets, summaries


def table(results: Results, *, images: bool = False) -> bytes:
    """Every sample with all that is known of it, as Parquet, a row a sample by ascending index.

    index
        int64: the sample's position in the original data set.
    path
        Where it lies below its source's root; not there where samples are no files.
    text
        What it says; not there where samples are no texts.
    label, predicted
        The classes' names.
    x, y
        float32: its place on the map.
    neighbors
        The samples most interchangeable with it as {ids: list<int64>, distances: list<float32>}, which is
        what Embedding Atlas takes: `ids` are rows of this table, from 0, and a distance is 1 - c.
    the scores
        float32, or bool.
    tags, note, decision
        What people said: list<string>, and texts.
    a person's own columns
        double, or string.
    image
        {bytes, path}, as Hugging Face's data sets have it: the small image. Only where `images` is wanted.

    Raises
    ------
    InputError
        If pyarrow is not there, or `images` are wanted of samples that are none.
    """
    if images and contents.is_said(results):
        raise InputError(
            f"The samples of analysis {results.id} are {results.dataset.modality}, of which there are no "
            "images: leave images out.",
            field="images",
        )
    columns: dict[str, Any] = {"index": results.indices}
    paths = tables.paths(results)
    if paths is not None:
        columns["path"] = paths
    texts = tables.texts(results)
    if texts is not None:
        columns["text"] = texts
    columns |= {
        "label": tables.class_texts(results, results.labels),
        "predicted": tables.class_texts(results, results.predictions[0]),
        "x": results.places[:, 0],
        "y": results.places[:, 1],
        "neighbors": _neighbours(results),
        **scores.of_all(results),
        "tags": tags.names_by_row(results),
        "note": tables.column(results, "note"),
        "decision": tables.column(results, "decision"),
        **{name: yours.in_table(results, name) for name in yours.names(results)},
    }
    if images:
        columns["image"] = _images(results, paths)
    return parquet_bytes(columns)


def _neighbours(results: Results) -> Any:
    """Of each row those that have a similarity: a sample that was left out has none."""
    pyarrow = arrow()
    found = summaries.neighbours(results.session, results.id, Relation.INTERCHANGEABLE)
    known = np.isfinite(found.similarity)
    ends = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int32)
    distances = np.maximum(1 - found.similarity[known], 0).astype(np.float32)
    lists = (pyarrow.ListArray.from_arrays(ends, values) for values in (found.rows[known], distances))
    return pyarrow.StructArray.from_arrays(list(lists), names=["ids", "distances"])


def _images(results: Results, paths: list[str] | None) -> Any:
    pyarrow = arrow()
    indices = results.indices.tolist()
    previews = datasets.previews(results.session, results.dataset_id, indices)
    contents = pyarrow.array([previews[index] for index in indices], pyarrow.binary())
    names = [None] * len(indices) if paths is None else list(map(encodable, paths))
    return pyarrow.StructArray.from_arrays(
        [contents, pyarrow.array(names, pyarrow.string())], names=["bytes", "path"]
    )
