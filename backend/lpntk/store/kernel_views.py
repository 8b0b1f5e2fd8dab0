"""What somebody wanted to see of a finished kernel, and took seconds to compute: kept for the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray, KernelRow

_VIEW = "view/"


def write(session: Session, analysis_id: int, view: str, values: Mapping[str, NDArray[Any]]) -> None:
    """Remember the arrays of a view, by name."""
    if session.get(KernelRow, analysis_id) is None:
        return  # deleted meanwhile
    named = {f"{_VIEW}{view}/{name}": array for name, array in values.items()}
    arrays.write(session, AnalysisArray, analysis_id, named)


def find(
    session: Session, analysis_id: int, view: str, names: Sequence[str]
) -> dict[str, NDArray[Any]] | None:
    """The arrays of a view; None if they are not remembered, or damaged, since they can be computed again."""
    try:
        return {
            name: arrays.read_anew(session, AnalysisArray, analysis_id, f"{_VIEW}{view}/{name}")
            for name in names
        }
    except StoreError:
        return None


def forget(session: Session, analysis_id: int) -> None:
    """Drop what belongs to a kernel that is begun anew."""
    arrays.remove(session, AnalysisArray, analysis_id, _VIEW)
