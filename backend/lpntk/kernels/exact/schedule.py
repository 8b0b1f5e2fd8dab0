"""Cutting the work so that it fits a memory budget."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lpntk.domain import InputError
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.source.batch_size import samples_per_pass

# Rows of a tile: on a CPU so few that they stay in the cache; on a device so many that it does not show how
# long its kernels take to start.
MAX_BLOCK, MAX_DEVICE_BLOCK = 512, 4096
# What a pair of a tile takes on a device while it is summarised, all copies of it together.
DEVICE_TILE_BYTES = 96
# Of the budget: what features may take. The rest is for what a forward and backward pass holds, and tiles.
FEATURE_SHARE = 0.75


@dataclass(frozen=True)
class Step:
    """The tiles of one block of rows against the blocks of one group of columns, on and above the diagonal.

    Attributes
    ----------
    row_block
        The block of rows.
    column_blocks
        The blocks of columns, none before the block of rows.
    """

    row_block: int
    column_blocks: range


@dataclass(frozen=True)
class Schedule:
    """How the work is cut; the same sizes and budget give the same schedule.

    Attributes
    ----------
    blocks
        Ranges of rows (start, stop), together all.
    groups
        Ranges of blocks whose features are in memory together. While they are, every block before them
        passes by once, so that the features of a block are wanted only once for each group after its own.
    batch
        How many samples go through the model at a time.
    """

    blocks: tuple[tuple[int, int], ...]
    groups: tuple[range, ...]
    batch: int

    @property
    def steps(self) -> list[Step]:
        """All the work, in its order."""
        return [
            Step(row_block, range(max(row_block, group.start), group.stop))
            for group in self.groups
            for row_block in range(group.stop)
        ]

    def tiles(self, steps: int | None = None) -> int:
        """How many tiles the first `steps` steps have together; None is all of them."""
        return sum(len(step.column_blocks) for step in self.steps[:steps])

    @property
    def largest_block(self) -> int:
        """The most rows of a block."""
        return max(stop - start for start, stop in self.blocks)

    @property
    def resident_samples(self) -> int:
        """The most samples whose features are in memory at a time."""
        passing = 0 if self.is_resident else self.largest_block
        return passing + max(self._size(group) for group in self.groups)

    @property
    def is_resident(self) -> bool:
        """Whether no block's features are wanted once its group is over."""
        return len(self.groups) == 1 and self.groups[0].start == 0

    @property
    def passes(self) -> int:
        """How many passes of one sample each there are in all if no features are kept beyond their group."""
        loaded = [self.blocks[group.stop - 1][1] for group in self.groups]
        # The pass over the diagonal leaves the first group in memory.
        return sum(loaded) + self._rows - (self._size(self.groups[0]) if self.groups else 0)

    @property
    def pairs(self) -> int:
        """How many kernel values are computed."""
        return sum(
            (self.blocks[step.row_block][1] - self.blocks[step.row_block][0]) * self._size(step.column_blocks)
            for step in self.steps
        )

    @property
    def _rows(self) -> int:
        return sum(self._size(group) for group in self.groups)

    def _size(self, blocks: range) -> int:
        return self.blocks[blocks.stop - 1][1] - self.blocks[blocks.start][0]


def make_schedule(
    samples: int,
    numbers: int,
    pass_bytes: int,
    budget: int,
    *,
    batch_size: int | None,
    block_size: int | None = None,
    boundaries: Sequence[int] = (0,),
    cut: Sequence[int] | None = None,
    on_cpu: bool = True,
) -> Schedule:
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
        Upper bounds; None for what the device is quick at.
    boundaries
        Where the blocks begin among which everything is known already, and where the last of them ends.
    cut
        Where all blocks begin, and where the last ends, if that is settled.
    on_cpu
        Whether passes run on a CPU.

    Raises
    ------
    InputError
        If the features of two samples, or of two settled blocks, do not fit; it says which budget would do.
    """
    per_sample = numbers * FLOAT_BYTES
    fitting = int(budget * FEATURE_SHARE) // per_sample
    settled = max((stop - start for start, stop in itertools.pairwise(cut or ())), default=1)
    least = max(2, min(samples, 2 * settled))
    if fitting < least:
        needed = math.ceil(least * per_sample / FEATURE_SHARE)
        raise InputError(
            f"The memory budget leaves {_mebibytes(max(0, budget))} MiB for this model's gradients, which "
            f"take {_mebibytes(per_sample)} MiB a sample: give at least {_mebibytes(needed - budget)} MiB "
            "more, or take fewer of its parameters.",
            field="memory_budget",
        )
    passing = int(budget * (1 - FEATURE_SHARE))
    most = MAX_BLOCK if on_cpu else _device_block(passing)
    # Besides a group there is in memory the block that passes by.
    largest = min(most, block_size or most, samples if fitting >= samples else fitting // 2)
    known, edges = boundaries[-1], list(boundaries)
    if cut is not None:
        largest, edges = settled, list(cut)
    elif known < samples:
        edges += [*range(known + largest, samples, largest), samples]
    blocks = tuple(itertools.pairwise(edges))
    first = len(boundaries) - 1
    everything = fitting >= samples
    at_a_time = len(blocks) if everything else max(1, fitting // largest - 1)
    batch = samples_per_pass(pass_bytes, passing, at_most=batch_size, on_cpu=on_cpu)
    groups = bands(first, len(blocks), math.ceil((len(blocks) - first) / at_a_time))
    return Schedule(blocks, groups, batch)


def bands(start: int, stop: int, count: int) -> tuple[range, ...]:
    """`count` ranges from `start` to `stop`, as equal as can be."""
    edges = [start + (stop - start) * number // count for number in range(count + 1)] if count else []
    return tuple(range(a, b) for a, b in itertools.pairwise(edges))


def _device_block(room: int) -> int:
    """The most rows of a tile that can be summarised in so many bytes, a multiple of what a CPU takes."""
    fitting = math.isqrt(room // DEVICE_TILE_BYTES) // MAX_BLOCK * MAX_BLOCK
    return min(MAX_DEVICE_BLOCK, max(MAX_BLOCK, fitting))


def _mebibytes(size: int) -> int:
    return math.ceil(size / (1 << 20))
