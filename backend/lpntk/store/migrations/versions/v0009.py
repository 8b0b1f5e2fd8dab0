"""What is streamed from a kernel is kept by blocks of rows: kernels that were under way begin anew."""

from alembic import op

revision = "0009"
down_revision = "0008"

_UNDER_WAY = "name LIKE 'kernel-state/%'"


def upgrade() -> None:
    """Keep everything but kernels that were not finished."""
    _begin_anew()


def downgrade() -> None:
    """The same."""
    _begin_anew()


def _begin_anew() -> None:
    under_way = f"SELECT analysis_id FROM analysis_array WHERE {_UNDER_WAY}"
    op.execute(f"DELETE FROM kernel_tile WHERE analysis_id IN ({under_way})")
    op.execute(f"DELETE FROM kernel WHERE analysis_id IN ({under_way})")
    op.execute(f"DELETE FROM analysis_array WHERE {_UNDER_WAY}")
