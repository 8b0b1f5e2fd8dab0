from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.kernels.exact.schedule import make_schedule
from lpntk.kernels.source.batch_size import CARD_MOST, CPU_MIN_BATCH, CPU_MOST, CPU_PASS_BYTES


@given(
    samples=st.integers(2, 2000),
    numbers=st.integers(1, 10**6),
    budget=st.integers(1, 2**32),
    block_size=st.none() | st.integers(30, 1000),
    known=st.integers(0, 2000),
)
def test_steps_cover_all_that_is_new_and_stay_within_the_budget(
    samples: int, numbers: int, budget: int, block_size: int | None, known: int
) -> None:
    boundaries = [*range(0, min(known, samples - 1), 300), min(known, samples - 1)] if known else [0]
    options = {"batch_size": 256, "block_size": block_size, "boundaries": boundaries}
    try:
        schedule = make_schedule(samples, numbers, 1000, budget, **options)
    except InputError:
        assume(False)

    assert schedule == make_schedule(samples, numbers, 1000, budget, **options)
    sizes = [stop - start for start, stop in schedule.blocks]
    old, count = len(boundaries) - 1, len(sizes)
    assert schedule.blocks[0][0] == 0
    assert schedule.blocks[-1][1] == samples
    assert all(a[1] == b[0] for a, b in zip(schedule.blocks, schedule.blocks[1:], strict=False))
    assert [start for start, _ in schedule.blocks[:old]] == boundaries[:-1]
    assert 1 <= min(sizes[old:]) <= max(sizes[old:]) <= min(512, block_size or 512)
    assert [block for group in schedule.groups for block in group] == list(range(old, count))
    if not schedule.is_resident:
        largest = max(sum(sizes[group.start : group.stop]) for group in schedule.groups)
        # Where all that is new is one group, only blocks that are known already pass by.
        passing = max(sizes[old:]) if len(schedule.groups) > 1 else 0
        assert (largest + passing) * numbers * 4 <= budget
    tiles = [(step.row_block, column) for step in schedule.steps for column in step.column_blocks]
    assert len(tiles) == len(set(tiles)) == sum(range(old + 1, count + 1))
    assert all(row <= column for row, column in tiles)
    assert schedule.pairs == sum(sizes[row] * sizes[column] for row, column in tiles)


def test_everything_is_in_memory_where_it_fits() -> None:
    schedule = make_schedule(1000, 30_000, 10**6, 2**30, batch_size=256)

    assert schedule.blocks == ((0, 512), (512, 1000))
    assert schedule.groups == (range(2),)
    assert schedule.is_resident
    assert schedule.passes == 1000


@given(budget=st.integers(2**24, 2**36), samples=st.integers(2, 50_000))
def test_tiles_on_a_device_are_large_where_there_is_room_to_summarise_them(budget: int, samples: int) -> None:
    def largest(on_cpu: bool) -> int:
        return make_schedule(samples, 100, 1000, budget, batch_size=256, on_cpu=on_cpu).largest_block

    side = largest(on_cpu=False)
    assert largest(on_cpu=True) <= min(512, samples)
    assert min(512, samples) <= side <= min(4096, samples)
    assert side <= 512 or 96 * side**2 <= budget / 4
    if budget >= 2**33:
        assert side == min(4096, samples)


def test_what_does_not_fit_passes_by_once_for_each_group() -> None:
    schedule = make_schedule(10_000, 30_000, 10**6, 2**30, batch_size=256)

    assert [len(group) for group in schedule.groups] == [10, 10]
    assert schedule.passes == 20_000
    assert not schedule.is_resident


def test_a_budget_that_two_samples_do_not_fit_says_which_would() -> None:
    with pytest.raises(InputError, match="take 39 MiB a sample: give at least 2 MiB more") as refused:
        make_schedule(100, 10_000_000, 1000, 100 << 20, batch_size=256)

    assert refused.value.field == "memory_budget"
    assert len(make_schedule(100, 10_000_000, 1000, 102 << 20, batch_size=256).groups) == 100


@pytest.mark.parametrize(
    ("batch_size", "pass_bytes", "on_cpu", "batch"),
    [
        (256, 1 << 10, True, 256),
        (256, 1 << 20, True, CPU_PASS_BYTES >> 20),
        (256, 32 << 20, True, CPU_MIN_BATCH),
        (4, 32 << 20, True, 4),
        (256, 1 << 20, False, 256),
        (256, 2 << 30, True, 1),
        (None, 1 << 10, True, CPU_MOST),
        (None, 1 << 10, False, CARD_MOST),
        (None, 1 << 20, False, 1024),
    ],
)
def test_batches_are_cut_to_the_cache_and_the_budget(
    batch_size: int | None, pass_bytes: int, on_cpu: bool, batch: int
) -> None:
    schedule = make_schedule(1000, 1000, pass_bytes, 4 << 30, batch_size=batch_size, on_cpu=on_cpu)

    assert schedule.batch == batch
