"""Kernels that are computed group by group, with or without a matrix, exactly or as a sketch."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table anew: of a kernel that was begun by an older program nothing is taken up."""
    op.drop_table("kernel_tile")
    op.drop_table("kernel")
    _kernel(
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("keeps_matrix", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("without_rule", sa.JSON(), nullable=False),
        sa.Column("sketch_error", sa.JSON()),
    )
    _forget_results()


def downgrade() -> None:
    """Make the older table again, without kernels."""
    op.drop_table("kernel_tile")
    op.drop_table("kernel")
    _kernel(sa.Column("strips_done", sa.Integer(), nullable=False))
    _forget_results()


def _kernel(*columns: sa.Column) -> None:
    op.create_table(
        "kernel",
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("boundaries", sa.JSON(), nullable=False),
        *columns,
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
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def _forget_results() -> None:
    """Leave data sets and checkpoints; a finished analysis becomes one that can be resumed."""
    op.execute("DELETE FROM plan")
    op.execute("DELETE FROM analysis_array")
    op.execute("DELETE FROM stage WHERE stage IN ('kernel', 'clusters', 'map')")
    op.execute("UPDATE job SET state = 'cancelled' WHERE state = 'done'")
