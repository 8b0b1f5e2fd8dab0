from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lpntk.domain import InputError
from lpntk.kernel.plan import CPU_MIN_BATCH, CPU_PASS_BYTES, make_plan


@given(
    samples=st.integers(2, 100_000),
    numbers=st.integers(1, 10**6),
    budget=st.integers(1, 2**36),
    block_size=st.none() | st.integers(1, 1000),
)
def test_blocks_cover_the_rows_and_stay_within_the_budget(
    samples: int, numbers: int, budget: int, block_size: int | None
) -> None:
    try:
        plan = make_plan(samples, numbers, 1000, budget, batch_size=256, block_size=block_size)
    except InputError:
        assume(False)

    sizes = [stop - start for start, stop in plan.blocks]
    assert plan.blocks[0][0] == 0
    assert plan.blocks[-1][1] == samples
    assert all(a[1] == b[0] for a, b in zip(plan.blocks, plan.blocks[1:], strict=False))
    assert min(sizes) >= 1
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= min(512, block_size or 512)
    in_memory = min(len(sizes), plan.kept + 2)
    assert sum(sorted(sizes)[-in_memory:]) * numbers * 4 <= budget
    assert plan == make_plan(samples, numbers, 1000, budget, batch_size=256, block_size=block_size)


def test_everything_is_kept_where_it_fits() -> None:
    plan = make_plan(1000, 30_000, 10**6, 2**30, batch_size=256)

    assert plan.blocks == ((0, 500), (500, 1000))
    assert plan.kept == 2


def test_a_budget_that_two_samples_do_not_fit_says_which_would() -> None:
    with pytest.raises(InputError, match="takes 39 MiB a sample: give at least 102 MiB") as refused:
        make_plan(100, 10_000_000, 1000, 100 << 20, batch_size=256)

    assert refused.value.field == "memory_budget"
    assert make_plan(100, 10_000_000, 1000, 102 << 20, batch_size=256).kept == 0


@pytest.mark.parametrize(
    ("batch_size", "pass_bytes", "on_cpu", "batch"),
    [
        (256, 1 << 10, True, 256),
        (256, 1 << 20, True, CPU_PASS_BYTES >> 20),
        (256, 32 << 20, True, CPU_MIN_BATCH),
        (4, 32 << 20, True, 4),
        (256, 1 << 20, False, 256),
        (256, 2 << 30, True, 1),
    ],
)
def test_batches_are_cut_to_the_cache_and_the_budget(
    batch_size: int, pass_bytes: int, on_cpu: bool, batch: int
) -> None:
    plan = make_plan(1000, 1000, pass_bytes, 4 << 30, batch_size=batch_size, on_cpu=on_cpu)

    assert plan.batch == batch
