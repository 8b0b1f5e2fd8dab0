"""The cells of rows of tables are kept by column, too: a look at all of them reads no row by itself."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

from lpntk.store.seals import checksum

revision = "0011"
down_revision = "0010"

_DATASET = sa.table("dataset", *map(sa.column, ("id", "identity", "modality")))
_SAMPLE = sa.table("sample", *map(sa.column, ("dataset_id", "sample_index", "preview_checksum", "preview")))


def upgrade() -> None:
    """Keep everything."""
    table = op.create_table(
        "cell_column",
        sa.Column(
            "dataset_id", sa.Integer(), sa.ForeignKey("dataset.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
    whole = sa.select(_DATASET.c.id).where(_DATASET.c.modality == "rows", _DATASET.c.identity.is_not(None))
    for dataset_id in op.get_bind().scalars(whole.order_by(_DATASET.c.id)).all():
        for position, (heading, cells) in enumerate(_columns(dataset_id).items()):
            values = {"dataset_id": dataset_id, "position": position, "heading": heading, **_kind(cells)}
            data = values.pop("data")
            values |= {"checksum": zlib.crc32(data)}
            op.execute(table.insert().values(**values, data=data, seal=checksum("cell_column", values)))


def downgrade() -> None:
    """Drop what was added."""
    op.drop_table("cell_column")


def _columns(dataset_id: int) -> dict[str, list[Any]]:
    """The cells by heading; none of a data set that is damaged, which is said when somebody looks at it."""
    found: dict[str, list[Any]] = {}
    try:
        for row in _rows(dataset_id):
            for heading, cell in row.items():
                found.setdefault(heading, []).append(cell)
    except ValueError:
        return {}
    return found


def _rows(dataset_id: int) -> Iterator[dict[str, Any]]:
    of = sa.select(_SAMPLE.c.preview, _SAMPLE.c.preview_checksum).where(_SAMPLE.c.dataset_id == dataset_id)
    for preview, expected in op.get_bind().execute(of.order_by(_SAMPLE.c.sample_index)):
        if not isinstance(preview, bytes) or zlib.crc32(preview) != expected:
            raise ValueError("damaged")
        yield json.loads(preview)


def _kind(cells: list[Any]) -> dict[str, Any]:
    """Numbers, NaN where there is none; or the places of texts among those that there are, -1 for none."""
    texts = sorted({cell for cell in cells if isinstance(cell, str)})
    if texts:
        place = {text: code for code, text in enumerate(texts)}
        values: Any = np.array([place.get(cell, -1) for cell in cells], dtype="<i4")
    else:
        values = np.array(cells, dtype="<f8")
    return {
        "kind": "category" if texts else "number",
        "categories": texts,
        "dtype": "int32" if texts else "float64",
        "shape": [len(cells)],
        "data": values.tobytes(),
    }
