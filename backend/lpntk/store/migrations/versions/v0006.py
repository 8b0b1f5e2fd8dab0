"""Jobs keep what they come to in units; forecasts of plans are remembered; strategies have longer names."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Keep everything but remembered plans, which are made again: strategies say more of them now."""
    _rebuild_plans(100)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        _seal(),
        sa.UniqueConstraint("job_id", "name"),
    )
    op.create_table(
        "unit_array",
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
        *_array(),
    )
    op.create_table(
        "plan_forecast",
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("strategy", sa.String(100), primary_key=True),
        sa.Column("keep", sa.Double(), primary_key=True),
        sa.Column("seed", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        _seal(),
    )


def downgrade() -> None:
    """Drop what was added."""
    for table in ("plan_forecast", "unit_array", "unit"):
        op.drop_table(table)
    _rebuild_plans(40)


def _rebuild_plans(longest: int) -> None:
    """Empty tables of plans whose strategies' names have at most so many characters."""
    for table in ("plan_array", "plan"):
        op.drop_table(table)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("strategy", sa.String(longest), nullable=False),
        sa.Column("keep", sa.Double(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        _seal(),
        sa.UniqueConstraint("analysis_id", "strategy", "keep", "seed"),
    )
    op.create_table(
        "plan_array",
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
        *_array(),
    )


def _array() -> tuple[sa.Column, ...]:
    return (
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("start", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("length", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _seal(),
    )


def _seal() -> sa.Column:
    return sa.Column("seal", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
