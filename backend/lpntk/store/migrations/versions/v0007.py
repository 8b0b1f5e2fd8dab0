"""People put tags and notes on samples, and save views of an analysis."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Keep everything."""
    op.create_table(
        "tag",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _seal(),
    )
    op.create_table(
        "note",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("sample_index", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.Double(), nullable=False),
        _seal(),
    )
    op.create_table(
        "saved_view",
        sa.Column(
            "analysis_id", sa.Integer(), sa.ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("key", sa.String(400), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Double(), nullable=False),
        _seal(),
    )


def downgrade() -> None:
    """Drop what was added."""
    for table in ("saved_view", "note", "tag"):
        op.drop_table(table)


def _seal() -> sa.Column:
    return sa.Column("seal", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
