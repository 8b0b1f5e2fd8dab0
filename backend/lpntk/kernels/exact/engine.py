"""The kernel in steps of tiles, so that it can be stopped after any step and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain import Progress, silent
from lpntk.domain.request import GIB
from lpntk.kernels.exact.arithmetic import FLOAT32, SAMPLES, Arithmetic, choose_arithmetic
from lpntk.kernels.exact.feature_matrix import FeatureMatrix
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.exact.schedule import Schedule, Step, make_schedule
from lpntk.kernels.exact.scratch import Scratch
from lpntk.kernels.features.features import FeatureLayout, Features
from lpntk.kernels.features.products import own_products, products, squared_norms
from lpntk.kernels.features.split_products import has_fast_bfloat16
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.kernels.summary.summariser import summary_bytes


class KernelEngine:
    """Computes kappa over a data set under a memory budget.

    A context manager: within, the model is in evaluation mode and on the device; on exit it is as it was.
    Equal arguments give equal steps, and on a CPU equal tiles to the bit, whichever steps were computed
    before and whether features are kept on disk or not.

    Parameters
    ----------
    source
        Model and samples; an attribute too.
    batch_size
        The most samples that go through the model at a time, None for what its device is quick at; fewer
        where the budget asks for it.
    memory_budget
        Bytes for features and passes.
    scratch
        A folder for features that are wanted again and do not stay in memory. Without one they are computed
        again.
    block_size
        The most rows of a tile; never more than 512 on a CPU, 4,096 on a device.
    boundaries
        Where the blocks begin among which everything is known already, and where the last of them ends; the
        steps are then those of the rows after them.
    cut
        Where all blocks begin, and where the last ends, if that is settled.
    arithmetic
        "auto" takes products of bfloat16 parts where the device is fast at them and they are as exact as
        float32's on these samples, "float32" never.

    Raises
    ------
    InputError
        If the budget is too small for the model; it says what would do.
    """

    def __init__(
        self,
        source: GradientSource,
        *,
        batch_size: int | None = None,
        memory_budget: int = 2 * GIB,
        scratch: Path | None = None,
        block_size: int | None = None,
        boundaries: Sequence[int] = (0,),
        cut: Sequence[int] | None = None,
        arithmetic: str = "auto",
    ) -> None:
        self.source = source
        self._arithmetic = None if arithmetic == "auto" and has_fast_bfloat16(source.device) else FLOAT32
        self.layout = FeatureLayout(source.survey.routes, len(source))
        self.schedule: Schedule = make_schedule(
            len(source),
            self.layout.numbers,
            source.survey.pass_bytes,
            memory_budget,
            batch_size=batch_size,
            block_size=block_size,
            boundaries=boundaries,
            cut=cut,
            on_cpu=source.device.type == "cpu",
        )
        self._features = FeatureSource(source, self.layout, batch=self.schedule.batch)
        self._memory_budget = memory_budget
        self._scratch_folder: Path | None = None
        self._scratch: Scratch | None = None
        self._kept: dict[int, Features] = {}
        if scratch is not None:
            self.spill_to(scratch)

    @classmethod
    def beside_summaries(
        cls,
        source: GradientSource,
        *,
        memory_budget: int,
        neighbours: int,
        reserved: int = 0,
        batch_size: int | None = None,
        scratch: Path | None = None,
        boundaries: Sequence[int] = (0,),
        cut: Sequence[int] | None = None,
        arithmetic: str = "auto",
    ) -> Self:
        """The engine for what the summaries of all samples leave of a budget.

        Parameters
        ----------
        neighbours
            How many of each relation the summaries keep.
        reserved
            Bytes for what else is held meanwhile.

        Raises
        ------
        InputError
            If that is too little; it says what would do.
        """
        summaries = summary_bytes(len(source), source.num_classes, neighbours)
        return cls(
            source,
            batch_size=batch_size,
            memory_budget=memory_budget - summaries - reserved,
            scratch=scratch,
            boundaries=boundaries,
            cut=cut,
            arithmetic=arithmetic,
        )

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """Ranges of rows (start, stop)."""
        return list(self.schedule.blocks)

    def __enter__(self) -> Self:
        self.source.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._kept.clear()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None
        self.source.__exit__(kind, error, traceback)

    def diagonal(self, progress: Progress = silent) -> NDArray[np.float32]:
        """kappa(i, i) of all rows that are not known yet, float32. `progress` counts samples.

        Raises
        ------
        InputError
            If a sample cannot be read or has no finite gradient.
        """
        parts = [np.empty(0, dtype=np.float32)]
        first = self.schedule.groups[0]
        for block in range(first.start, len(self.schedule.blocks)):
            features = self._of(block, self._counting(self.schedule.blocks[block][0], progress))
            if block in first:
                self._kept[block] = features
            with exact_arithmetic(self.source.device):
                parts.append(squared_norms(features).numpy(force=True))
        return np.concatenate(parts)

    def arithmetic(self) -> Arithmetic:
        """In which arithmetic tiles are computed: tried once, on the features of a few samples."""
        if self._arithmetic is None:
            few = min(len(self.source), SAMPLES)
            chosen = np.random.default_rng(0).choice(len(self.source), few, replace=False)
            with exact_arithmetic(self.source.device):
                self._arithmetic = choose_arithmetic(self.features(np.sort(chosen).tolist()))
        return self._arithmetic

    @property
    def tile_device(self) -> torch.device:
        """Where tiles are summarised: where they are computed, if that device has 64-bit numbers."""
        return self.source.device if self.source.device.type == "cuda" else torch.device("cpu")

    def tiles(self, step: Step, tick: Callable[[], None] = lambda: None) -> Iterator[DeviceTile]:
        """The tiles of one step, on `tile_device`; `tick` is called while features are computed.

        Raises
        ------
        InputError
            If a sample cannot be read or has no finite gradient.
        """
        multiply = self.arithmetic().multiply
        self._hold(step, tick)
        rows = self._kept.get(step.row_block)
        rows = self._of(step.row_block, lambda count: tick()) if rows is None else rows
        for column_block in step.column_blocks:
            columns = self._kept[column_block]
            with exact_arithmetic(self.source.device):
                own = column_block == step.row_block
                values = own_products(rows, multiply) if own else products(rows, columns, multiply)
            yield DeviceTile(
                self._rows_of(step.row_block), self._rows_of(column_block), values.to(self.tile_device)
            )

    def features(self, rows: Sequence[int]) -> Features:
        """The features of some samples, computed now."""
        return self._features.compute(rows)

    def products(self, rows: Features, columns: Features) -> NDArray[np.float32]:
        """(R, S) float32: kappa between the samples of two sets of features."""
        with exact_arithmetic(self.source.device):
            return products(rows, columns, self.arithmetic().multiply).numpy(force=True)

    def spill_to(self, folder: Path) -> None:
        """From now on keep features that are wanted again in a folder instead of computing them again."""
        self._scratch_folder = None if self.schedule.is_resident else folder

    def matrix(self, rows: NDArray[np.int64], progress: Progress = silent) -> FeatureMatrix:
        """The kernel among some rows, computed as it is asked for; position p stands for rows[p]."""
        self._kept.clear()
        return FeatureMatrix(self._features, rows, self.layout, self._memory_budget, progress)

    def _counting(self, start: int, progress: Progress) -> Callable[[int], None]:
        return lambda count: progress(start + count, len(self.source))

    def _rows_of(self, block: int) -> range:
        return range(*self.schedule.blocks[block])

    def _hold(self, step: Step, tick: Callable[[], None]) -> None:
        """Have the features of the step's columns in memory, and no others."""
        for block in [block for block in self._kept if block not in step.column_blocks]:
            del self._kept[block]
        for block in step.column_blocks:
            if block not in self._kept:
                self._kept[block] = self._of(block, lambda count: tick())

    def _of(self, block: int, done: Callable[[int], None]) -> Features:
        """The features of a block: from memory, else from disk, else computed."""
        if block in self._kept:
            return self._kept[block]
        start, stop = self.schedule.blocks[block]
        if self._scratch is not None and block in self._scratch:
            features = self._scratch.read(block, self.layout, stop - start, self.source.device)
            done(stop - start)
            return features
        features = self._features.compute(range(start, stop), done)
        if self._scratch_folder is not None:
            self._scratch = self._scratch or Scratch(self._scratch_folder)
            self._scratch.write(block, features)
        return features
