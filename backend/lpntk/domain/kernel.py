"""A kernel in parts, and what is kept of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.relations import Relation

LabelVector = Literal["sign", "centred", "residual", "pntk"]
LABEL_VECTORS: tuple[LabelVector, ...] = get_args(LabelVector)

OnBadGradient = Literal["stop", "exclude"]
ON_BAD_GRADIENT: tuple[OnBadGradient, ...] = get_args(OnBadGradient)

ARITHMETICS = ("auto", "float32")

HISTOGRAM_BINS = 100


class KernelMatrix(Protocol):
    """A kernel matrix that is read by parts, wherever it lies."""

    def __len__(self) -> int: ...

    def block(self, rows: NDArray[np.int64], columns: NDArray[np.int64], /) -> NDArray[np.float32]:
        """(len(rows), len(columns)) float32: kappa between the given rows and columns."""
        ...


@dataclass(frozen=True, eq=False)
class Tile:
    """A block of a kernel matrix, on or above the diagonal.

    Attributes
    ----------
    row_start, row_stop, column_start, column_stop
        Which rows and columns.
    values
        (row_stop - row_start, column_stop - column_start) float32: kappa. A tile on the diagonal is
        symmetric to the bit.
    """

    row_start: int
    row_stop: int
    column_start: int
    column_stop: int
    values: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """For each sample its k neighbours of one relation, the strongest first.

    Attributes
    ----------
    rows
        (N, k) int64: positions in the arrays that the kernel was computed over; never the sample itself.
    similarity
        (N, k) float32: c(i, j).
    """

    rows: NDArray[np.int64]
    similarity: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class KernelSummary:
    """What is streamed from a kernel's tiles, for each of N samples; c is the cosine similarity.

    Attributes
    ----------
    self_kernel
        (N,) float32: kappa(i, i).
    interchangeable
        The largest c, descending.
    unrelated
        The smallest |c|, ascending in |c|.
    contradictory
        The smallest c, ascending.
    histogram
        (N, HISTOGRAM_BINS) int64: how many other samples have c in each of equal bins over [-1, 1]; of a
        sketch of many samples, how many of those that each was compared with.
    class_means
        (N, K) float32: mean c to the other samples of each class; NaN where a class has no other sample.
    self_max
        (N,) bool: kappa(i, i) >= kappa(i, j) for all j.
    """

    self_kernel: NDArray[np.float32]
    interchangeable: Neighbours
    unrelated: Neighbours
    contradictory: Neighbours
    histogram: NDArray[np.int64]
    class_means: NDArray[np.float32]
    self_max: NDArray[np.bool_]

    def neighbours(self, relation: Relation) -> Neighbours:
        """The neighbours of one relation."""
        return {
            Relation.INTERCHANGEABLE: self.interchangeable,
            Relation.UNRELATED: self.unrelated,
            Relation.CONTRADICTORY: self.contradictory,
        }[relation]
