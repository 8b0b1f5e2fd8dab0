from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from lpntk.domain import StoreError
from lpntk.store import jobs
from lpntk.store.engine import DEFAULT_URL, Database, default_url


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


def test_what_was_written_is_there_for_whoever_opens_it_next(url: str) -> None:
    with Database(url) as database, database.writing() as session:
        jobs.touch(session)
    with Database(url) as database, database.reading() as session:
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
