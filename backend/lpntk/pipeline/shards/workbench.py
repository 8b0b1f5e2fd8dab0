"""Samples, classifier and engine of an assignment, opened where a part of it is to be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from lpntk.domain import Dataset, InputError, Progress
from lpntk.domain.shard import Shard
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import Step
from lpntk.kernels.exact.shards import fitting
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.device_tile import ComingTile
from lpntk.kernels.summary.summariser import Summariser
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.shards.pieces import blocks_of, steps_of
from lpntk.pipeline.stages.assignment import Assignment
from lpntk.pipeline.stages.budget import exact_engine, memory_of
from lpntk.pipeline.stages.crew import Part, Piece
from lpntk.store import datasets


class Workbench:
    """What computes parts of an assignment, one after another.

    A context manager: within, model and features are held, so that parts whose rows or columns are the same
    share them.

    Parameters
    ----------
    assignment
        What is to be computed.
    progress
        Counts samples while they are read.

    Raises
    ------
    InputError
        If the samples are not there, or are not those of the assignment.
    """

    def __init__(self, assignment: Assignment, progress: Progress) -> None:
        self.assignment = assignment
        self._open = ExitStack()
        material = RequestedMaterial(assignment.request)
        self._dataset: Dataset = material.open(progress)
        if datasets.identity(self._dataset) != assignment.identity:
            raise InputError(
                f"The samples of {self._dataset.name} that this machine sees are not those that analysis "
                f"{assignment.analysis_id} was prepared with: give every machine the same files at the same "
                "place.",
                field="source",
            )
        self._source: GradientSource = gradient_source(
            material, assignment.checkpoint, self._dataset, assignment.request.kernel
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def work(self, shard: Shard, begun: Part) -> Work:
        """The work on a shard of which a part may be there."""
        if self.assignment.is_sketch:
            return SketchWork(self.assignment, self._sketcher, blocks_of(self.assignment, shard), begun)
        steps = steps_of(self.assignment, shard)
        return TileWork(self.assignment, self._dataset, self._engine, steps, begun)

    @cached_property
    def _engine(self) -> KernelEngine:
        cut = self.assignment.boundaries
        known = cut[: self.assignment.known + 1]
        engine = exact_engine(self._source, self.assignment.request.kernel, known, cut)
        return self._open.enter_context(engine)

    @cached_property
    def _sketcher(self) -> SketchEngine:
        settings, seed = self.assignment.request.kernel, self.assignment.request.seed
        budget = memory_of(settings, self._source.device)
        engine = SketchEngine(self._source, width=settings.sketch_width, seed=seed, memory_budget=budget)
        return self._open.enter_context(engine)


class Work(Protocol):
    """Pieces that are computed one by one, so that it can stop after any and be taken up again.

    Attributes
    ----------
    done
        How many are there.
    total
        How many there are to be.
    at
        Which one it is at, or was last.
    """

    done: int
    total: int
    at: Piece

    def run(self, tick: Callable[[], None]) -> Iterator[int]:
        """Compute what is not there; yields how many are there after each. `tick` may stop it in between."""
        ...

    def part(self) -> Part:
        """All that is there."""
        ...


class SketchWork:
    """Blocks of a sketch, as `Work`."""

    def __init__(
        self, assignment: Assignment, engine: SketchEngine, blocks: Sequence[int], begun: Part
    ) -> None:
        self._assignment, self._engine, self._blocks = assignment, engine, blocks
        self._there, self._excluded = dict(begun.sketch), set(begun.excluded)
        self.done, self.total = len(self._there), len(blocks)
        self.at: Piece = ()

    def run(self, tick: Callable[[], None]) -> Iterator[int]:
        for block in self._blocks:
            if block not in self._there:
                self.at = (block,)
                start, stop = self._assignment.blocks[block]
                self._there[block] = self._engine.compute(start, stop, lambda done: tick())
                self._excluded |= set(np.asarray(self._engine.source.excluded).tolist())
                self.done += 1
                yield self.done

    def part(self) -> Part:
        done = frozenset((block,) for block in self._there)
        return Part(done, sketch=dict(self._there), excluded=frozenset(self._excluded))


class TileWork:
    """Tiles, as `Work`."""

    def __init__(
        self,
        assignment: Assignment,
        dataset: Dataset,
        engine: KernelEngine,
        steps: Sequence[Step],
        begun: Part,
    ) -> None:
        assert assignment.diagonal is not None
        self._assignment, self._engine = assignment, engine
        self._steps, self._there = steps, set(begun.done)
        self.at: Piece = ()
        self.total, self.done = sum(len(step.column_blocks) for step in steps), len(self._there)
        self._tiles = list(begun.tiles)
        self._coming: list[ComingTile] = []
        self._summariser = Summariser(
            assignment.diagonal,
            dataset.labels,
            len(dataset.class_names),
            assignment.request.kernel.neighbours,
            np.array(assignment.excluded, dtype=np.int64),
            engine.tile_device,
        )
        self._found = set(begun.states)
        for start, state in begun.states.items():
            self._summariser.restore(state, start)

    def run(self, tick: Callable[[], None]) -> Iterator[int]:
        blocks = self._assignment.blocks
        for step in fitting(self._steps, self._engine.schedule):
            for part in _missing(step, self._there):
                tiles = self._engine.tiles(part, tick)
                for column in part.column_blocks:
                    self.at = (part.row_block, column)
                    tile = next(tiles)
                    if self._assignment.keeps_matrix:
                        self._coming.append(tile.download())
                    self._summariser.update(tile)
                    self._there.add(self.at)
                    self._found |= {blocks[part.row_block][0], blocks[column][0]}
                    self.done += 1
                    yield self.done

    def part(self) -> Part:
        self._tiles += [tile.result() for tile in self._coming]
        self._coming = []
        blocks = dict(self._assignment.blocks)
        states = {start: self._summariser.state(start, blocks[start]) for start in sorted(self._found)}
        return Part(frozenset(self._there), states, tuple(self._tiles))


def _missing(step: Step, there: set[Piece]) -> list[Step]:
    """The tiles of a step that are not there, in steps."""
    missing: list[Step] = []
    for column in step.column_blocks:
        if (step.row_block, column) in there:
            continue
        if missing and missing[-1].column_blocks.stop == column:
            missing[-1] = Step(step.row_block, range(missing[-1].column_blocks.start, column + 1))
        else:
            missing.append(Step(step.row_block, range(column, column + 1)))
    return missing
