"""Plans are made again when they are asked for, which takes less than to read them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Keep everything but remembered plans."""
    for table in ("plan_array", "plan"):
        op.drop_table(table)


def downgrade() -> None:
    """Empty tables for them."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("strategy", sa.String(100), nullable=False),
        sa.Column("keep", sa.Double(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        _seal(),
        sa.UniqueConstraint("analysis_id", "strategy", "keep", "seed"),
    )
    op.create_table(
        "plan_array",
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
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
