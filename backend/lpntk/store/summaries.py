"""What is streamed from a kernel: the summariser's state while it is computed, its summary after that.

Beside the summary of a sketch lie the neighbours that were ranked by the exact kernel when somebody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import KernelSummary, Neighbours, Relation, StoreError
from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray, KernelRow

_STATE = "kernel-state/"
_SUMMARY = "kernel-summary/"
_EXACT = "kernel-exact/"
_PLAIN = ("self_kernel", "histogram", "class_means", "self_max")
_LISTS = ("interchangeable", "contradictory")

KNOWN = ("self_kernel", "self_max", "class_means", "histogram", *_LISTS)
"""What scores are made of: columns, and the similarities of the neighbours of two relations."""


@dataclass(frozen=True, eq=False)
class SampleSummary:
    """The summary's row of one sample: see `KernelSummary`; neighbours as (rows, similarity)."""

    self_kernel: float
    self_max: bool
    histogram: NDArray[np.int64]
    class_means: NDArray[np.float32]
    neighbours: dict[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]


def write_diagonal(session: Session, analysis_id: int, diagonal: NDArray[np.float32]) -> None:
    """Write kappa(i, i), which is known before all else; (N,) float32."""
    arrays.write(session, AnalysisArray, analysis_id, {_SUMMARY + "self_kernel": diagonal})


def diagonal(session: Session, analysis_id: int) -> NDArray[np.float32]:
    """(N,) float32 kappa(i, i)."""
    return arrays.read(session, AnalysisArray, analysis_id, _SUMMARY + "self_kernel")


def write_state(session: Session, analysis_id: int, start: int, state: Mapping[str, NDArray[Any]]) -> None:
    """Put the summariser's state of the block of rows from `start` on in place of an older one."""
    prefix = _state_of(start)
    arrays.write(session, AnalysisArray, analysis_id, {prefix + name: a for name, a in state.items()})


def state(session: Session, analysis_id: int, start: int) -> dict[str, NDArray[Any]]:
    """The summariser's state of a block as it was last written, in arrays that may be written to."""
    prefix = _state_of(start)
    names = arrays.names(session, AnalysisArray, analysis_id, prefix)
    return {
        name.removeprefix(prefix): arrays.read(session, AnalysisArray, analysis_id, name).copy()
        for name in names
    }


def _state_of(start: int) -> str:
    return f"{_STATE}{start:09d}/"


def forget(session: Session, analysis_id: int) -> None:
    """Drop what belongs to a kernel that is begun anew."""
    for prefix in (_STATE, _EXACT, _SUMMARY):
        arrays.remove(session, AnalysisArray, analysis_id, prefix)


def finish(session: Session, analysis_id: int, summary: KernelSummary) -> None:
    """Write the finished summary in place of the summariser's state."""
    results = {_SUMMARY + name: getattr(summary, name) for name in _PLAIN}
    for relation in Relation:
        neighbours = summary.neighbours(relation)
        results[f"{_SUMMARY}{relation}/rows"] = neighbours.rows
        results[f"{_SUMMARY}{relation}/similarity"] = neighbours.similarity
    arrays.write(session, AnalysisArray, analysis_id, results)
    arrays.remove(session, AnalysisArray, analysis_id, _STATE)


def is_finished(session: Session, analysis_id: int) -> bool:
    """Whether the summary is there, of which a kernel that is begun has the diagonal alone."""
    return bool(arrays.names(session, AnalysisArray, analysis_id, _SUMMARY + "histogram"))


def get(session: Session, analysis_id: int) -> KernelSummary:
    """The whole summary of a finished kernel."""
    parts: dict[str, Any] = {name: column(session, analysis_id, name) for name in _PLAIN}
    for relation in Relation:
        parts[relation.value] = neighbours(session, analysis_id, relation)
    return KernelSummary(**parts)


def column(session: Session, analysis_id: int, name: str) -> NDArray[Any]:
    """One array of the summary: self_kernel, histogram, class_means or self_max."""
    return arrays.read(session, AnalysisArray, analysis_id, _SUMMARY + name)


def known(session: Session, analysis_id: int, name: str) -> NDArray[Any]:
    """One of what scores are made of. Lists and histograms go past what is kept of earlier requests."""
    stored = f"{_SUMMARY}{name}/similarity" if name in _LISTS else _SUMMARY + name
    read = arrays.read_anew if name in (*_LISTS, "histogram") else arrays.read
    return read(session, AnalysisArray, analysis_id, stored)


def neighbours(session: Session, analysis_id: int, relation: Relation) -> Neighbours:
    """The neighbours of every sample of one relation."""
    return Neighbours(
        column(session, analysis_id, f"{relation}/rows"),
        column(session, analysis_id, f"{relation}/similarity"),
    )


def row(session: Session, analysis_id: int, at: int) -> SampleSummary:
    """The summary of one sample, without reading the others'."""

    def of(name: str) -> NDArray[Any]:
        return arrays.read_row(session, AnalysisArray, analysis_id, _SUMMARY + name, at)

    return SampleSummary(
        self_kernel=float(of("self_kernel")),
        self_max=bool(of("self_max")),
        histogram=of("histogram"),
        class_means=of("class_means"),
        neighbours={
            relation: (of(f"{relation}/rows"), of(f"{relation}/similarity")) for relation in Relation
        },
    )


def self_kernel(session: Session, analysis_id: int, at: int) -> float:
    """kappa(i, i) of one sample."""
    return float(arrays.read_row(session, AnalysisArray, analysis_id, _SUMMARY + "self_kernel", at))


def write_exact_neighbours(
    session: Session, analysis_id: int, row: int, ranked: Mapping[Relation, tuple[NDArray[Any], NDArray[Any]]]
) -> None:
    """Remember the neighbours of one row of a sketch as the exact kernel ranks them."""
    if session.get(KernelRow, analysis_id) is None:
        return  # deleted meanwhile
    found = {}
    for relation, (rows, similarity) in ranked.items():
        found[f"{_EXACT}{row}/{relation}/rows"] = rows
        found[f"{_EXACT}{row}/{relation}/similarity"] = similarity
    arrays.write(session, AnalysisArray, analysis_id, found)


def exact_neighbours(
    session: Session, analysis_id: int, row: int
) -> dict[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]] | None:
    """The neighbours of one row of a sketch as the exact kernel ranks them.

    None if nobody asked yet, or they are damaged, since they can be ranked again.
    """
    if not arrays.names(session, AnalysisArray, analysis_id, f"{_EXACT}{row}/"):
        return None

    def of(relation: Relation, what: str) -> NDArray[Any]:
        return arrays.read_anew(session, AnalysisArray, analysis_id, f"{_EXACT}{row}/{relation}/{what}")

    with suppress(StoreError):
        return {relation: (of(relation, "rows"), of(relation, "similarity")) for relation in Relation}
    return None
