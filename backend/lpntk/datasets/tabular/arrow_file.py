"""Tables in Parquet and Arrow files, such as Hugging Face writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lpntk.datasets.tabular.table import Kind, Table, TableColumn, column_of_strings
from lpntk.domain import InputError
from lpntk.domain.errors import shown
from lpntk.domain.words import printable

if TYPE_CHECKING:
    import pyarrow

ARROW_ENDINGS = (".parquet", ".arrow", ".feather")


def read_arrow(
    paths: Sequence[Path], where: str, most: int | None = None, columns: Sequence[str] | None = None
) -> Table:
    """The tables in some files, one after the other, about their first `most` rows, or some columns.

    Raises
    ------
    InputError
        If pyarrow is not there, or a file cannot be read.
    """
    pa = pyarrow_for(where)
    tables: list[pyarrow.Table] = []
    for path in paths:
        try:
            tables.append(_read(path, most, columns))
        except Exception as error:  # a damaged file makes Arrow raise nearly anything
            raise InputError(
                f"{path} cannot be read as a table ({printable(error)}): write it anew.", field="source"
            ) from None
        if most is not None and sum(map(len, tables)) >= most:
            break
    try:
        return table_of_arrow(pa.concat_tables(tables, promote_options="default"), where)
    except pa.ArrowInvalid as error:
        raise InputError(
            f"The files of {where} have different columns ({printable(error)}): write them alike.",
            field="source",
        ) from None


def pyarrow_for(where: str) -> Any:
    """The module. InputError if it is not installed."""
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            f"To read {where} takes pyarrow ({error}): pip install 'lpntk[parquet]'.", field="source"
        ) from None
    return pyarrow


def table_of_arrow(table: pyarrow.Table, where: str) -> Table:
    """An Arrow table as columns; what Hugging Face says of classes and images is heeded."""
    features = _features(table.schema.metadata)
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        try:
            whole = column.combine_chunks() if len(table) else column
            columns[printable(name)] = _column(whole, features.get(name, {}))
        except Exception as error:  # texts that are not UTF-8, times that Python has not
            raise InputError(
                f"The column '{shown(name)}' of {where} cannot be read ({printable(error)}): write it anew, "
                "or leave it out.",
                field="source",
            ) from None
    if len(columns) < table.num_columns:
        twice = next(name for name in table.column_names if table.column_names.count(name) > 1)
        raise InputError(f"{where} has two columns '{shown(twice)}': name each column once.", field="source")
    return Table(where, len(table), columns)


def _read(path: Path, most: int | None, columns: Sequence[str] | None) -> pyarrow.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if path.suffix.lower() == ".parquet":
        if most is None:
            return pq.read_table(path, columns=_among(pq.read_schema(path).names, columns))
        with pq.ParquetFile(path) as file:
            batches = [next(file.iter_batches(most))] if file.metadata.num_rows else []
            return pa.Table.from_batches(batches, file.schema_arrow)
    with pa.memory_map(str(path)) as source:
        try:
            table = pa.ipc.open_stream(source).read_all()
        except pa.ArrowInvalid:
            table = pa.ipc.open_file(source).read_all()
    chosen = _among(table.column_names, columns)
    table = table if chosen is None else table.select(chosen)
    return table if most is None else table.slice(0, most)


def _among(names: Sequence[str], columns: Sequence[str] | None) -> list[str] | None:
    """Those of a file's columns that are called so; one, which says how many rows there are, if none is."""
    if columns is None:
        return None
    return [name for name in names if printable(name) in columns] or list(names[:1])


def _features(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    try:
        features = json.loads((metadata or {})[b"huggingface"])["info"]["features"]
    except (KeyError, ValueError, TypeError):
        return {}
    return features if isinstance(features, dict) else {}


def _class_names(feature: Any) -> tuple[str, ...] | None:
    """The names of the classes by number, where a column is one of labels and they are all different."""
    names = (
        feature.get("names") if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" else None
    )
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return tuple(names) if names and len(set(names)) == len(names) else None


def _column(values: Any, feature: Any) -> TableColumn:
    import pyarrow as pa

    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], values.type)
    kind = values.type
    names = _class_names(feature)
    if pa.types.is_dictionary(kind):
        return _column(values.dictionary_decode(), feature)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column_of_strings(values.to_pylist())
    if pa.types.is_boolean(kind):
        texts = [None if value is None else str(value) for value in values.to_pylist()]
        return TableColumn(Kind.TEXTS, texts)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        numbers = values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        return TableColumn(Kind.NUMBERS, np.array(numbers, np.float64), names)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_struct(kind):
        return TableColumn(Kind.FILES, _OnDemand(values))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return TableColumn(Kind.LISTS, _OnDemand(values))
    if pa.types.is_temporal(kind):
        texts = [None if value is None else str(value) for value in values.to_pylist()]
        return TableColumn(Kind.TEXTS, texts)
    return TableColumn(Kind.OTHER, _OnDemand(values))


class _OnDemand(Sequence[Any]):
    """Values of an Arrow array that are made into Python's when they are asked for."""

    def __init__(self, values: Any) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, row: Any) -> Any:
        return self._values[int(row)].as_py()
