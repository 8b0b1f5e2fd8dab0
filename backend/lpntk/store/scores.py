"""The scores of an analysis: a column each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray

_SCORES = "scores/"


def write(session: Session, analysis_id: int, columns: Mapping[str, NDArray[Any]]) -> None:
    """Put the scores of all samples, (N,) by name, in place of what there was; stored as float32."""
    arrays.remove(session, AnalysisArray, analysis_id, _SCORES)
    stored = {_SCORES + name: column.astype(np.float32) for name, column in columns.items()}
    arrays.write(session, AnalysisArray, analysis_id, stored)


def names(session: Session, analysis_id: int) -> list[str]:
    """Which scores there are, sorted."""
    found = arrays.names(session, AnalysisArray, analysis_id, _SCORES)
    return [name.removeprefix(_SCORES) for name in found]


def columns(session: Session, analysis_id: int, wanted: Collection[str]) -> dict[str, NDArray[np.float32]]:
    """(N,) float32 of those of some scores that there are, by name, in one statement."""
    found = arrays.read_each(session, AnalysisArray, analysis_id, [_SCORES + name for name in wanted])
    return {name.removeprefix(_SCORES): column for name, column in found.items()}


def row(session: Session, analysis_id: int, wanted: Collection[str], at: int) -> dict[str, float]:
    """One sample's of those of some scores that there are, by name, without reading the others'."""
    names = [_SCORES + name for name in wanted]
    found = arrays.read_row_of_each(session, AnalysisArray, analysis_id, names, at)
    return {name.removeprefix(_SCORES): float(value) for name, value in found.items()}
