from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.store import seals
from lpntk.store.blobs import DTYPES, pack, unpack
from lpntk.store.damage import Part
from lpntk.store.tables import KernelTile

any_array = arrays.arrays(
    dtype=st.sampled_from(DTYPES).map(np.dtype),
    shape=arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


PART = Part(Session(), "tile (0, 1) of analysis 3", ("analysis_id", 3))
PLACE = {"analysis_id": 3, "row_block": 0, "column_block": 1}


def row(array: NDArray[np.generic], **changed: object) -> KernelTile:
    """A row that holds the array, changed after it was sealed."""
    return KernelTile(**{**pack(KernelTile, array, **PLACE), **changed})


def found(array: NDArray[np.generic], **changed: object) -> NDArray[np.generic]:
    return unpack(row(array, **changed), KernelTile, PART)


@given(any_array)
def test_an_array_comes_back_to_the_bit(array: NDArray[np.generic]) -> None:
    again = found(array)

    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.tobytes() == array.tobytes()


def test_bytes_are_little_endian_in_c_order_whatever_the_array_was() -> None:
    array = np.arange(6, dtype=">f4").reshape(2, 3).T

    packed = pack(KernelTile, array, **PLACE)

    assert packed["shape"] == [3, 2]
    assert packed["data"] == np.array([0, 3, 1, 4, 2, 5], dtype="<f4").tobytes()
    assert found(array).dtype == np.float32


@pytest.mark.parametrize(
    "damage",
    [
        {"data": b"\0" * 24},
        {"data": np.arange(6, dtype=np.float32).tobytes()[:-1]},
        {"data": "text"},
        {"data": None},
        {"shape": [7]},
        {"shape": [3, 2]},
        {"dtype": "int32"},
        {"row_block": 1},
        {"seal": 0},
        {"checksum": 1},
    ],
)
def test_what_does_not_fit_its_checksum_or_shape_is_named(damage: dict[str, object]) -> None:
    with pytest.raises(StoreError, match=r"damaged: tile \(0, 1\) of analysis 3"):
        found(np.arange(6, dtype=np.float32), **damage)


def test_an_unknown_type_asks_for_a_newer_program() -> None:
    packed = pack(KernelTile, np.zeros(1, dtype=np.float32), **PLACE)
    newer = KernelTile(**{**packed, **seals.sealed(KernelTile, {**packed, "dtype": "complex64"})})

    with pytest.raises(StoreError, match="unknown type 'complex64'"):
        unpack(newer, KernelTile, PART)


def test_only_plain_numbers_are_stored() -> None:
    with pytest.raises(TypeError, match="object"):
        pack(KernelTile, np.array([{}]), **PLACE)
