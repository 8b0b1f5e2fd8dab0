"""Rows of a table: (C,) float64, a number or the position of a category in each column, NaN for neither."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.modality import Encode
from lpntk.datasets.rows import as_whole, blocks, expand, row_statistics
from lpntk.datasets.sameness import SameRows
from lpntk.domain import Architecture, Dataset, Inputs
from lpntk.domain.fields import Field


class Rows:
    """Shown as an object in JSON; numbers are normalised, a category is a one among zeros."""

    media_type = "application/json"

    def preview(self, value: NDArray[Any], fields: Sequence[Field]) -> bytes:
        cells = {field.name: _cell(field, cell) for field, cell in zip(fields, value.tolist(), strict=True)}
        return json.dumps(cells, ensure_ascii=False).encode()

    def content_of(self, preview: bytes) -> dict[str, Any]:
        cells: dict[str, Any] = json.loads(preview)
        return cells

    def blocks(self, inputs: Inputs) -> Iterator[tuple[range, NDArray[Any]]]:
        return blocks(inputs)

    def content(self, block: NDArray[Any]) -> memoryview:
        return np.ascontiguousarray(block, "<f8").data

    def sameness(self) -> SameRows:
        return SameRows()

    def statistics(self, dataset: Dataset) -> tuple[tuple[float, ...], tuple[float, ...]]:
        return row_statistics(dataset)

    def tensors(self, dataset: Dataset, architecture: Architecture, encode: Encode | None) -> Any:
        from lpntk.datasets.tensors import Rows as Tensors  # brings torch

        values = np.concatenate([block for _, block in blocks(dataset.inputs)])
        return Tensors(expand(values, dataset.fields, architecture.mean, architecture.std), dataset.labels)


def _cell(field: Field, value: float) -> float | int | str | None:
    if np.isnan(value):
        return None
    if field.categories:
        return field.values[int(value)]
    return as_whole(value)


MODALITY = Rows()
