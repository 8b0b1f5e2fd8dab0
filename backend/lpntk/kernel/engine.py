"""The kernel in strips of tiles, so that it can be stopped after any strip and taken up again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lpntk.domain import LABEL_VECTORS, LabelVector, Progress, require_one_of, silent
from lpntk.domain.request import GIB
from lpntk.kernel.extractor import FeatureExtractor
from lpntk.kernel.features import FeatureLayout, Features
from lpntk.kernel.gram import own_products, products, squared_norms
from lpntk.kernel.plan import make_plan
from lpntk.kernel.samples import Samples
from lpntk.kernel.session import choose_device, evaluation, exact_arithmetic, require_usable
from lpntk.kernel.survey import survey


@dataclass(frozen=True, eq=False)
class Tile:
    """A block of the kernel matrix, on or above the diagonal.

    Attributes
    ----------
    row_start, row_stop, column_start, column_stop
        Which rows and columns.
    values
        (row_stop - row_start, column_stop - column_start) float32: kappa. A tile on the diagonal is
        symmetric to the bit and has the values of `KernelEngine.diagonal` on its diagonal.
    """

    row_start: int
    row_stop: int
    column_start: int
    column_stop: int
    values: NDArray[np.float32]


class KernelEngine:
    """Computes kappa over a data set under a memory budget.

    A context manager: within, the model is in evaluation mode and on the device; on exit it is as it was.
    Equal arguments give equal blocks, and on a CPU equal tiles to the bit, whichever strips were computed
    before.

    Parameters
    ----------
    model
        Returns logits (N, K).
    dataset
        Map-style, giving (tensor, int label), the same at every reading; or a pair of tensors
        (inputs, labels).
    label_vector
        "sign", "centred" or "residual".
    device
        None is the model's own; "auto" is CUDA where there is one.
    batch_size
        The most samples that go through the model at a time; fewer where the budget asks for it.
    memory_budget
        Bytes for features and passes.
    block_size
        The most rows of a tile; never more than 512, so that there is something to take up again.
    indices
        (N,) int64: by what numbers to call the samples in messages; by default their rows.

    Raises
    ------
    InputError
        If model, data and settings do not fit together; it says what and where.
    """

    def __init__(
        self,
        model: nn.Module,
        dataset: Any,
        label_vector: LabelVector = "sign",
        *,
        device: str | torch.device | None = None,
        batch_size: int = 256,
        memory_budget: int = 2 * GIB,
        block_size: int | None = None,
        indices: NDArray[np.int64] | None = None,
    ) -> None:
        require_one_of(label_vector, LABEL_VECTORS, "label vector", field="label_vector")
        require_usable(model)
        self._model = model
        self._samples = Samples(dataset, indices)
        self._device = choose_device(device, model)
        self._stack = contextlib.ExitStack()
        self._entered = False
        size = len(self._samples)
        with evaluation(model, self._device), exact_arithmetic(self._device):
            looked = survey(model, self._probe(), size)
        layout = FeatureLayout(looked.routes, size)
        plan = make_plan(
            size,
            layout.numbers,
            looked.pass_bytes,
            memory_budget,
            batch_size=batch_size,
            block_size=block_size,
            on_cpu=self._device.type == "cpu",
        )
        self._samples.num_classes = looked.num_classes
        self._extractor = FeatureExtractor(
            model, looked, layout, self._samples, label_vector, device=self._device, batch=plan.batch
        )
        self._blocks = list(plan.blocks)
        self._first_kept = len(plan.blocks) - plan.kept
        self._kept: dict[int, Features] = {}

    @property
    def size(self) -> int:
        """N."""
        return len(self._samples)

    @property
    def num_classes(self) -> int:
        """K."""
        return self._extractor.num_classes

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """Ranges of rows (start, stop); strip b computes block b against blocks b, b+1, ..."""
        return list(self._blocks)

    def labels(self) -> NDArray[np.int64]:
        """(N,) int64; reads the samples that were not read yet."""
        return self._samples.labels()

    def __enter__(self) -> Self:
        self._stack.enter_context(evaluation(self._model, self._device))
        self._entered = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._entered = False
        self._kept.clear()
        self._stack.close()

    def diagonal(self, progress: Progress = silent) -> NDArray[np.float32]:
        """(N,) float32: kappa(i, i). `progress` counts samples.

        Raises
        ------
        InputError
            If a sample cannot be read or has no finite gradient.
        """
        parts = []
        for block in range(len(self._blocks)):
            features = self._features(block, progress)
            with exact_arithmetic(self._device):
                parts.append(squared_norms(features).numpy(force=True))
        return np.concatenate(parts)

    def strip(self, block: int) -> Iterator[Tile]:
        """The tiles of one block against itself and all later ones.

        Raises
        ------
        InputError
            If a sample cannot be read or has no finite gradient.
        """
        rows = self._features(block)
        for column_block in range(block, len(self._blocks)):
            columns = rows if column_block == block else self._features(column_block)
            with exact_arithmetic(self._device):
                values = own_products(rows) if columns is rows else products(rows, columns)
            yield Tile(*self._blocks[block], *self._blocks[column_block], values.numpy(force=True))

    def _features(self, block: int, progress: Progress = silent) -> Features:
        """The features of a block, kept in memory if it is one of the last."""
        if not self._entered:
            raise RuntimeError("use the engine as a context manager: with KernelEngine(...) as engine")
        if block in self._kept:
            return self._kept[block]
        with exact_arithmetic(self._device):
            features = self._extractor.compute(*self._blocks[block], lambda row: progress(row, self.size))
        if block >= self._first_kept:
            self._kept[block] = features
        return features

    def _probe(self) -> torch.Tensor:
        """A few samples from all over the data set, on the device."""
        rows = sorted({0, self.size // 2, self.size - 1})
        inputs, _ = self._samples.read(rows)
        dtype = next(self._model.parameters()).dtype
        return inputs.to(self._device, dtype if inputs.is_floating_point() else None)
