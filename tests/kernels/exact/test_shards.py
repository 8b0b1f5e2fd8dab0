from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lpntk.kernels.exact.schedule import Step, make_schedule
from lpntk.kernels.exact.shards import fitting, shards


def tiles(steps: Sequence[Step]) -> list[tuple[int, int]]:
    return [(step.row_block, column) for step in steps for column in step.column_blocks]


@given(
    edges=st.lists(st.integers(1, 600), min_size=1, max_size=40),
    count=st.integers(1, 70),
    known=st.integers(0, 40),
)
def test_shards_have_every_new_tile_once(edges: list[int], count: int, known: int) -> None:
    starts = [sum(edges[:at]) for at in range(len(edges) + 1)]
    blocks = list(pairwise(starts))
    known = min(known, len(blocks) - 1)

    parts = shards(blocks, known, count)

    assert len(parts) == count
    everything = [tile for part in parts for tile in tiles(part)]
    wanted = {(row, column) for column in range(known, len(blocks)) for row in range(column + 1)}
    assert len(everything) == len(wanted)
    assert set(everything) == wanted
    assert shards(blocks, known, count) == parts


def test_shards_are_even_and_need_few_samples() -> None:
    blocks = [(start, start + 500) for start in range(0, 60_000, 500)]

    parts = shards(blocks, 0, 64)

    pairs = [len(tiles(part)) for part in parts]
    needed = [len({block for tile in tiles(part) for block in tile}) for part in parts]
    assert max(pairs) <= 1.25 * sum(pairs) / len(pairs)
    # Squares of 60,000 / sqrt(128) rows and as many columns would be the least that can be.
    assert max(needed) / len(blocks) <= 2 * (2 / 64) ** 0.5


@given(
    samples=st.integers(2, 3000),
    budget=st.integers(2**20, 2**25),
    count=st.integers(1, 20),
    number=st.integers(0, 19),
)
def test_a_shard_is_fitted_to_the_memory(samples: int, budget: int, count: int, number: int) -> None:
    cut = [*range(0, samples, 100), samples]
    numbers = budget * 3 // 4 // 4 // min(samples, 250)
    schedule = make_schedule(samples, numbers, 1000, budget, batch_size=256, cut=cut)
    steps = shards(schedule.blocks, 0, count)[number % count]

    fit = fitting(steps, schedule)

    assert sorted(tiles(fit)) == sorted(tiles(steps))
    assert schedule.blocks == tuple(pairwise(cut))
    for step in fit:
        assert len(step.column_blocks) <= max(len(group) for group in schedule.groups)
