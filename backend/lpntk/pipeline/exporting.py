"""Results as files."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from dataclasses import fields
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import PruningPlan, Relation, require_one_of
from lpntk.pipeline import samples
from lpntk.pipeline.samples import Finished
from lpntk.pipeline.stored_matrix import StoredMatrix
from lpntk.pruning import export_plan
from lpntk.store import datasets, kernels
from lpntk.store.engine import Database

EXPORTS: dict[str, tuple[str, ...]] = {
    "kernel": ("npy", "npz"),
    "summary": ("npz",),
    "clusters": ("json", "csv"),
    "scores": ("csv", "json"),
    "report": ("html",),
}
"""The results that can be taken home, and the formats of each, the usual one first."""


def check(what: str, format: str) -> None:
    """Refuse what is not in `EXPORTS`. InputError."""
    require_one_of(what, EXPORTS, "export", field="what")
    require_one_of(format, EXPORTS[what], f"format of {what}", field="format")


def plan(session: Session, of: Finished, plan: PruningPlan, format: str) -> bytes:
    """A pruning plan as a file."""
    dataset = datasets.get(session, of.dataset_id)
    return export_plan(
        plan,
        format,
        indices=datasets.indices(session, of.dataset_id),
        labels=datasets.labels(session, of.dataset_id),
        class_names=dataset.class_names,
        locations=datasets.locations(session, of.dataset_id),
        fingerprint=dataset.fingerprint,
        split=dataset.split,
        version=version("lpntk"),
    )


def export(database: Database, of: Finished, what: str, format: str) -> bytes:
    """Any of the results in `EXPORTS` but the report, whose figures drawing.py draws."""
    if what == "kernel":
        return kernel(database, of, format)
    with database.reading() as session:
        if what == "summary":
            return summary(session, of)
        return {"clusters": clusters, "scores": scores}[what](session, of, format)


def kernel_matrix(database: Database, of: Finished) -> NDArray[np.float32]:
    """(N, N) float32: kappa."""
    return StoredMatrix(database, of.analysis_id, cache_bytes=0).dense()


def kernel(database: Database, of: Finished, format: str) -> bytes:
    """npy: the matrix (N, N) float32. npz: that as `matrix`, with `indices` and `labels`."""
    matrix = kernel_matrix(database, of)
    if format == "npy":
        return _file(lambda file: np.save(file, matrix, allow_pickle=False))
    with database.reading() as session:
        return _npz(matrix=matrix, **_numbers(session, of))


def summary(session: Session, of: Finished) -> bytes:
    """npz: the arrays of `KernelSummary`, neighbours as indices rather than rows."""
    whole = kernels.summary(session, of.analysis_id)
    arrays = _numbers(session, of)
    for relation in Relation:
        neighbours = whole.neighbours(relation)
        arrays[f"{relation}_indices"] = arrays["indices"][neighbours.rows]
        arrays[f"{relation}_similarity"] = neighbours.similarity
    return _npz(
        self_kernel=whole.self_kernel,
        self_max=whole.self_max,
        histogram=whole.histogram,
        class_means=whole.class_means,
        **arrays,
    )


def clusters(session: Session, of: Finished, format: str) -> bytes:
    """json: head, label, size and members of each cluster. csv: a line a sample."""
    if format == "json":
        return _json({"clusters": [vars(view) for view in samples.clusters(session, of)]})
    table = samples.table(session, of)
    columns = {"index": table.index, "label": table.label, "head": table.head}
    return _csv({**columns, "head_similarity": table.head_similarity})


def scores(session: Session, of: Finished, format: str) -> bytes:
    """The columns of `SampleTable`, and paths of files. csv: a line a sample. json: an array a column."""
    table = samples.table(session, of)
    columns: dict[str, Any] = {field.name: getattr(table, field.name) for field in fields(table)}
    locations = datasets.locations(session, of.dataset_id)
    if locations is not None:
        columns["path"] = np.array(locations)
    if format == "csv":
        return _csv(columns)
    return _json({name: list(map(_finite, column.tolist())) for name, column in columns.items()})


def _numbers(session: Session, of: Finished) -> dict[str, NDArray[Any]]:
    return {
        "indices": datasets.indices(session, of.dataset_id),
        "labels": datasets.labels(session, of.dataset_id),
    }


def _npz(**arrays: NDArray[Any]) -> bytes:
    return _file(lambda file: np.savez(file, allow_pickle=False, **arrays))


def _file(write: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _csv(columns: dict[str, NDArray[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue().encode()


def _finite(value: Any) -> Any:
    """The value itself, or None for NaN, which JSON has no word for."""
    return None if isinstance(value, float) and math.isnan(value) else value
