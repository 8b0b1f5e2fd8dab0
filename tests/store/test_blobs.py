from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from lpntk.domain import StoreError
from lpntk.store.blobs import DTYPES, pack, unpack

any_array = arrays.arrays(
    dtype=st.sampled_from(DTYPES).map(np.dtype),
    shape=arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


def fields(array: NDArray[np.generic], **changed: object) -> SimpleNamespace:
    return SimpleNamespace(**{**pack(array), **changed})


@given(any_array)
def test_an_array_comes_back_to_the_bit(array: NDArray[np.generic]) -> None:
    found = unpack(fields(array), "it")

    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert found.tobytes() == array.tobytes()


def test_bytes_are_little_endian_in_c_order_whatever_the_array_was() -> None:
    array = np.arange(6, dtype=">f4").reshape(2, 3).T

    packed = pack(array)

    assert packed["shape"] == [3, 2]
    assert packed["data"] == np.array([0, 3, 1, 4, 2, 5], dtype="<f4").tobytes()
    assert unpack(fields(array), "it").dtype == np.float32


@pytest.mark.parametrize(
    "damage",
    [
        {"data": b"\0" * 24},
        {"data": pack(np.arange(6, dtype=np.float32))["data"][:-1]},
        {"shape": [7]},
        {"checksum": 1},
    ],
)
def test_what_does_not_fit_its_checksum_or_shape_is_named(damage: dict[str, object]) -> None:
    with pytest.raises(StoreError, match=r"damaged: tile \(0, 1\) of analysis 3"):
        unpack(fields(np.arange(6, dtype=np.float32), **damage), "tile (0, 1) of analysis 3")


def test_an_unknown_type_asks_for_a_newer_program() -> None:
    with pytest.raises(StoreError, match="unknown type 'complex64'"):
        unpack(fields(np.zeros(1, dtype=np.float32), dtype="complex64"), "it")


def test_only_plain_numbers_are_stored() -> None:
    with pytest.raises(TypeError, match="object"):
        pack(np.array([{}]))
