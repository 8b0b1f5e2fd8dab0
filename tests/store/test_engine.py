from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from lpntk.domain import StoreError
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database
from lpntk.store.location import DEFAULT_URL, default_url
from support.databases import bare_engine, new_schema
from support.records import add_analysis, add_results


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def test_the_default_is_a_file_in_the_data_folder_which_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)

    with Database() as database:
        assert database.place == str(tmp_path / "data" / "lpntk.db")
        assert database.url == sqlite(tmp_path / "data" / "lpntk.db")


def test_the_environment_names_another_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LPNTK_DB", "sqlite:///elsewhere.db")
    assert default_url() == "sqlite:///elsewhere.db"
    monkeypatch.setenv("LPNTK_DB", "")
    assert default_url() == DEFAULT_URL


def test_a_relative_path_stays_what_it_was_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    with Database("sqlite:///my.db") as database:
        monkeypatch.chdir(tmp_path / "other")
        assert database.url == sqlite(tmp_path / "my.db")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "thesis.txt"
    path.write_text("It was a dark and stormy night. " * 100)

    with pytest.raises(StoreError, match=r"thesis\.txt is not a database: name another file"):
        Database(sqlite(path))
    assert path.read_text().startswith("It was a dark")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/at/all/x.db", "There is no folder /nowhere/at/all for the database"),
        ("sqlite:////proc/x.db", r"/proc/x\.db cannot be opened for writing \(unable to open"),
        ("sqlite:////tmp", "/tmp is a folder, not a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///x.db?mode=ro", r"has settings after its '\?'.*leave them out"),
        ("sqlite:///x.db?timeout=soon", "leave them out"),
        ("sqlite://data/x.db", "two slashes where three belong: write sqlite:///data/"),
        ("sqlite:///" + "x" * 300, "There can be no database at .*File name too long.*name another place"),
        ("sqlite:///~nobody-of-that-name/x.db", "There can be no database at .*name another place"),
        ("postgresql://localhost:port/x", "is not a database URL"),
        ("sqlite:///:memory:", "names no file"),
        ("results.db", "is not a database URL: write sqlite:///results.db"),
        ("mysql://localhost/x", "'mysql' are not supported: use sqlite:///FILE or postgresql"),
    ],
)
def test_each_url_that_cannot_be_opened_gets_its_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        Database(url)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"does not answer|needs the psycopg driver") as caught:
        Database("postgresql://ada:secret@127.0.0.1:1/lpntk")
    assert "secret" not in caught.value.message


def test_a_server_on_which_nothing_may_be_made_says_what_is_lacking(postgresql_server: str) -> None:
    with new_schema(postgresql_server) as url:
        ours = make_url(url)
        schema = str(ours.query["options"]).rpartition("=")[2]
        engine = bare_engine(url)
        with engine.begin() as connection:
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO pg_monitor"))
        engine.dispose()
        for options in (f"-csearch_path={schema} -crole=pg_monitor", "-csearch_path=not_there"):
            other = ours.update_query_dict({"options": options}).render_as_string(hide_password=False)
            with pytest.raises(StoreError, match="has no schema in which its user may make tables"):
                Database(other)


def test_a_default_folder_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("a file")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LPNTK_DB", raising=False)

    with pytest.raises(StoreError, match=r"There can be no database at .*data/lpntk\.db"):
        Database()


def test_a_name_with_a_question_mark_is_written_in_three_signs(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/what%3F.db") as database, Database(database.url) as again:
        assert again.place == str(tmp_path / "what?.db")
    assert [path.name for path in tmp_path.iterdir()] == ["what?.db"]


@pytest.mark.parametrize(
    ("replaced", "sentence"),
    [
        (False, "was removed while it was open, and nothing is written any more"),
        (True, "was replaced by another file while it was open"),
    ],
)
def test_a_file_that_is_removed_while_it_is_open_takes_nothing_any_more(
    tmp_path: Path, replaced: bool, sentence: str
) -> None:
    path, away = tmp_path / "folder" / "x.db", tmp_path / "away"
    path.parent.mkdir()
    with Database(sqlite(path)) as database, database.reading() as open_already:
        assert jobs.revision(open_already) == 0
        path.parent.rename(away)
        if replaced:
            path.parent.mkdir()
            Database(sqlite(path)).close()

        for transaction in (database.reading, database.writing):
            with pytest.raises(StoreError, match=sentence), transaction() as session:
                jobs.revision(session)
        assert path.exists() is replaced

        shutil.rmtree(path.parent, ignore_errors=True)
        away.rename(path.parent)
        with database.writing() as session:
            jobs.touch(session)


def test_pages_that_are_overwritten_are_damage_wherever_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Database(sqlite(path)) as database:
        analysis_id, _ = add_analysis(database)
        add_results(database, analysis_id)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    def use() -> None:
        with Database(sqlite(path)) as database, database.writing() as session:
            jobs.touch(session)
            analyses.remove(session, analysis_id)

    with pytest.raises(StoreError, match=r"is damaged \(.*malformed.*\): restore it from a backup"):
        use()


def test_what_was_deleted_stays_deleted_though_its_space_cannot_be_given_back(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(database._engine, "raw_connection", fail)

    database.reclaim()

    assert all("The disk is full" in message for message in caplog.messages)


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    with Database(sqlite(tmp_path / "x.db")) as database, database.reading() as session:
        settings = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "auto_vacuum", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "auto_vacuum": 2,
        "busy_timeout": 30_000,
    }


def test_writing_is_undone_when_the_block_raises(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            jobs.touch(session)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.reading() as session:
        assert jobs.revision(session) == 0


def test_what_was_written_is_there_for_whoever_opens_it_next(new_url: str) -> None:
    with Database(new_url) as database, database.writing() as session:
        jobs.touch(session)
    with Database(new_url) as database, database.reading() as session:
        assert jobs.revision(session) == 1


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.reading() as session:
        before = jobs.revision(session)
        with database.writing() as other:
            jobs.touch(other)
        assert jobs.revision(session) == before
    with database.reading() as session:
        assert jobs.revision(session) == before + 1


def test_writers_take_turns(database: Database) -> None:
    def count() -> None:
        for _ in range(10):
            with database.writing() as session:
                jobs.touch(session)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert jobs.revision(session) == 40


def test_what_only_reads_takes_a_file_that_it_cannot_write_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "somebody else's #1.db"
    with Database(sqlite(path)) as database:
        add_analysis(database)
        monkeypatch.setattr("lpntk.store.location.OpenFile.is_read_only", True)
        # Some of it is in the write-ahead log, which nobody reads who takes the file for all there is.
        with pytest.raises(StoreError, match="is being written to, or was not closed"):
            Database(sqlite(path), create=False, only_reads=True)
    before, beside = path.read_bytes(), set(tmp_path.iterdir())

    with Database(sqlite(path), create=False, only_reads=True) as database:
        with database.reading() as session:
            assert len(analyses.get_all(session)) == 1
        with pytest.raises(StoreError, match="cannot be opened for writing"), database.writing() as session:
            session.execute(text("DELETE FROM lpntk_schema"))
        assert set(tmp_path.iterdir()) == beside
    assert path.read_bytes() == before
