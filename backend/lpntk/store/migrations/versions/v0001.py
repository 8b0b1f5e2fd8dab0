"""The first schema: data sets, checkpoints, analyses with their results, plans and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _shared_between_analyses()
    _analyses()
    _kernels()
    _plans()
    _jobs()


def downgrade() -> None:
    """Drop every table, those that refer to others first."""
    for table in (
        "revision",
        "job",
        "plan_array",
        "plan",
        "kernel_tile",
        "kernel",
        "analysis_array",
        "stage",
        "analysis",
        "trace_epoch",
        "checkpoint_array",
        "checkpoint",
        "sample",
        "dataset_array",
        "dataset",
    ):
        op.drop_table(table)


def _shared_between_analyses() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("identity", sa.String(64), unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("image_shape", sa.JSON(), nullable=False),
        sa.Column("class_names", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    _named_arrays("dataset_array", "dataset")
    op.create_table(
        "sample",
        _part_of("dataset"),
        sa.Column("sample_index", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("location", sa.Text()),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id"), nullable=False, index=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("num_classes", sa.Integer(), nullable=False),
        sa.Column("image_shape", sa.JSON(), nullable=False),
        sa.Column("mean", sa.JSON(), nullable=False),
        sa.Column("std", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer()),
        sa.Column("validation_accuracy", sa.Double()),
        sa.Column("accuracy", sa.Double(), nullable=False),
        sa.Column("weights_checksum", sa.BigInteger(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    _named_arrays("checkpoint_array", "checkpoint")
    op.create_table(
        "trace_epoch",
        _part_of("checkpoint"),
        sa.Column("epoch", sa.Integer(), primary_key=True, autoincrement=False),
        *_array_columns(),
    )


def _analyses() -> None:
    op.create_table(
        "analysis",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id"), index=True),
        sa.Column("checkpoint_id", sa.Integer(), sa.ForeignKey("checkpoint.id"), index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stage",
        _part_of("analysis"),
        sa.Column("stage", sa.String(20), primary_key=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("finished_at", sa.Double()),
    )
    _named_arrays("analysis_array", "analysis")


def _kernels() -> None:
    op.create_table(
        "kernel",
        _part_of("analysis"),
        sa.Column("boundaries", sa.JSON(), nullable=False),
        sa.Column("strips_done", sa.Integer(), nullable=False),
    )
    op.create_table(
        "kernel_tile",
        sa.Column(
            "analysis_id",
            sa.Integer(),
            sa.ForeignKey("kernel.analysis_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("row_block", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("column_block", sa.Integer(), primary_key=True, autoincrement=False),
        *_array_columns(),
    )


def _plans() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("strategy", sa.String(40), nullable=False),
        sa.Column("keep", sa.Double(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.UniqueConstraint("analysis_id", "strategy", "keep", "seed"),
    )
    _named_arrays("plan_array", "plan")


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("heartbeat_at", sa.Double()),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("stage", sa.String(20)),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("rate", sa.Double()),
        sa.Column("remaining", sa.Double()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("started_at", sa.Double()),
        sa.Column("finished_at", sa.Double()),
        sa.UniqueConstraint("analysis_id", "kind", "key"),
        sa.Index(None, "state", "heartbeat_at"),
        sqlite_autoincrement=True,
    )
    revision_table = op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(revision_table, [{"id": 1, "value": 0}])


def _named_arrays(table: str, owner: str) -> None:
    op.create_table(
        table,
        _part_of(owner),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("start", sa.Integer(), primary_key=True, autoincrement=False),
        *_array_columns(),
    )


def _part_of(owner: str) -> sa.Column[int]:
    """The first column of a key: whose it is, and goes with."""
    return sa.Column(
        f"{owner}_id", sa.Integer(), sa.ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True
    )


def _array_columns() -> list[sa.Column]:
    return [
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    ]
