"""Jobs say what is to be done, analyses who can do it; inputs have a modality."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Keep everything: only where it is said changes."""
    op.add_column("analysis", sa.Column("in_memory", sa.Boolean(), nullable=False, server_default=sa.false()))
    given = "SELECT analysis_id FROM job WHERE kind = 'in-memory'"
    op.execute(f"UPDATE analysis SET in_memory = {_true()} WHERE id IN ({given})")
    op.execute("UPDATE job SET kind = 'analysis' WHERE kind = 'in-memory'")
    op.execute("ALTER TABLE kernel RENAME COLUMN steps_done TO pieces_done")
    _set_groups_of_sketches("[]")
    for table in ("dataset", "checkpoint"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN image_shape TO input_shape")
        op.add_column(table, sa.Column("modality", sa.String(20), nullable=False, server_default="images"))
    op.execute("ALTER TABLE sample RENAME COLUMN thumbnail TO preview")


def downgrade() -> None:
    """Say it in the older places."""
    op.execute("ALTER TABLE sample RENAME COLUMN preview TO thumbnail")
    for table in ("dataset", "checkpoint"):
        op.drop_column(table, "modality")
        op.execute(f"ALTER TABLE {table} RENAME COLUMN input_shape TO image_shape")
    boundaries = "SELECT analysis_id, boundaries FROM kernel"
    for analysis_id, text in op.get_bind().execute(sa.text(boundaries)).all():
        blocks = len(json.loads(text) if isinstance(text, str) else text) - 1
        _set_groups_of_sketches(json.dumps([0, blocks]), analysis_id)
    op.execute("ALTER TABLE kernel RENAME COLUMN pieces_done TO steps_done")
    given = f"SELECT id FROM analysis WHERE in_memory = {_true()}"
    op.execute(f"UPDATE job SET kind = 'in-memory' WHERE analysis_id IN ({given})")
    op.drop_column("analysis", "in_memory")


def _set_groups_of_sketches(groups: str, analysis_id: int | None = None) -> None:
    bind = op.get_bind()
    requests = bind.execute(sa.text("SELECT id, request FROM analysis")).all()
    for number, request in requests:
        settings = json.loads(request) if isinstance(request, str) else request
        is_wanted = analysis_id is None or number == analysis_id
        if is_wanted and settings["kernel"].get("method") == "sketch":
            update = sa.text("UPDATE kernel SET groups = :groups WHERE analysis_id = :id")
            bind.execute(update, {"groups": groups, "id": number})


def _true() -> str:
    return "true" if op.get_bind().dialect.name == "postgresql" else "1"
