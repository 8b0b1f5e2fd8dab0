"""Columns in the database: whole or not at all, replaced by ones of other numbers, their damage said."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import text

from lpntk.domain import ConflictError, InputError, NotFoundError, StoreError
from lpntk.domain.columns import MOST_COLUMNS, Column, Values, column_of
from lpntk.domain.job import EMBEDDING
from lpntk.store import jobs, own_columns
from lpntk.store.engine import Database
from lpntk.store.own_columns import Held
from support.records import add_analysis

DATA, OTHER = "d" * 64, "e" * 64
INDICES = np.array([2, 3, 7])


def column(name: str, values: Values) -> Column:
    return column_of(name, values, INDICES)


def put(database: Database, *columns: Column, replace: bool = False, of: str = DATA) -> list[Held]:
    with database.writing() as session:
        return own_columns.put(session, of, columns, INDICES, replace=replace, now=1.5)


def held(database: Database, of: str = DATA) -> list[Held]:
    with database.reading() as session:
        return own_columns.get_all(session, of)


def read(database: Database, one: Held, indices: list[int]) -> Column:
    with database.reading() as session:
        return own_columns.values(session, one, np.array(indices))


NUMBER, GROUP = column("Blur", np.array([1.5, np.nan, 3])), column("camera", ["b", None, "a"])
VECTORS = column("clip", np.arange(6.0).reshape(3, 2))


def test_what_was_put_comes_back_by_index(database: Database) -> None:
    put(database, NUMBER, GROUP, VECTORS)

    blur, camera, clip = held(database)
    assert (blur.name, blur.known, blur.dimensions) == ("Blur", 2, 1)
    assert (camera.categories, camera.known, clip.dimensions) == (("a", "b"), 2, 2)
    np.testing.assert_array_equal(read(database, blur, [2, 3, 7]).values, [1.5, np.nan, 3])
    np.testing.assert_array_equal(read(database, blur, [1, 2, 7, 9]).values, [np.nan, 1.5, 3, np.nan])
    assert read(database, camera, [1, 2, 7, 9]).texts() == [None, "b", "a", None]
    np.testing.assert_array_equal(read(database, clip, [2, 7]).values, [[0, 1], [4, 5]])
    with pytest.raises(NotFoundError, match="'clip' is not of sample 9"):
        read(database, clip, [2, 9])
    assert held(database, OTHER) == []


def test_one_of_the_same_name_is_replaced_only_if_that_is_said(database: Database) -> None:
    (first,) = put(database, NUMBER)
    with pytest.raises(ConflictError, match="a column 'Blur' already: call 'BLUR' something else"):
        put(database, column("new", np.ones(3)), column("BLUR", np.ones(3)))
    assert held(database) == [first]

    (second,) = put(database, column("BLUR", ["x", "y", "z"]), replace=True)
    assert second.id > first.id
    assert [one.name for one in held(database)] == ["BLUR"]


def test_what_was_made_of_a_column_goes_with_it(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    first, second = put(database, VECTORS, column("other", np.ones((3, 2))))
    with database.writing() as session:
        for one in (first, second):
            asked = {"column": one.id, "name": one.name}
            jobs.enqueue(session, analysis_id, EMBEDDING, str(one.id), request=asked, now=1.0)
        own_columns.delete(session, DATA, "CLIP")
        left = [job.request.get("name") for job in jobs.of_analysis(session, analysis_id, 2.0)]
    assert left[1:] == ["other"]
    assert [one.name for one in held(database)] == ["other"]
    with pytest.raises(NotFoundError, match="no column 'clip' of yours"), database.writing() as session:
        own_columns.delete(session, DATA, "clip")


def test_there_may_be_so_many(database: Database) -> None:
    put(database, *(column(f"c{number}", np.ones(3)) for number in range(MOST_COLUMNS)))
    put(database, column("c3", np.zeros(3)), replace=True)
    with pytest.raises(InputError, match="There are 64 columns already"):
        put(database, column("one more", np.ones(3)))
    assert len(held(database)) == MOST_COLUMNS


def test_damage_is_said(database: Database) -> None:
    (first,) = put(database, NUMBER)
    with database.writing() as session:
        session.execute(text("UPDATE own_column_array SET checksum = 1 WHERE name = 'values'"))
    with pytest.raises(StoreError, match="add that column again in its place"):
        read(database, first, [2])
    with database.writing() as session:
        session.execute(text("UPDATE own_column SET known = 1"))
    with pytest.raises(StoreError, match="the column 'Blur' does not match its checksum"):
        held(database)
