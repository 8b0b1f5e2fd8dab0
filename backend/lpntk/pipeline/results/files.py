"""Results as files."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import NotFoundError, PruningPlan, Relation, require_one_of
from lpntk.domain.exports import EXPORTS, Result
from lpntk.domain.notes import no_matrix_words
from lpntk.domain.text_files import columns_csv, json_bytes, utf8
from lpntk.pipeline.results import atlas, samples, tables, yours
from lpntk.pipeline.results.origin import origin
from lpntk.pipeline.results.outlook import outlook
from lpntk.pipeline.results.parquet import parquet_bytes
from lpntk.pipeline.results.results import Results
from lpntk.pruning import export_plan
from lpntk.store import summaries
from lpntk.store.kernel_matrix import StoredMatrix


def export(results: Results, what: Result | str, format: str, *, images: bool = False) -> bytes:
    """A result as a file; `EXPORTS` says which formats each has.

    Parameters
    ----------
    images
        Whether the table for other programs holds the samples' small images, too.

    Raises
    ------
    InputError
        If there is no such file.
    NotFoundError
        If this analysis does not have that result.
    """
    require_one_of(what, EXPORTS, "export", field="what")
    require_one_of(format, EXPORTS[Result(what)].formats, f"format of {what}", field="format")
    writers: dict[str, Callable[[], bytes]] = {
        Result.REPORT: lambda: _report(results),
        Result.KERNEL: lambda: _kernel(results, format),
        Result.SUMMARY: lambda: _summary(results),
        Result.CLUSTERS: lambda: _clusters(results, format),
        Result.SCORES: lambda: _scores(results, format),
        Result.ATLAS: lambda: atlas.table(results, images=images),
        Result.PARQUET: lambda: parquet_bytes(tables.columns(results)),
    }
    return writers[what]()


def plan_file(
    results: Results, plan: PruningPlan, format: str, *, gone: bool = False, forecast: bool = True
) -> bytes:
    """A pruning plan as a file: npy, json, csv or txt.

    Parameters
    ----------
    gone
        Whether to list what it drops.
    forecast
        Whether json says what is forecast of it; of a plan that no strategy makes nothing is.

    Raises
    ------
    InputError
        If the format is unknown.
    """
    return export_plan(
        plan,
        format,
        indices=results.indices,
        labels=results.labels,
        locations=results.locations,
        origin=origin(results, plan.pruned if gone else plan.kept) if format == "json" else {},
        gone=gone,
        forecast=outlook(results, plan).to_dict() if format == "json" and forecast else None,
    )


def kernel_matrix(results: Results) -> NDArray[np.float32]:
    """(N, N) float32: kappa between all samples. NotFoundError where there is no matrix; it says why."""
    if not results.kernel.keeps_matrix:
        words = no_matrix_words(is_sketch=results.kernel.is_sketch)
        raise NotFoundError(f"Analysis {results.id} has no kernel matrix: {words}.")
    return StoredMatrix(results.reading, results.id, cache_bytes=0).dense()


def _report(results: Results) -> bytes:
    from lpntk.pipeline.results import figures  # Plotly takes its time to import

    return utf8(figures.report(results))


def _kernel(results: Results, format: str) -> bytes:
    """npy: the matrix (N, N) float32. npz: that as `matrix`, with `indices` and `labels`."""
    matrix = kernel_matrix(results)
    if format == "npy":
        return _file(lambda file: np.save(file, matrix, allow_pickle=False))
    return _npz(matrix=matrix, indices=results.indices, labels=results.labels)


def _summary(results: Results) -> bytes:
    """npz: the arrays of `KernelSummary`, neighbours as indices rather than rows."""
    whole = summaries.get(results.session, results.id)
    arrays: dict[str, NDArray[Any]] = {"indices": results.indices, "labels": results.labels}
    for relation in Relation:
        neighbours = whole.neighbours(relation)
        arrays[f"{relation}_indices"] = results.indices[neighbours.rows]
        arrays[f"{relation}_similarity"] = neighbours.similarity
    return _npz(
        self_kernel=whole.self_kernel,
        self_max=whole.self_max,
        histogram=whole.histogram,
        class_means=whole.class_means,
        **arrays,
    )


def _clusters(results: Results, format: str) -> bytes:
    """json: head, label, size and members of each cluster. csv: a line a sample."""
    if format == "json":
        return json_bytes({"clusters": [vars(view) for view in samples.clusters(results)]})
    table = samples.table(results)
    columns = {"index": table.index, "label": table.label, "head": table.head}
    return columns_csv({**columns, "head_similarity": table.head_similarity})


def _scores(results: Results, format: str) -> bytes:
    """Every sample's class, cluster, place, scores and own columns, and path where it is a file.

    csv: a line a sample. json, npz, parquet: an array a column.
    """
    table = samples.table(results)
    columns: dict[str, Any] = {**vars(table), **table.scores}
    del columns["scores"]
    if results.locations is not None:
        columns["path"] = np.array(results.locations)
    columns |= {name: yours.in_table(results, name) for name in yours.names(results)}
    if format == "csv":
        return columns_csv(columns)
    if format == "npz":
        return _npz(**{name: _as_array(column) for name, column in columns.items()})
    if format == "parquet":
        return parquet_bytes(columns)
    return json_bytes({name: list(map(_finite, _as_list(column))) for name, column in columns.items()})


def _as_list(column: NDArray[Any] | list[str | None]) -> list[Any]:
    return column if isinstance(column, list) else column.tolist()


def _as_array(column: NDArray[Any] | list[str | None]) -> NDArray[Any]:
    """A column for an archive of arrays, in which a text that is not known is empty."""
    return np.array([text or "" for text in column]) if isinstance(column, list) else column


def _npz(**arrays: NDArray[Any]) -> bytes:
    return _file(lambda file: np.savez(file, allow_pickle=False, **arrays))


def _file(write: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _finite(value: Any) -> Any:
    """The value itself, or None for NaN, which JSON has no word for."""
    return None if isinstance(value, float) and math.isnan(value) else value
