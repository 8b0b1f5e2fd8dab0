"""Which pieces of a kernel are which shard's."""

from __future__ import annotations

from lpntk.domain.shard import Shard
from lpntk.kernels.exact.schedule import Step
from lpntk.kernels.exact.shards import shards
from lpntk.pipeline.stages.assignment import Assignment
from lpntk.pipeline.stages.crew import Piece


def steps_of(assignment: Assignment, shard: Shard) -> tuple[Step, ...]:
    """The tiles of a shard, in steps."""
    return shards(assignment.blocks, assignment.known, shard.count)[shard.number - 1]


def blocks_of(assignment: Assignment, shard: Shard) -> list[int]:
    """The blocks of a sketch that are a shard's."""
    new = len(assignment.blocks) - assignment.known
    return [assignment.known + block for block in shard.of(new)]


def pieces(assignment: Assignment, count: int) -> list[frozenset[Piece]]:
    """What each of so many shards is to compute."""
    if assignment.is_sketch:
        return [
            frozenset((block,) for block in blocks_of(assignment, Shard(number, count)))
            for number in range(1, count + 1)
        ]
    divided = shards(assignment.blocks, assignment.known, count)
    return [
        frozenset((step.row_block, column) for step in steps for column in step.column_blocks)
        for steps in divided
    ]


def name_of(assignment: Assignment, piece: Piece) -> str:
    """What people call a piece: "the tile of rows 0 to 511 and columns 512 to 1,023"."""
    ranges = [f"{start:,} to {stop - 1:,}" for start, stop in (assignment.blocks[block] for block in piece)]
    if assignment.is_sketch:
        return f"the sketch of rows {ranges[0]}"
    return f"the tile of rows {ranges[0]} and columns {ranges[-1]}"
