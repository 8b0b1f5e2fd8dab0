"""The kernel of an analysis: its tiles, and the summary that is streamed from them.

The matrix is cut into strips, one a block of rows, and each strip into tiles of the upper triangle. A strip's
tiles and the summariser's state after them are written in one transaction: a strip is there whole, with all
that follows from it, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lpntk.domain import KernelSummary, Neighbours, Relation, StoreError
from lpntk.store import arrays
from lpntk.store.blobs import pack, unpack
from lpntk.store.tables import AnalysisArray, KernelRow, KernelTile

_STATE = "kernel-state/"
_SUMMARY = "kernel-summary/"
_PLAIN = ("self_kernel", "histogram", "class_means", "self_max")


class Tile(Protocol):
    """A rectangle of the upper triangle: `values` is float32 kappa."""

    @property
    def row_start(self) -> int: ...
    @property
    def column_start(self) -> int: ...
    @property
    def values(self) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class KernelRecord:
    """How the matrix is cut (block b is rows boundaries[b] .. boundaries[b + 1]), and how far it is."""

    boundaries: tuple[int, ...]
    strips_done: int

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """(start, stop) of every block."""
        return list(pairwise(self.boundaries))


@dataclass(frozen=True, eq=False)
class SampleSummary:
    """The summary's row of one sample: see `KernelSummary`; neighbours as (rows, similarity)."""

    self_kernel: float
    self_max: bool
    histogram: NDArray[np.int64]
    class_means: NDArray[np.float32]
    neighbours: dict[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]


def begin(
    session: Session,
    analysis_id: int,
    blocks: list[tuple[int, int]],
    diagonal: NDArray[np.float32],
) -> None:
    """Insert the kernel of an analysis, without strips, in place of what there may be of another one.

    Parameters
    ----------
    blocks
        (start, stop) of each block of rows, one after the other.
    diagonal
        (N,) float32: kappa(i, i).
    """
    session.execute(delete(KernelRow).where(KernelRow.analysis_id == analysis_id))
    arrays.remove(session, AnalysisArray, analysis_id, _STATE)
    boundaries = [blocks[0][0], *(stop for _, stop in blocks)]
    session.add(KernelRow(analysis_id=analysis_id, boundaries=boundaries, strips_done=0))
    session.flush()
    arrays.write(session, AnalysisArray, analysis_id, {_SUMMARY + "self_kernel": diagonal})


def find(session: Session, analysis_id: int) -> KernelRecord | None:
    """The kernel of an analysis, once it was begun."""
    row = session.get(KernelRow, analysis_id)
    return None if row is None else KernelRecord(tuple(row.boundaries), row.strips_done)


def get(session: Session, analysis_id: int) -> KernelRecord:
    """The kernel of an analysis, which was begun."""
    row = session.get_one(KernelRow, analysis_id)
    return KernelRecord(tuple(row.boundaries), row.strips_done)


def add_strip(
    session: Session,
    analysis_id: int,
    strip: int,
    tiles: Iterable[Tile],
    state: Mapping[str, NDArray[Any]],
) -> None:
    """Insert a strip's tiles and put the summariser's new state in place of the old one."""
    row = session.get_one(KernelRow, analysis_id)
    starts = {start: block for block, start in enumerate(row.boundaries[:-1])}
    for tile in tiles:
        blocks = {"row_block": starts[tile.row_start], "column_block": starts[tile.column_start]}
        session.execute(insert(KernelTile), [{"analysis_id": analysis_id, **blocks, **pack(tile.values)}])
    arrays.write(session, AnalysisArray, analysis_id, {_STATE + name: a for name, a in state.items()})
    session.execute(
        update(KernelRow)
        .where(KernelRow.analysis_id == analysis_id)
        .values(strips_done=strip + 1)
        .execution_options(synchronize_session=False)
    )


def diagonal(session: Session, analysis_id: int) -> NDArray[np.float32]:
    """(N,) float32 kappa(i, i)."""
    return arrays.read(session, AnalysisArray, analysis_id, _SUMMARY + "self_kernel")


def state(session: Session, analysis_id: int) -> dict[str, NDArray[Any]]:
    """The summariser's state after the last strip, in arrays that may be written to."""
    names = arrays.names(session, AnalysisArray, analysis_id, _STATE)
    return {
        name.removeprefix(_STATE): arrays.read(session, AnalysisArray, analysis_id, name).copy()
        for name in names
    }


def finish(session: Session, analysis_id: int, summary: KernelSummary) -> None:
    """Write the finished summary in place of the summariser's state."""
    results = {_SUMMARY + name: getattr(summary, name) for name in _PLAIN}
    for relation in Relation:
        neighbours = summary.neighbours(relation)
        results[f"{_SUMMARY}{relation}/rows"] = neighbours.rows
        results[f"{_SUMMARY}{relation}/similarity"] = neighbours.similarity
    arrays.write(session, AnalysisArray, analysis_id, results)
    arrays.remove(session, AnalysisArray, analysis_id, _STATE)


def summary(session: Session, analysis_id: int) -> KernelSummary:
    """The whole summary of a finished kernel."""
    parts: dict[str, Any] = {name: summary_array(session, analysis_id, name) for name in _PLAIN}
    for relation in Relation:
        parts[relation.value] = neighbours(session, analysis_id, relation)
    return KernelSummary(**parts)


def summary_array(session: Session, analysis_id: int, name: str) -> NDArray[Any]:
    """One array of the summary: self_kernel, histogram, class_means or self_max."""
    return arrays.read(session, AnalysisArray, analysis_id, _SUMMARY + name)


def neighbours(session: Session, analysis_id: int, relation: Relation) -> Neighbours:
    """The neighbours of every sample of one relation."""
    return Neighbours(
        summary_array(session, analysis_id, f"{relation}/rows"),
        summary_array(session, analysis_id, f"{relation}/similarity"),
    )


def sample_summary(session: Session, analysis_id: int, row: int) -> SampleSummary:
    """The summary of one sample, without reading the others'."""

    def of(name: str) -> NDArray[Any]:
        return arrays.read_row(session, AnalysisArray, analysis_id, _SUMMARY + name, row)

    return SampleSummary(
        self_kernel=float(of("self_kernel")),
        self_max=bool(of("self_max")),
        histogram=of("histogram"),
        class_means=of("class_means"),
        neighbours={
            relation: (of(f"{relation}/rows"), of(f"{relation}/similarity")) for relation in Relation
        },
    )


def tile(session: Session, analysis_id: int, row_block: int, column_block: int) -> NDArray[np.float32]:
    """The tile between two blocks, row_block <= column_block. StoreError if it is not there or damaged."""
    what = f"tile ({row_block}, {column_block}) of the kernel of analysis {analysis_id}"
    fields = session.execute(
        select(KernelTile.dtype, KernelTile.shape, KernelTile.checksum, KernelTile.data).where(
            KernelTile.analysis_id == analysis_id,
            KernelTile.row_block == row_block,
            KernelTile.column_block == column_block,
        )
    ).one_or_none()
    if fields is None:
        raise StoreError(f"The database is damaged: {what} is missing.")
    return unpack(fields, what)
