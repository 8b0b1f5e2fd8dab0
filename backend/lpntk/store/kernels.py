"""How the kernel of an analysis is computed and how far it is; its tiles, or the blocks of its sketch.

The work is cut into pieces: steps of tiles, or blocks of a sketch. The tiles of some steps and the
summariser's state after them are written in one transaction: a piece is there whole, with all that follows
from it, or not at all. What is found in a kernel is in summaries.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.domain import SketchError, Tile
from lpntk.store import arrays, blobs, kernel_views, seals, summaries
from lpntk.store.damage import MISSING, Part
from lpntk.store.tables import AnalysisArray, KernelRow, KernelTile

_SKETCH = "kernel-sketch/"


@dataclass(frozen=True)
class Tiled:
    """An exact kernel, whose pieces are steps of tiles.

    Attributes
    ----------
    groups
        Where the groups of blocks begin that are in memory together, and where the last one ends.
    keeps_matrix
        Whether the tiles are stored.
    error
        What was measured of the sketch that is kept beside it, cut into the same blocks; None where none is,
        and until it is measured.
    """

    groups: tuple[int, ...]
    keeps_matrix: bool = True
    error: SketchError | None = None


@dataclass(frozen=True)
class Sketched:
    """A sketch, whose pieces are its blocks.

    Attributes
    ----------
    error
        What was measured of it; None until it is measured.
    """

    error: SketchError | None = None


Way: TypeAlias = Tiled | Sketched


@dataclass(frozen=True)
class KernelRecord:
    """How a kernel is computed, and how far it is.

    Attributes
    ----------
    way
        Exactly in tiles, or as a sketch.
    boundaries
        Block b is rows boundaries[b] .. boundaries[b + 1].
    pieces_done
        How many pieces of the work are there.
    excluded
        Rows that were left out since they have no finite gradient.
    without_rule
        Parameters whose gradients no layer rule gives.
    """

    way: Way
    boundaries: tuple[int, ...]
    pieces_done: int = 0
    excluded: tuple[int, ...] = ()
    without_rule: tuple[str, ...] = ()

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """(start, stop) of every block."""
        return list(pairwise(self.boundaries))

    @property
    def others(self) -> int:
        """How many other samples each has, those that were left out not counted."""
        return self.boundaries[-1] - len(self.excluded) - 1

    @property
    def included(self) -> NDArray[np.int64]:
        """(n,) int64: the rows of which it knows something, ascending."""
        return np.setdiff1d(np.arange(self.boundaries[-1]), np.asarray(self.excluded, dtype=np.int64))

    @property
    def keeps_matrix(self) -> bool:
        """Whether its matrix is stored."""
        return isinstance(self.way, Tiled) and self.way.keeps_matrix

    @property
    def is_sketch(self) -> bool:
        """Whether it is a sketch, and neighbours and all else are the sketch's."""
        return isinstance(self.way, Sketched)

    @property
    def keeps_sketch(self) -> bool:
        """Whether a sketch of it is stored: it is one, or one is kept beside it."""
        return self.is_sketch or self.sketch_error is not None

    @property
    def sketch_error(self) -> SketchError | None:
        """What was measured of the sketch that is stored; None where none is, and until it is measured."""
        return self.way.error


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
    summaries.forget(session, analysis_id)
    kernel_views.forget(session, analysis_id)
    drop_sketch(session, analysis_id)
    values = {
        "analysis_id": analysis_id,
        "boundaries": list(record.boundaries),
        "groups": list(record.way.groups) if isinstance(record.way, Tiled) else [],
        "pieces_done": record.pieces_done,
        "keeps_matrix": record.keeps_matrix,
        "excluded": list(record.excluded),
        "without_rule": list(record.without_rule),
        "sketch_error": None,
    }
    session.execute(insert(KernelRow), [seals.sealed(KernelRow, values)])
    if diagonal is not None:
        summaries.write_diagonal(session, analysis_id, diagonal)


def find(session: Session, analysis_id: int) -> KernelRecord | None:
    """The kernel of an analysis, once it was begun."""
    row = session.get(KernelRow, analysis_id, populate_existing=True)
    return None if row is None else _record(session, row)


def get(session: Session, analysis_id: int) -> KernelRecord:
    """The kernel of an analysis, which was begun. StoreError if it is not there, or is damaged."""
    found = find(session, analysis_id)
    if found is None:
        raise _part(session, analysis_id).damaged(MISSING)
    return found


def get_many(session: Session, analysis_ids: Collection[int]) -> dict[int, KernelRecord]:
    """Those kernels of some analyses that were begun."""
    rows = session.scalars(select(KernelRow).where(KernelRow.analysis_id.in_(analysis_ids)))
    return {row.analysis_id: _record(session, row) for row in rows}


def advance(
    session: Session,
    analysis_id: int,
    pieces_done: int,
    tiles: Iterable[Tile],
    states: Mapping[int, Mapping[str, NDArray[Any]]],
) -> None:
    """Insert tiles, and put the summariser's state after so many steps in place of the old one.

    Parameters
    ----------
    states
        By the first row of each block in which anything is new.
    """
    add_tiles(session, analysis_id, tiles)
    for start, state in states.items():
        summaries.write_state(session, analysis_id, start, state)
    _set(session, analysis_id, pieces_done=pieces_done)


def add_tiles(session: Session, analysis_id: int, tiles: Iterable[Tile]) -> None:
    """Insert tiles; one that is there already stays, as it is the same."""
    starts = {start: block for block, (start, _) in enumerate(get(session, analysis_id).blocks)}
    places = select(KernelTile.row_block, KernelTile.column_block)
    there = {tuple(p) for p in session.execute(places.where(KernelTile.analysis_id == analysis_id))}
    for tile in tiles:
        row, column = starts[tile.row_start], starts[tile.column_start]
        if (row, column) not in there:
            place = {"analysis_id": analysis_id, "row_block": row, "column_block": column}
            session.execute(insert(KernelTile), [blobs.pack(KernelTile, tile.values, **place)])


def copy_tiles(session: Session, from_analysis: int, to_analysis: int) -> None:
    """Give an analysis the tiles of another, whose blocks are its first ones."""
    tiles = select(*seals.fields(KernelTile)).where(KernelTile.analysis_id == from_analysis)
    for row in session.execute(tiles).all():
        place = (row.row_block, row.column_block)
        part, where = _tile(session, from_analysis, *place), _is_tile(from_analysis, *place)
        seals.copy(session, KernelTile, row, where, part, analysis_id=to_analysis)


def add_sketch_block(
    session: Session, analysis_id: int, block: int, values: NDArray[np.float32], excluded: Sequence[int]
) -> None:
    """Insert the rows (n, W) of a sketch's block, and which rows are left out so far."""
    write_sketch_block(session, analysis_id, block, values)
    _set(session, analysis_id, pieces_done=block + 1, excluded=list(excluded))


def write_sketch_block(session: Session, analysis_id: int, block: int, values: NDArray[np.float32]) -> None:
    """Write the rows (n, W) of a block of the sketch beside an exact kernel."""
    arrays.write(session, AnalysisArray, analysis_id, {f"{_SKETCH}{block:06d}": values})


def sketched(session: Session, analysis_id: int) -> int:
    """How many blocks of a sketch there are."""
    return len(arrays.names(session, AnalysisArray, analysis_id, _SKETCH))


def drop_sketch(session: Session, analysis_id: int) -> None:
    """Remove what there is of a sketch."""
    arrays.remove(session, AnalysisArray, analysis_id, _SKETCH)


def copy_sketch(session: Session, from_analysis: int, to_analysis: int) -> None:
    """Give an analysis the sketch blocks of another, which are its first ones."""
    arrays.copy(session, AnalysisArray, from_analysis, to_analysis, _SKETCH)


def sketch_block(session: Session, analysis_id: int, block: int) -> NDArray[np.float32]:
    """(n, W) float32: the rows of one block of a sketch."""
    return arrays.read(session, AnalysisArray, analysis_id, f"{_SKETCH}{block:06d}")


def sketch_width(session: Session, analysis_id: int) -> int:
    """W, how many numbers a sketch has of each sample."""
    return len(arrays.read_row(session, AnalysisArray, analysis_id, f"{_SKETCH}{0:06d}", 0))


def set_sketch_error(session: Session, analysis_id: int, error: SketchError) -> None:
    """Say what was measured of a sketch."""
    _set(session, analysis_id, sketch_error=asdict(error))


def tile(session: Session, analysis_id: int, row_block: int, column_block: int) -> NDArray[np.float32]:
    """The tile between two blocks, row_block <= column_block. StoreError if it is not there or damaged."""
    where = _is_tile(analysis_id, row_block, column_block)
    found = session.execute(select(*blobs.columns(KernelTile)).where(*where)).one_or_none()
    part = _tile(session, analysis_id, row_block, column_block)
    if found is None:
        raise part.damaged(MISSING)
    return blobs.unpack(found, KernelTile, part)


def _is_tile(analysis_id: int, row_block: int, column_block: int) -> tuple[ColumnElement[bool], ...]:
    return (
        KernelTile.analysis_id == analysis_id,
        KernelTile.row_block == row_block,
        KernelTile.column_block == column_block,
    )


def _tile(session: Session, analysis_id: int, row_block: int, column_block: int) -> Part:
    return _part(session, analysis_id, f"tile ({row_block}, {column_block}) of ")


def _part(session: Session, analysis_id: int, of: str = "") -> Part:
    return Part(session, f"{of}the kernel of analysis {analysis_id}", ("analysis_id", analysis_id))


def _record(session: Session, row: KernelRow) -> KernelRecord:
    seals.check(row, KernelRow, _part(session, row.analysis_id))
    error = None if row.sketch_error is None else SketchError(**row.sketch_error)
    way: Way = Tiled(tuple(row.groups), row.keeps_matrix, error) if row.groups else Sketched(error)
    return KernelRecord(
        way=way,
        boundaries=tuple(row.boundaries),
        pieces_done=row.pieces_done,
        excluded=tuple(row.excluded),
        without_rule=tuple(row.without_rule),
    )


def _set(session: Session, analysis_id: int, **values: Any) -> None:
    where = [KernelRow.analysis_id == analysis_id]
    seals.change(session, KernelRow, where, lambda row: _part(session, analysis_id), **values)
