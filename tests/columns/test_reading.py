"""Files that hold columns."""

from __future__ import annotations

import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.columns import read
from lpntk.domain import InputError
from lpntk.domain.text_files import columns_csv


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=True, **arrays)
    return file.getvalue()


def parquet(**columns: object) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as writer

    file = io.BytesIO()
    writer.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def test_a_cell_may_be_as_long_as_a_book() -> None:
    text = "a word " * 40_000
    assert read(f"index,text\n0,{text}\n".encode(), "mine.csv").columns["text"] == [text]


def test_a_csv_says_which_sample_a_row_is_of() -> None:
    found = read(b"\xef\xbb\xbfindex, blur ,camera\r\n3,0.5,left\r\n1,,right\r\n\r\n", "of/mine.csv")

    assert (found.what, found.first, found.rows) == ("mine.csv", 2, 2)
    assert found.index == ["3", "1"]
    assert found.columns == {"blur": ["0.5", ""], "camera": ["left", "right"]}


def test_what_we_write_is_read() -> None:
    numbers = np.array([0.1, np.nan, 3])
    content = columns_csv({"index": np.array([5, 6, 7]), "a": numbers, "b": ["=1", None, "x,y"]})
    found = read(content, "written.csv")

    assert list(map(str, found.columns["a"])) == ["0.1", "", "3.0"]
    assert found.columns["b"] == ["'=1", "", "x,y"]


def test_coordinates_are_one_embedding() -> None:
    found = read(b"index,e1,e0,e3,blur\n0,2,1,9,0\n1,4,3,9,0\n", "mine.csv")

    assert set(found.columns) == {"embedding", "e3", "blur"}
    np.testing.assert_array_equal(found.columns["embedding"], [[1, 2], [3, 4]])


def test_an_array_is_called_as_its_file_or_as_wanted() -> None:
    vectors = np.ones((3, 2), dtype=np.float32)
    assert list(read(npy(vectors), "clip.npy").columns) == ["clip"]
    assert list(read(npy(vectors), "clip.npy", "mine").columns) == ["mine"]
    assert list(read(b"index,x\n0,1\n", "a.csv", "mine").columns) == ["mine"]
    with pytest.raises(InputError, match="has 2 columns, so that 'mine' does not say"):
        read(b"index,x,y\n0,1,2\n", "a.csv", "mine")


def test_an_archive_has_an_array_a_column() -> None:
    found = read(npz(index=np.array([4, 2]), blur=np.array([0.1, 0.2]), clip=np.ones((2, 3))), "m.npz")

    np.testing.assert_array_equal(found.index, [4, 2])
    assert list(found.columns) == ["blur", "clip"]


def test_parquet_has_numbers_texts_and_vectors() -> None:
    import datetime

    content = parquet(
        path=["a.png", "b.png"],
        whole=[1, None],
        flag=[True, None],
        day=[datetime.date(2024, 1, 2), None],
        vector=[[1.0, 2.0], [3.0, 4.0]],
    )
    found = read(content, "mine.parquet")

    assert found.path == ["a.png", "b.png"]
    np.testing.assert_array_equal(found.columns["whole"], [1, np.nan])
    assert found.columns["flag"] == ["yes", None]
    assert found.columns["day"] == ["2024-01-02", None]
    np.testing.assert_array_equal(found.columns["vector"], [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("content", "file", "says"),
    [
        (b"index,a\n1,2\n", "mine.txt", "mine.txt is no file of columns"),
        (b"", "mine.csv", "no column beside"),
        (b"index\n1\n", "mine.csv", "no column beside"),
        (b"index,a\n", "mine.csv", "has no rows"),
        (b"index,a,a\n1,2,3\n", "mine.csv", "two columns 'a'"),
        (b"index,\n1,2\n", "mine.csv", "a column without a name"),
        (b"index,a\n1,2,3\n", "mine.csv", "Row 2 of mine.csv has 3 cells and its head 2"),
        (b'index,a\n1,"2\n', "mine.csv", "cannot be read"),
        (b"index,a\n1,\xff\n", "mine.csv", "not in UTF-8"),
        (b"index,e0,e1\n1,2,x\n", "mine.csv", "has a text in 'e1'"),
        (b"PAR1 and no more", "mine.parquet", "mine.parquet cannot be read"),
        (b"\x93NUMPY", "mine.npy", "mine.npy cannot be read"),
        (npy(np.array([{"a": 1}], dtype=object)), "mine.npy", "mine.npy cannot be read"),
        (npz(a=np.ones(2)), "mine.npy", "end its name in .npz"),
        (npy(np.ones(2)), "mine.npz", "end its name in .npy"),
        (npy(np.array(1.0)), "mine.npy", "is one value"),
        (npz(a=np.ones(2), b=np.ones(3)), "mine.npz", "has 3 rows in 'b' and 2 in others"),
    ],
)
def test_what_is_wrong_is_one_sentence(content: bytes, file: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(content, file)
    assert caught.value.message.isprintable()
    assert caught.value.field in ("columns", "file")


def test_lists_of_other_lengths_are_no_embedding() -> None:
    with pytest.raises(InputError, match="lists that are not all as many numbers"):
        read(parquet(v=[[1.0], [1.0, 2.0]]), "mine.parquet")
    with pytest.raises(InputError, match=r"holds struct<a: int64>"):
        read(parquet(v=[{"a": 1}]), "mine.parquet")


@given(st.binary(max_size=200), st.sampled_from(["csv", "parquet", "npy", "npz"]))
def test_no_file_breaks_it(content: bytes, ending: str) -> None:
    with suppress(InputError):
        read(content, f"any.{ending}")
