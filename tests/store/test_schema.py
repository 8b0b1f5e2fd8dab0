from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from sqlalchemy.schema import CreateIndex, CreateTable

from lpntk.domain import StoreError
from lpntk.store.engine import Database
from lpntk.store.schema import VERSION_TABLE, VERSIONS
from lpntk.store.tables import Base
from support.databases import bare_engine


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", "lpntk.store:migrations")
    return config


def statements(engine: Engine) -> dict[str, str]:
    """The text that made each table and index, without spaces."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {name: re.sub(r"\s+", "", sql) for name, sql in rows}


def test_migrations_arrive_at_the_tables_that_the_program_uses(new_url: str) -> None:
    Database(new_url).close()
    engine = bare_engine(new_url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrations_write_the_same_statements_as_the_tables(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'migrated.db'}").close()
    migrated = bare_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    created = bare_engine(f"sqlite:///{tmp_path / 'created.db'}")
    Base.metadata.create_all(created)

    found = {name: sql for name, sql in statements(migrated).items() if name != VERSION_TABLE}

    # Where a column is unique or a key by itself, the two differ in where they say so, not in what.
    assert found.keys() == statements(created).keys()
    for name, sql in statements(created).items():
        assert sorted(found[name]) == sorted(sql), name


def test_every_version_is_known_in_its_order() -> None:
    scripts = ScriptDirectory.from_config(configuration())

    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == VERSIONS


def test_going_down_leaves_nothing(new_url: str) -> None:
    Database(new_url).close()
    engine = bare_engine(new_url)
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert set(inspect(engine).get_table_names()) <= {VERSION_TABLE, "sqlite_sequence"}
    engine.dispose()


def test_the_tables_are_valid_for_postgresql() -> None:
    dialect = postgresql.dialect()

    for table in Base.metadata.sorted_tables:
        sql = str(CreateTable(table).compile(dialect=dialect))
        assert table.name in sql
        for index in table.indexes:
            assert table.name in str(CreateIndex(index).compile(dialect=dialect))
    assert "BYTEA" in str(CreateTable(Base.metadata.tables["kernel_tile"]).compile(dialect=dialect))


def test_a_newer_program_s_database_is_refused(new_url: str) -> None:
    Database(new_url).close()
    engine = bare_engine(new_url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreError, match=r"newer version of lpntk \(its schema is 9999.*update lpntk"):
        Database(new_url)


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    engine = bare_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER)"))

    with pytest.raises(StoreError, match="database of another program: name another file"):
        Database(url)
    assert inspect(engine).get_table_names() == ["note"]


def test_many_may_open_a_new_database_at_once(new_url: str) -> None:
    errors: list[Exception] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        try:
            Database(new_url).close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
