"""The cells of rows by column: what was written comes back, and what is damaged is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from lpntk.datasets.rows import columns_of_rows
from lpntk.domain import Dataset, StoreError
from lpntk.domain.columns import NONE, Column, ColumnKind
from lpntk.domain.fields import Field
from lpntk.store import cells
from lpntk.store.engine import Database
from support.records import add_analysis, add_dataset

COLUMNS = [
    Column("size", ColumnKind.NUMBER, np.array([1.5, np.nan, -0.0])),
    Column("ink /\n", ColumnKind.CATEGORY, np.array([1, NONE, 0], np.int32), ("little", "much")),
]


@pytest.fixture
def dataset_id(database: Database) -> int:
    number = add_dataset(database, add_analysis(database)[0])
    with database.writing() as session:
        cells.write(session, number, COLUMNS)
    return number


def test_what_was_written_comes_back(database: Database, dataset_id: int) -> None:
    with database.reading() as session:
        found = cells.read(session, dataset_id)

    for one, other in zip(found, COLUMNS, strict=True):
        assert (one.name, one.kind, one.categories) == (other.name, other.kind, other.categories)
        assert one.values.dtype == other.values.dtype
        np.testing.assert_array_equal(one.values, other.values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE cell_column SET heading = 'other' WHERE position = 0", "column 'other' of data set"),
        ("UPDATE cell_column SET checksum = 7", "column 'size' of data set 1 does not match its checksum"),
        ("DELETE FROM cell_column WHERE position = 0", "the cells of data set 1 lacks a column"),
        ("DELETE FROM cell_column", "the cells of data set 1 is missing"),
    ],
)
def test_damage_is_said(database: Database, dataset_id: int, change: str, message: str) -> None:
    with database.writing() as session:
        session.execute(text(change))

    with database.reading() as session, pytest.raises(StoreError, match=message):
        cells.read(session, dataset_id)


@given(
    values=st.lists(st.tuples(st.floats(allow_infinity=False), st.sampled_from([0, 1, np.nan])), min_size=1)
)
def test_columns_say_what_the_rows_do(values: list[tuple[float, float]]) -> None:
    fields = (Field("size"), Field("ink", ("little", "much")))
    rows = np.array(values)
    labels = np.arange(len(rows))
    dataset = Dataset(
        "t", "", rows, labels, labels, ("a", "b"), (3,), "d" * 64, modality="rows", fields=fields
    )

    size, ink = columns_of_rows(dataset)

    np.testing.assert_array_equal(size.values, rows[:, 0])
    assert ink.texts() == [None if np.isnan(code) else ("little", "much")[int(code)] for code in rows[:, 1]]
