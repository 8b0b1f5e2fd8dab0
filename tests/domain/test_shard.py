from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.domain.shard import Shard


@given(count=st.integers(1, 200), items=st.integers(0, 1000))
def test_shards_have_every_item_once_and_are_even(count: int, items: int) -> None:
    parts = [Shard(number, count).of(items) for number in range(1, count + 1)]

    assert [item for part in parts for item in part] == list(range(items))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_shard_is_read_as_it_is_written() -> None:
    assert Shard.read(" 3/64 ") == Shard(3, 64)
    assert str(Shard(3, 64)) == "3/64"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", "such as 3/64"),
        ("3 of 64", "such as 3/64"),
        ("/64", "such as 3/64"),
        ("-1/64", "such as 3/64"),
        ("0/64", r"numbered from 1 to 64, as by Slurm's --array=1-64"),
        ("65/64", "There is no shard 65/64"),
        ("1/0", "give between 1 and 100,000"),
        ("1/1000000", "give between 1 and 100,000"),
    ],
)
def test_what_names_no_shard_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        Shard.read(text)
    assert caught.value.field in ("shard", "shards")
