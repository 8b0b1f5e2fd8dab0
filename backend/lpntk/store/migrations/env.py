"""Alembic's entry point: migrates within the transaction that schema.py has open."""

from alembic import context

from lpntk.store.schema import VERSION_TABLE
from lpntk.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
