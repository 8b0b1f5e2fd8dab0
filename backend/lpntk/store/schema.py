"""The version of a database: made, migrated or refused when it is opened."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from lpntk.domain import StoreError

VERSION_TABLE = "lpntk_schema"
VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Every version there has been, oldest first: one file each in migrations/versions."""

_POSTGRESQL_LOCK = 0x6C706E746B  # "lpntk"


def bring_up_to_date(reading: Engine, writing: Engine, place: str) -> None:
    """Create the tables of a new database, or migrate those of an older program.

    Raises
    ------
    StoreError
        If the database belongs to another program, or to a newer version of this one.
    """
    with reading.connect() as connection:
        if _version(connection, place) == VERSIONS[-1]:
            return
    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
        if _version(connection, place) != VERSIONS[-1]:
            _upgrade(connection)


def _version(connection: Connection, place: str) -> str | None:
    """The database's version; None if it is new."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise StoreError(f"{place} is the database of another program: name another file.")
        return None
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    if version is not None and version not in VERSIONS:
        raise StoreError(
            f"{place} was written by a newer version of lpntk (its schema is {version}, this program knows"
            f" {VERSIONS[-1]}): update lpntk, or name another database."
        )
    return version


def _upgrade(connection: Connection) -> None:
    # Most openings need no migration, and importing Alembic takes longer than all the rest of them.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "lpntk.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
