"""Everything that an analysis has computed, to compare to the bit."""

from __future__ import annotations

from sqlalchemy import create_engine, text

Results = dict[tuple[object, ...], tuple[object, ...]]

_QUERIES = {
    "tile": "SELECT row_block, column_block, dtype, shape, data FROM kernel_tile WHERE analysis_id = :id",
    "array": "SELECT name, start, dtype, shape, data FROM analysis_array WHERE analysis_id = :id",
}


def results(url: str, analysis_id: int) -> Results:
    """Tiles by their blocks, and the parts of all other arrays by name and first row."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            (kind, row[0], row[1]): tuple(row[2:])
            for kind, query in _QUERIES.items()
            for row in connection.execute(text(query), {"id": analysis_id})
        }
    engine.dispose()
    return found
