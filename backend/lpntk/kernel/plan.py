"""Cutting the work so that it fits a memory budget."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from lpntk.domain import InputError

MAX_BLOCK = 512
FLOAT_BYTES = 4
# Of the budget: what features may take. The rest is for what a forward and backward pass holds, and tiles.
FEATURE_SHARE = 0.75
# On a CPU a pass over few samples finds its data still in the cache: measured a third faster for LeNet at
# this size. Fewer samples than that make the products of deeper networks too thin.
CPU_PASS_BYTES, CPU_MIN_BATCH = 64 << 20, 16


@dataclass(frozen=True)
class Plan:
    """How the work is cut; the same sizes and budget give the same plan.

    Attributes
    ----------
    blocks
        Ranges of rows (start, stop), together all, as equal in size as can be.
    kept
        How many of the last blocks stay in memory once their features are computed. Every strip needs the
        last blocks, and only the first strips the first ones. The others are computed again.
    batch
        How many samples go through the model at a time.
    """

    blocks: tuple[tuple[int, int], ...]
    kept: int
    batch: int


def make_plan(
    samples: int,
    numbers: int,
    pass_bytes: int,
    budget: int,
    *,
    batch_size: int,
    block_size: int | None = None,
    on_cpu: bool = True,
) -> Plan:
    """Cut N samples whose features have so many numbers each.

    Parameters
    ----------
    samples
        N.
    numbers
        float32 numbers in one sample's features.
    pass_bytes
        What a forward and backward pass holds for one sample.
    budget
        Bytes.
    batch_size, block_size
        Upper bounds.
    on_cpu
        Whether passes run on a CPU.

    Raises
    ------
    InputError
        If the features of two samples do not fit; it says which budget would do.
    """
    per_sample = numbers * FLOAT_BYTES
    fitting = int(budget * FEATURE_SHARE) // per_sample
    if fitting < 2:
        needed = math.ceil(2 * per_sample / FEATURE_SHARE)
        raise InputError(
            f"The memory budget of {_mebibytes(budget)} MiB is too small for this model, whose gradient "
            f"takes {_mebibytes(per_sample)} MiB a sample: give at least {_mebibytes(needed)} MiB.",
            field="memory_budget",
        )
    # Two blocks are in memory at any time: that of the strip and the one that it is multiplied with.
    largest = min(MAX_BLOCK, block_size or MAX_BLOCK, samples if fitting >= samples else fitting // 2)
    count = math.ceil(samples / largest)
    bounds = [samples * block // count for block in range(count + 1)]
    blocks = tuple(itertools.pairwise(bounds))
    kept = count if fitting >= samples else max(0, fitting // largest - 2)
    batch = min(batch_size, int(budget * (1 - FEATURE_SHARE)) // pass_bytes)
    if on_cpu:
        batch = min(batch, max(CPU_MIN_BATCH, CPU_PASS_BYTES // pass_bytes))
    return Plan(blocks, kept, max(1, batch))


def _mebibytes(size: int) -> int:
    return math.ceil(size / (1 << 20))
