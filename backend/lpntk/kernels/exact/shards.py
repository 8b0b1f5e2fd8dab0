"""Dividing the tiles of a kernel among processes that share nothing but the result."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from lpntk.kernels.exact.schedule import Schedule, Step, bands

# How many kernel values cost as much as one sample's pass through the model, roughly; measured from 75 to 100
# for LeNet and ResNet-18 on a CPU. It decides only how tiles are grouped, never what is in them.
VALUES_A_PASS = 100

Parts: TypeAlias = tuple[tuple[Step, ...], ...]


def shards(blocks: Sequence[tuple[int, int]], known: int, count: int) -> Parts:
    """The tiles on and above the diagonal in `count` parts of about equal cost.

    It depends on nothing but its arguments, so that processes on different machines agree without a word.
    Each part needs the features of its rows and columns: the tiles are put into bands of columns so that the
    part with the most to do has the least: N sqrt(2 / count) of N samples at best, and up to twice that as
    they are cut.

    Parameters
    ----------
    blocks
        Ranges of rows (start, stop), together all.
    known
        Among how many blocks, the first ones, everything is known already.
    count
        How many parts; some are empty where there are fewer tiles.
    """
    return _shards(tuple(blocks), known, count)


# Whoever puts shards together, or computes one after another, asks again and again.
@lru_cache(maxsize=4)
def _shards(blocks: tuple[tuple[int, int], ...], known: int, count: int) -> Parts:
    most = min(len(blocks) - known, 2 * math.isqrt(2 * count) + 2)
    ways = (_divide(blocks, known, count, columns) for columns in range(1, most + 1))
    return min(ways, key=lambda way: max(_cost(blocks, steps) for steps in way), default=((),) * count)


def samples_needed(blocks: Sequence[tuple[int, int]], steps: Sequence[Step]) -> int:
    """Of how many samples some tiles need the features."""
    wanted = {block for step in steps for block in (step.row_block, *step.column_blocks)}
    return sum(_size(blocks[block]) for block in wanted)


def fitting(steps: Sequence[Step], schedule: Schedule) -> list[Step]:
    """The same tiles in an order that holds no more blocks at a time than the schedule does."""
    at_once = max(len(group) for group in schedule.groups)
    fit: list[Step] = []
    for stop, band in itertools.groupby(steps, lambda step: step.column_blocks.stop):
        among = list(band)
        start = min(step.column_blocks.start for step in among)
        for columns in bands(start, stop, math.ceil((stop - start) / at_once)):
            fit += [part for step in among if (part := _within(step, columns)).column_blocks]
    return fit


def _divide(blocks: Sequence[tuple[int, int]], known: int, count: int, columns: int) -> Parts:
    """The tiles in so many bands of columns, each from its top down, cut where the pairs are even."""
    groups = bands(known, len(blocks), columns)
    steps = [
        Step(row, range(max(row, group.start), group.stop)) for group in groups for row in range(group.stop)
    ]
    pairs = [_pairs(blocks, step) for step in steps]
    parts: list[list[Step]] = [[] for _ in range(count)]
    total, middle = sum(pairs), 0.0
    for step, own in zip(steps, pairs, strict=True):
        parts[int((middle + own / 2) / total * count)].append(step)
        middle += own
    return tuple(map(tuple, parts))


def _cost(blocks: Sequence[tuple[int, int]], steps: Sequence[Step]) -> int:
    return sum(_pairs(blocks, step) for step in steps) + VALUES_A_PASS * samples_needed(blocks, steps)


def _pairs(blocks: Sequence[tuple[int, int]], step: Step) -> int:
    columns = blocks[step.column_blocks.stop - 1][1] - blocks[step.column_blocks.start][0]
    return _size(blocks[step.row_block]) * columns


def _size(block: tuple[int, int]) -> int:
    return block[1] - block[0]


def _within(step: Step, columns: range) -> Step:
    return Step(step.row_block, range(max(step.column_blocks.start, columns.start), columns.stop))
