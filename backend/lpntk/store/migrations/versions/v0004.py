"""Data sets keep what a person should know of how they were read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Older data sets have no notes."""
    op.add_column("dataset", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget the notes."""
    op.drop_column("dataset", "notes")
