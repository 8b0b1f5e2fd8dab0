"""Everything that an analysis has computed, to compare to the bit."""

from __future__ import annotations

from sqlalchemy import select

from lpntk.store.engine import Database
from lpntk.store.tables import AnalysisArray, KernelTile

Results = dict[tuple[object, ...], tuple[object, ...]]


def results(url: str, analysis_id: int) -> Results:
    """Tiles by their blocks, and the parts of all other arrays by name and first row."""
    keys = {
        KernelTile: (KernelTile.row_block, KernelTile.column_block),
        AnalysisArray: (AnalysisArray.name, AnalysisArray.start),
    }
    with Database(url) as database, database.reading() as session:
        return {
            (table.__name__, *row[:2]): (row[2], tuple(row[3]), row[4])
            for table, key in keys.items()
            for row in session.execute(
                select(*key, table.dtype, table.shape, table.data).where(table.analysis_id == analysis_id)
            )
        }
