from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import delete, func, select, update

from lpntk.domain import StoreError
from lpntk.store import arrays
from lpntk.store.engine import Database
from lpntk.store.tables import AnalysisArray
from support.records import add_analysis


@pytest.fixture
def owner(database: Database) -> int:
    return add_analysis(database)[0]


def write(database: Database, owner: int, **named: NDArray[np.generic]) -> None:
    with database.writing() as session:
        arrays.write(session, AnalysisArray, owner, named)


def read(database: Database, owner: int, name: str) -> NDArray[np.generic]:
    with database.reading() as session:
        return arrays.read(session, AnalysisArray, owner, name)


def parts(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(AnalysisArray)).one()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "PART_BYTES", 64)


@pytest.mark.parametrize("shape", [(), (0,), (3,), (0, 4), (1000, 5), (3, 2, 2)])
@pytest.mark.usefixtures("small_parts")
def test_an_array_comes_back_whole(database: Database, owner: int, shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    write(database, owner, x=np.asarray(array))

    found = read(database, owner, "x")

    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, array)


@pytest.mark.usefixtures("small_parts")
def test_a_row_is_read_from_its_part_alone(database: Database, owner: int) -> None:
    array = np.arange(40).reshape(10, 4)
    write(database, owner, x=array)
    assert parts(database) == 5

    with database.writing() as session:
        session.execute(update(AnalysisArray).where(AnalysisArray.start != 4).values(checksum=0))
    with database.reading() as session:
        row = arrays.read_row(session, AnalysisArray, owner, "x", 5)

    np.testing.assert_array_equal(row, array[5])


@pytest.mark.usefixtures("small_parts")
def test_a_shorter_array_leaves_nothing_of_the_longer_one(database: Database, owner: int) -> None:
    write(database, owner, x=np.arange(100), y=np.arange(2))
    write(database, owner, x=np.arange(3))

    np.testing.assert_array_equal(read(database, owner, "x"), [0, 1, 2])
    np.testing.assert_array_equal(read(database, owner, "y"), [0, 1])
    assert parts(database) == 2


@pytest.mark.usefixtures("small_parts")
def test_a_missing_part_is_damage(database: Database, owner: int) -> None:
    write(database, owner, x=np.arange(24))
    with database.writing() as session:
        session.execute(delete(AnalysisArray).where(AnalysisArray.start == 8))

    with pytest.raises(StoreError, match=f"damaged: 'x' of analysis {owner}"):
        read(database, owner, "x")
    with pytest.raises(StoreError, match="damaged"), database.reading() as session:
        arrays.read_row(session, AnalysisArray, owner, "x", 9)


def test_changed_bytes_are_damage(database: Database, owner: int) -> None:
    write(database, owner, x=np.arange(3))
    with database.writing() as session:
        session.execute(update(AnalysisArray).values(data=b"\1" * 24))

    with pytest.raises(StoreError, match=f"damaged: 'x' of analysis {owner} does not match its checksum"):
        read(database, owner, "x")


def test_an_array_that_is_not_there_is_named(database: Database, owner: int) -> None:
    with pytest.raises(StoreError, match=f"'x' of analysis {owner} is missing"):
        read(database, owner, "x")
    with pytest.raises(StoreError, match="'x' of analysis 77 is missing"), database.reading() as session:
        arrays.read_row(session, AnalysisArray, 77, "x", 0)


@pytest.mark.usefixtures("small_parts")
def test_names_and_lengths_are_known_without_the_arrays(database: Database, owner: int) -> None:
    write(
        database, owner, **{"a/x": np.arange(30), "a/y": np.arange(2), "b": np.arange(1), "a_c": np.arange(9)}
    )

    with database.reading() as session:
        assert arrays.names(session, AnalysisArray, owner, "a/") == ["a/x", "a/y"]
        assert arrays.lengths(session, AnalysisArray, "a/x", [owner, 99]) == {owner: 30}
        assert arrays.lengths(session, AnalysisArray, "a/x", []) == {}


def test_arrays_are_removed_by_prefix(database: Database, owner: int) -> None:
    write(database, owner, **{"a/x": np.arange(3), "a/y": np.arange(2), "b": np.arange(1)})
    with database.writing() as session:
        arrays.remove(session, AnalysisArray, owner, "a/")

    with database.reading() as session:
        assert arrays.names(session, AnalysisArray, owner, "") == ["b"]
