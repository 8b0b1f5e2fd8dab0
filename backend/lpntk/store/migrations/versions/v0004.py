"""Every row has a seal, arrays say how long they are, previews have a checksum, data sets have notes."""

import zlib
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

from lpntk.store.seals import checksum

revision = "0004"
down_revision = "0003"

Addition: TypeAlias = Callable[[sa.Row], dict[str, int]]
"""From a row of the version before to the new columns that its seal covers."""

_ARRAY = {"dtype": sa.String, "shape": sa.JSON, "checksum": sa.BigInteger}
_PARTS = {"name": sa.String, "start": sa.Integer, "length": sa.Integer, **_ARRAY}

_TABLES: dict[str, dict[str, type[sa.types.TypeEngine]]] = {
    "dataset": {
        "identity": sa.String,
        "fingerprint": sa.String,
        "name": sa.Text,
        "split": sa.Text,
        "samples": sa.Integer,
        "input_shape": sa.JSON,
        "class_names": sa.JSON,
        "modality": sa.String,
        "notes": sa.JSON,
    },
    "dataset_array": {"dataset_id": sa.Integer, **_PARTS},
    "sample": {
        "dataset_id": sa.Integer,
        "sample_index": sa.Integer,
        "location": sa.Text,
        "preview_checksum": sa.BigInteger,
    },
    "checkpoint": {
        "key": sa.String,
        "dataset_id": sa.Integer,
        "model": sa.Text,
        "num_classes": sa.Integer,
        "input_shape": sa.JSON,
        "mean": sa.JSON,
        "std": sa.JSON,
        "parameters": sa.BigInteger,
        "epoch": sa.Integer,
        "validation_accuracy": sa.Double,
        "accuracy": sa.Double,
        "weights_checksum": sa.BigInteger,
        "modality": sa.String,
    },
    "checkpoint_array": {"checkpoint_id": sa.Integer, **_PARTS},
    "trace_epoch": {"checkpoint_id": sa.Integer, "epoch": sa.Integer, "epochs": sa.Integer, **_ARRAY},
    "analysis": {
        "key": sa.String,
        "name": sa.Text,
        "request": sa.JSON,
        "created_at": sa.Double,
        "dataset_id": sa.Integer,
        "checkpoint_id": sa.Integer,
        "in_memory": sa.Boolean,
    },
    "stage": {
        "analysis_id": sa.Integer,
        "stage": sa.String,
        "seconds": sa.Double,
        "finished_at": sa.Double,
    },
    "analysis_array": {"analysis_id": sa.Integer, **_PARTS},
    "kernel": {
        "analysis_id": sa.Integer,
        "boundaries": sa.JSON,
        "groups": sa.JSON,
        "pieces_done": sa.Integer,
        "keeps_matrix": sa.Boolean,
        "excluded": sa.JSON,
        "without_rule": sa.JSON,
        "sketch_error": sa.JSON,
    },
    "kernel_tile": {
        "analysis_id": sa.Integer,
        "row_block": sa.Integer,
        "column_block": sa.Integer,
        **_ARRAY,
    },
    "plan": {
        "analysis_id": sa.Integer,
        "strategy": sa.String,
        "keep": sa.Double,
        "seed": sa.BigInteger,
        "reasons": sa.JSON,
    },
    "plan_array": {"plan_id": sa.Integer, **_PARTS},
    "job": {
        "analysis_id": sa.Integer,
        "kind": sa.String,
        "key": sa.String,
        "request": sa.JSON,
        "state": sa.String,
        "attempt": sa.Integer,
        "worker": sa.Text,
        "error": sa.Text,
        "created_at": sa.Double,
        "started_at": sa.Double,
        "finished_at": sa.Double,
    },
}
"""What the seals of this version cover, by table."""

_KEYS = {
    "dataset_array": ("dataset_id", "name", "start"),
    "sample": ("dataset_id", "sample_index"),
    "checkpoint_array": ("checkpoint_id", "name", "start"),
    "trace_epoch": ("checkpoint_id", "epoch"),
    "stage": ("analysis_id", "stage"),
    "analysis_array": ("analysis_id", "name", "start"),
    "kernel": ("analysis_id",),
    "kernel_tile": ("analysis_id", "row_block", "column_block"),
    "plan_array": ("plan_id", "name", "start"),
}
"""The primary keys of those tables that have no number of their own."""


def upgrade() -> None:
    """Keep everything, and seal it as it is."""
    for name, column in _added():
        op.add_column(name, column)
    for name in _TABLES:
        _seal(_table(name), _ADDITIONS.get(name, _nothing))


def downgrade() -> None:
    """Drop what was added."""
    for name, column in _added():
        op.drop_column(name, column.name)


def _added() -> list[tuple[str, sa.Column]]:
    seals = [(name, _number("seal", sa.BigInteger())) for name in _TABLES]
    lengths = [(name, _number("length", sa.Integer())) for name in _TABLES if name.endswith("_array")]
    notes = sa.Column("notes", sa.JSON(), nullable=False, server_default="[]")
    others = [("trace_epoch", _number("epochs", sa.Integer())), ("dataset", notes)]
    return [*seals, *lengths, *others, ("sample", _number("preview_checksum", sa.BigInteger()))]


def _number(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False, server_default=sa.text("0"))


def _table(name: str) -> sa.TableClause:
    columns = {**_TABLES[name], "seal": sa.BigInteger}
    if name not in _KEYS:
        columns["id"] = sa.Integer
    return sa.table(name, *(sa.column(column, kind()) for column, kind in columns.items()))


def _seal(table: sa.TableClause, additions: Callable[[sa.TableClause], Addition]) -> None:
    """Seal each row with what is added to it, in one statement, since some are large."""
    bind, keys = op.get_bind(), _KEYS.get(table.name, ("id",))
    covered, added = _TABLES[table.name], additions(table)
    columns = [table.c[name] for name in dict.fromkeys([*keys, *covered])]
    for row in bind.execute(sa.select(*columns)).all():
        new = added(row)
        values = {**{name: row._mapping[name] for name in covered}, **new}
        same = [table.c[name] == row._mapping[name] for name in keys]
        update = sa.update(table).where(*same)
        bind.execute(update.values(**new, seal=checksum(table.name, values)))


def _nothing(table: sa.TableClause) -> Addition:
    return lambda row: {}


def _lengths(table: sa.TableClause) -> Addition:
    """How many rows all parts of an array have together; an array without axes has one."""
    owner = table.c[_KEYS[table.name][0]]
    lengths: Counter[tuple[int, str]] = Counter()
    for number, name, shape in op.get_bind().execute(sa.select(owner, table.c.name, table.c.shape)):
        lengths[number, name] += shape[0] if shape else 1
    return lambda row: {"length": lengths[row._mapping[owner.name], row.name]}


def _epochs(table: sa.TableClause) -> Addition:
    """How many epochs a trace has."""
    epochs = Counter(op.get_bind().scalars(sa.select(table.c.checkpoint_id)))
    return lambda row: {"epochs": epochs[row.checkpoint_id]}


def _previews(table: sa.TableClause) -> Addition:
    """The checksum of a preview as it is."""
    content = sa.select(sa.column("preview", sa.LargeBinary())).select_from(table)

    def checked(row: sa.Row) -> dict[str, int]:
        same = (table.c.dataset_id == row.dataset_id, table.c.sample_index == row.sample_index)
        return {"preview_checksum": zlib.crc32(op.get_bind().scalars(content.where(*same)).one())}

    return checked


_ADDITIONS = {
    **{name: _lengths for name in _TABLES if name.endswith("_array")},
    "trace_epoch": _epochs,
    "sample": _previews,
}
