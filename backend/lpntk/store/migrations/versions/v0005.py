"""Data sets know what they are under other labels, people decide on labels, analyses have two more stages."""

from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

from lpntk.store.seals import checksum

revision = "0005"
down_revision = "0004"

_Columns: TypeAlias = dict[str, type[sa.types.TypeEngine]]

_DATASET: _Columns = {
    "identity": sa.String,
    "fingerprint": sa.String,
    "name": sa.Text,
    "split": sa.Text,
    "samples": sa.Integer,
    "input_shape": sa.JSON,
    "class_names": sa.JSON,
    "modality": sa.String,
    "notes": sa.JSON,
}
_ADDED: _Columns = {
    "source_fingerprint": sa.String,
    "original_size": sa.Integer,
}
_JOB: _Columns = {
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
}
"""What the seals of a table cover."""

_NEW_STAGES = ("evidence", "scores")
_LAST_STAGE_BEFORE = "map"


def upgrade() -> None:
    """Keep everything; what was finished can be resumed, and has but the new stages to compute."""
    op.add_column(
        "dataset", sa.Column("source_fingerprint", sa.String(64), nullable=False, server_default="")
    )
    op.add_column("dataset", sa.Column("original_size", sa.Integer()))
    for row in _intact("dataset", _DATASET):
        added = {"source_fingerprint": row["fingerprint"], "original_size": None}
        _write("dataset", {**_DATASET, **_ADDED}, row, added)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sample_index", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("label", sa.Integer()),
        sa.Column("decided_at", sa.Double(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.UniqueConstraint("fingerprint", "sample_index", "previous"),
        sqlite_autoincrement=True,
    )
    _set_state("done", "cancelled")


def downgrade() -> None:
    """Drop what was added; what has all the older stages is finished again."""
    _set_state("cancelled", "done")
    op.execute(sa.delete(sa.table("stage")).where(sa.column("stage").in_(_NEW_STAGES)))
    op.drop_table("decision")
    for row in _intact("dataset", {**_DATASET, **_ADDED}):
        _write("dataset", _DATASET, row, {})
    for name in reversed(_ADDED):
        op.drop_column("dataset", name)


def _set_state(before: str, after: str) -> None:
    """Let the jobs that compute analyses of which all older stages are done be in another state."""
    stages = sa.table("stage", *map(sa.column, ("analysis_id", "stage", "finished_at")))
    done = (stages.c.stage == _LAST_STAGE_BEFORE, stages.c.finished_at.is_not(None))
    analyses = set(op.get_bind().scalars(sa.select(stages.c.analysis_id).where(*done)))
    for row in _intact("job", _JOB):
        if row["kind"] == "analysis" and row["state"] == before and row["analysis_id"] in analyses:
            _write("job", _JOB, row, {"state": after})


def _intact(name: str, covered: _Columns) -> list[dict[str, object]]:
    """The rows that are as they were written; the others keep a seal that does not fit."""
    rows = op.get_bind().execute(sa.select(*_table(name, covered).c)).all()
    values = ({**row._mapping} for row in rows)
    return [row for row in values if row["seal"] == checksum(name, {key: row[key] for key in covered})]


def _write(name: str, covered: _Columns, row: dict[str, object], changed: dict[str, object]) -> None:
    """Change columns of a row, and seal it by what is covered now."""
    table, whole = _table(name, covered), {**row, **changed}
    seal = checksum(name, {key: whole[key] for key in covered})
    op.get_bind().execute(sa.update(table).where(table.c.id == row["id"]).values(**changed, seal=seal))


def _table(name: str, covered: _Columns) -> sa.TableClause:
    columns = {**covered, "id": sa.Integer, "seal": sa.BigInteger}
    return sa.table(name, *(sa.column(column, kind()) for column, kind in columns.items()))
