"""The kernel of a model over a data set, for Python."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lpntk.devices import default_memory_budget
from lpntk.domain import (
    ARITHMETICS,
    RULES,
    InputError,
    KernelSummary,
    LabelVector,
    OnBadGradient,
    Progress,
    Relation,
    require_one_of,
    silent,
)
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.equality import equal
from lpntk.domain.notes import without_rule_note
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.device_tile import ComingTile
from lpntk.kernels.summary.nearest import Nearest
from lpntk.kernels.summary.summariser import Summariser, cosine


class Kernel:
    """A computed kernel.

    Attributes
    ----------
    summary
        What was streamed from it: neighbours, histograms, class means, self-max.
    num_classes
        K.
    excluded
        (E,) int64 rows that were left out, having no finite gradient: their kappa is 0 with every sample.
    """

    def __init__(
        self,
        summary: KernelSummary,
        num_classes: int,
        matrix: NDArray[np.float32] | None,
        memory_budget: int,
        excluded: NDArray[np.int64],
    ) -> None:
        self.excluded = excluded
        self.summary = summary
        self.num_classes = num_classes
        self._matrix = matrix
        self._memory_budget = memory_budget

    def __len__(self) -> int:
        return len(self.summary.self_kernel)

    def __eq__(self, other: object) -> bool:
        """Whether everything in it is equal to the bit."""
        return isinstance(other, Kernel) and equal(vars(self), vars(other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        kept = "matrix kept" if self._matrix is not None else "no matrix kept"
        return f"<Kernel of {len(self):,} samples in {self.num_classes} classes, {kept}>"

    def matrix(self, *, normalised: bool = True) -> NDArray[np.float32]:
        """(N, N) float32: kappa.

        Parameters
        ----------
        normalised
            False gives K times kappa: the sum over the eNTK block without the 1/K, as the paper's authors
            compute it.

        Raises
        ------
        InputError
            If the matrix did not fit the memory budget and was not kept.
        """
        if self._matrix is None:
            needed = math.ceil(8 * len(self) ** 2 / (1 << 20))
            raise InputError(
                f"The matrix of {len(self)} samples was not kept, since it takes more than half of the "
                f"memory budget of {self._memory_budget >> 20} MiB: give at least {needed} MiB, or use "
                ".summary and .neighbours(), which need no matrix.",
                field="memory_budget",
            )
        return self._matrix.copy() if normalised else self._matrix * np.float32(self.num_classes)

    def similarity(self) -> NDArray[np.float32]:
        """(N, N) float32: the cosine c(i, j) in [-1, 1]; 0 where one of the two has no gradient.

        Raises
        ------
        InputError
            As `matrix`.
        """
        matrix, norms = torch.from_numpy(self.matrix()), self._norms()
        return cosine(matrix, norms, norms).numpy()

    def neighbours(
        self, i: int, k: int = 10, relation: Relation | str = Relation.INTERCHANGEABLE
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k samples that stand most in a relation to sample i.

        Parameters
        ----------
        i
            A row, that is a position in the data set.
        k
            How many; N - 1 where there are fewer.
        relation
            "interchangeable" (largest c), "unrelated" (c nearest to 0) or "contradictory" (smallest c).

        Returns
        -------
        rows, similarity
            (k,) int64 and (k,) float32, the strongest first.

        Raises
        ------
        InputError
            If there is no sample i, no such relation, or fewer neighbours were kept.
        """
        require_one_of(relation, [r.value for r in Relation], "relation", field="relation")
        if not 0 <= i < len(self):
            raise InputError(f"There is no sample {i}: rows go from 0 to {len(self) - 1}.", field="i")
        k, kept = min(k, len(self) - 1), self.summary.interchangeable.rows.shape[1]
        if k > kept and self._matrix is not None:
            return self._neighbours_from_matrix(i, k, Relation(relation))
        if not 1 <= k <= kept:
            raise InputError(
                f"k is {k} where {kept} neighbours of each sample were kept: ask for 1 to {kept}, or compute "
                "the kernel with a larger `neighbours`.",
                field="k",
            )
        found = self.summary.neighbours(Relation(relation))
        return found.rows[i, :k].copy(), found.similarity[i, :k].copy()

    def _neighbours_from_matrix(
        self, i: int, k: int, relation: Relation
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """More neighbours than were kept, by the same order."""
        assert self._matrix is not None
        others = np.delete(np.arange(len(self)), np.union1d(self.excluded, i))
        k = min(k, len(others))
        norms = self._norms()
        c = cosine(torch.from_numpy(self._matrix[i, others][None]), norms[i : i + 1], norms[others])
        nearest = Nearest(1, k, RULES[relation].strength)
        nearest.update(0, 0, c, skip_diagonal=False)
        found = nearest.finish()
        return others[found.rows[0]], found.similarity[0]

    def _norms(self) -> torch.Tensor:
        return torch.from_numpy(np.sqrt(self.summary.self_kernel))


def kernel(
    model: nn.Module,
    dataset: Any,
    label_vector: LabelVector = "sign",
    device: str | torch.device | None = None,
    batch_size: int | None = None,
    memory_budget: int | None = None,
    neighbours: int = 30,
    parameters: str | None = None,
    on_bad_gradient: OnBadGradient = "stop",
    scratch: Path | None = None,
    progress: Progress = silent,
    arithmetic: str = "auto",
) -> Kernel:
    """The exact labelled pseudo NTK of a model over a data set (Guo et al., ICLR 2024, arXiv 2401.08808).

    kappa(i, j) = phi_i . phi_j, with phi the gradient of K^(-1/2) s(y) . z(x) over all trainable parameters.

    Parameters
    ----------
    model
        Any torch.nn.Module that returns logits (N, K); it is used in evaluation mode and comes back as given.
    dataset
        Map-style, giving (tensor, int label) and maybe more, or a dict of the two, the same at every reading;
        a pair of arrays (inputs, labels); or a DataLoader that gives such a data set in its order.
    label_vector
        s: "sign" (the paper's), "centred", "residual", or "pntk", in which there is no label.
    device
        None is the model's own; "auto" is CUDA where there is one.
    batch_size
        The most samples that go through the model at a time; None for what its device is quick at.
    memory_budget
        Bytes; None is half of what the machine (or the device) has. The matrix is kept where it takes at most
        half of them.
    neighbours
        How many neighbours of each relation are kept for each sample.
    parameters
        A regular expression: the kernel is taken over the parameters in whose name it is found, such as
        "layer4|fc". None is all that require a gradient.
    on_bad_gradient
        What to do with a sample whose gradient is NaN or infinite: "stop", or "exclude" it.
    scratch
        A folder for features that do not fit the memory; without one they are computed again.
    progress
        Counts the samples of the first pass, then the tiles.
    arithmetic
        "auto" takes products of bfloat16 numbers in two parts where the device is fast at them and a trial on
        these samples finds them as near to float64 as float32's own; "float32" never.

    Raises
    ------
    InputError
        If model, data and settings do not fit together; it says what and where.

    Examples
    --------
    >>> import torch, lpntk
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 3))
    >>> images, labels = torch.rand(8, 1, 4, 4), torch.tensor([0, 1, 2, 0, 1, 2, 0, 1])
    >>> kernel = lpntk.kernel(model, (images, labels))
    >>> kernel
    <Kernel of 8 samples in 3 classes, matrix kept>
    >>> kernel.matrix().shape
    (8, 8)
    >>> rows, similarity = kernel.neighbours(0, k=3, relation="contradictory")
    >>> rows.shape, bool((similarity[:-1] <= similarity[1:]).all())
    ((3,), True)
    """
    source = GradientSource(
        model,
        dataset,
        label_vector,
        device=device,
        parameters=parameters,
        on_bad_gradient=on_bad_gradient,
    )
    budget = default_memory_budget(source.device) if memory_budget is None else memory_budget
    size = len(source)
    matrix_bytes = FLOAT_BYTES * size**2
    keeps_matrix = 2 * matrix_bytes <= budget
    engine = KernelEngine.beside_summaries(
        source,
        memory_budget=budget,
        neighbours=neighbours,
        reserved=matrix_bytes if keeps_matrix else 0,
        batch_size=batch_size,
        scratch=scratch,
        arithmetic=require_one_of(arithmetic, ARITHMETICS, "arithmetic"),
    )
    if source.without_rule:
        warnings.warn(without_rule_note(source.without_rule), stacklevel=2)
    matrix = np.empty((size, size), dtype=np.float32) if keeps_matrix else None
    with engine:
        diagonal = engine.diagonal(progress)
        summariser = Summariser(
            diagonal, source.labels(), source.num_classes, neighbours, source.excluded, engine.tile_device
        )
        total = engine.schedule.tiles()
        tiles = (tile for step in engine.schedule.steps for tile in engine.tiles(step))
        coming: ComingTile | None = None
        for number, tile in enumerate(tiles, start=1):
            if matrix is not None:
                # One tile is on its way from the device while the next is computed.
                _place(matrix, coming)
                coming = tile.download()
            summariser.update(tile)
            progress(number, total)
        if matrix is not None:
            _place(matrix, coming)
    return Kernel(summariser.finish(), source.num_classes, matrix, budget, source.excluded)


def _place(matrix: NDArray[np.float32], coming: ComingTile | None) -> None:
    """Put a tile and its mirror image where they belong."""
    if coming is None:
        return
    tile = coming.result()
    rows, columns = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
    matrix[rows, columns] = tile.values
    matrix[columns, rows] = tile.values.T
