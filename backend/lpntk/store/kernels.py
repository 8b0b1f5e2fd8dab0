"""The kernel of an analysis: its tiles where they are kept, its sketch, and the summary streamed from either.

The work is cut into steps. The tiles of some steps and the summariser's state after them are written in one
transaction: a step is there whole, with all that follows from it, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from lpntk.domain import KernelSummary, Neighbours, Relation, SketchError, StoreError
from lpntk.store import arrays
from lpntk.store.blobs import pack, unpack
from lpntk.store.tables import AnalysisArray, KernelRow, KernelTile

_STATE = "kernel-state/"
_SUMMARY = "kernel-summary/"
_SKETCH = "kernel-sketch/"
_EXACT = "kernel-exact/"
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
    """How a kernel is computed, and how far it is.

    Attributes
    ----------
    boundaries
        Block b is rows boundaries[b] .. boundaries[b + 1].
    groups
        Where the groups of blocks begin that are in memory together, and where the last one ends; of a
        sketch (0, number of blocks).
    steps_done
        How many steps are there; of a sketch, how many blocks.
    keeps_matrix
        Whether the tiles are stored.
    excluded
        Rows that were left out since they have no finite gradient.
    without_rule
        Parameters whose gradients no layer rule gives.
    sketch_error
        What was measured of a sketch; None of an exact kernel, and until it is measured.
    """

    boundaries: tuple[int, ...]
    groups: tuple[int, ...]
    steps_done: int = 0
    keeps_matrix: bool = True
    excluded: tuple[int, ...] = ()
    without_rule: tuple[str, ...] = ()
    sketch_error: SketchError | None = None

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
    session: Session, analysis_id: int, record: KernelRecord, diagonal: NDArray[np.float32] | None = None
) -> None:
    """Insert the kernel of an analysis, without tiles, in place of what there may be of another one.

    Parameters
    ----------
    diagonal
        (N,) float32: kappa(i, i); None for a sketch, of which it is known at the end.
    """
    session.execute(delete(KernelRow).where(KernelRow.analysis_id == analysis_id))
    for prefix in (_STATE, _SKETCH, _EXACT):
        arrays.remove(session, AnalysisArray, analysis_id, prefix)
    session.add(
        KernelRow(
            analysis_id=analysis_id,
            boundaries=list(record.boundaries),
            groups=list(record.groups),
            steps_done=record.steps_done,
            keeps_matrix=record.keeps_matrix,
            excluded=list(record.excluded),
            without_rule=list(record.without_rule),
        )
    )
    session.flush()
    if diagonal is not None:
        arrays.write(session, AnalysisArray, analysis_id, {_SUMMARY + "self_kernel": diagonal})


def find(session: Session, analysis_id: int) -> KernelRecord | None:
    """The kernel of an analysis, once it was begun."""
    row = session.get(KernelRow, analysis_id, populate_existing=True)
    return None if row is None else _record(row)


def get(session: Session, analysis_id: int) -> KernelRecord:
    """The kernel of an analysis, which was begun."""
    return _record(session.get_one(KernelRow, analysis_id, populate_existing=True))


def get_many(session: Session, analysis_ids: Collection[int]) -> dict[int, KernelRecord]:
    """Those kernels of some analyses that were begun."""
    rows = session.scalars(select(KernelRow).where(KernelRow.analysis_id.in_(analysis_ids)))
    return {row.analysis_id: _record(row) for row in rows}


def advance(
    session: Session,
    analysis_id: int,
    steps_done: int,
    tiles: Iterable[Tile],
    state: Mapping[str, NDArray[Any]],
) -> None:
    """Insert tiles and put the summariser's state after so many steps in place of the old one."""
    starts = {start: block for block, (start, _) in enumerate(get(session, analysis_id).blocks)}
    for tile in tiles:
        blocks = {"row_block": starts[tile.row_start], "column_block": starts[tile.column_start]}
        session.execute(insert(KernelTile), [{"analysis_id": analysis_id, **blocks, **pack(tile.values)}])
    arrays.write(session, AnalysisArray, analysis_id, {_STATE + name: a for name, a in state.items()})
    _set(session, analysis_id, steps_done=steps_done)


def copy_tiles(session: Session, from_analysis: int, to_analysis: int) -> None:
    """Give an analysis the tiles of another, whose blocks are its first ones."""
    columns = [column for column in KernelTile.__table__.columns if column.name != "analysis_id"]
    chosen = select(literal(to_analysis), *columns).where(KernelTile.analysis_id == from_analysis)
    session.execute(insert(KernelTile).from_select(["analysis_id", *columns], chosen))


def add_sketch_block(
    session: Session, analysis_id: int, block: int, values: NDArray[np.float32], excluded: Sequence[int]
) -> None:
    """Insert the rows (n, W) of a sketch's block, and which rows are left out so far."""
    arrays.write(session, AnalysisArray, analysis_id, {f"{_SKETCH}{block:06d}": values})
    _set(session, analysis_id, steps_done=block + 1, excluded=list(excluded))


def copy_sketch(session: Session, from_analysis: int, to_analysis: int) -> None:
    """Give an analysis the sketch blocks of another, which are its first ones."""
    arrays.copy(session, AnalysisArray, from_analysis, to_analysis, _SKETCH)


def sketch_block(session: Session, analysis_id: int, block: int) -> NDArray[np.float32]:
    """(n, W) float32: the rows of one block of a sketch."""
    return arrays.read(session, AnalysisArray, analysis_id, f"{_SKETCH}{block:06d}")


def set_sketch_error(session: Session, analysis_id: int, error: SketchError) -> None:
    """Say what was measured of a sketch."""
    _set(session, analysis_id, sketch_error=asdict(error))


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
    """The neighbours of one row of a sketch as the exact kernel ranks them; None if nobody asked yet."""
    if not arrays.names(session, AnalysisArray, analysis_id, f"{_EXACT}{row}/"):
        return None

    def of(relation: Relation, what: str) -> NDArray[Any]:
        return arrays.read(session, AnalysisArray, analysis_id, f"{_EXACT}{row}/{relation}/{what}")

    return {relation: (of(relation, "rows"), of(relation, "similarity")) for relation in Relation}


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


def _record(row: KernelRow) -> KernelRecord:
    return KernelRecord(
        boundaries=tuple(row.boundaries),
        groups=tuple(row.groups),
        steps_done=row.steps_done,
        keeps_matrix=row.keeps_matrix,
        excluded=tuple(row.excluded),
        without_rule=tuple(row.without_rule),
        sketch_error=None if row.sketch_error is None else SketchError(**row.sketch_error),
    )


def _set(session: Session, analysis_id: int, **values: Any) -> None:
    session.execute(
        update(KernelRow)
        .where(KernelRow.analysis_id == analysis_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
