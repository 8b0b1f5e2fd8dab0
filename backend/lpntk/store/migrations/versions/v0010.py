"""People keep columns of their own: numbers, categories and embeddings of samples."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Keep everything."""
    op.create_table(
        "own_column",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("dimensions", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Double(), nullable=False),
        _seal(),
        sa.UniqueConstraint("fingerprint", "key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "own_column_array",
        sa.Column(
            "column_id", sa.Integer(), sa.ForeignKey("own_column.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("start", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("length", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("dtype", sa.String(8), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _seal(),
    )


def downgrade() -> None:
    """Drop what was added."""
    for table in ("own_column_array", "own_column"):
        op.drop_table(table)


def _seal() -> sa.Column:
    return sa.Column("seal", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
