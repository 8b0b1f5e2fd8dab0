"""Groups of samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import count_of_share, is_number
from lpntk.domain.errors import InputError
from lpntk.domain.kernel import KernelMatrix
from lpntk.domain.short import Short

Heads: TypeAlias = float | int | Sequence[int] | NDArray[np.int64]
"""How many cluster heads: a share, a number for every class, or a number for each; see `heads_wanted`."""

ClassKernels: TypeAlias = Callable[[Sequence[NDArray[np.int64]]], Iterable[KernelMatrix]]
"""Given the rows of each class: the kernel among the rows of one class after the other, in that order.

Position p of a kernel stands for the p-th of its class's rows. Each is read before the next is asked for, so
that only one needs to be in memory.
"""


@dataclass(frozen=True, eq=False, repr=False)
class Clustering(Short):
    """Clusters, each around its head.

    Attributes
    ----------
    heads
        (M,) int64 rows, class by class, in the order in which they became heads.
    assignment
        (N,) int64: position in `heads` of each sample's head.
    similarity
        (N,) float32: kernel value between each sample and its head.
    stopped_early
        Classes (labels) in which there was nothing left to split before the number of heads was met.
    """

    heads: NDArray[np.int64]
    assignment: NDArray[np.int64]
    similarity: NDArray[np.float32]
    stopped_early: tuple[int, ...] = ()

    def sizes(self) -> NDArray[np.int64]:
        """(M,) int64: how many samples each cluster holds, its head included."""
        return np.bincount(self.assignment, minlength=len(self.heads))

    def members(self, position: int) -> NDArray[np.int64]:
        """Rows of one cluster by similarity to the head, descending, the head first."""
        rows = np.flatnonzero(self.assignment == position)
        head_first = rows != self.heads[position]
        return rows[np.lexsort((rows, -self.similarity[rows], head_first))]

    def groups(self) -> list[NDArray[np.int64]]:
        """`members` of every cluster, in the order of `heads`, from one pass over the samples."""
        rows = np.arange(len(self.assignment))
        head_first = rows != self.heads[self.assignment]
        order = np.lexsort((rows, -self.similarity, head_first, self.assignment))
        return np.split(order, np.cumsum(self.sizes())[:-1])


@dataclass(frozen=True, eq=False)
class FarthestPoints:
    """Which samples of each class become cluster heads one after the other, and who moves to them.

    The clusters around few heads are what there was on the way to many. So the clusters around any number of
    heads follow from this record, without the kernel.

    Attributes
    ----------
    labels
        (N,) int64.
    heads
        (H,) int64 rows, class by class, in the order in which they become heads.
    starts
        (N + 1,) int64: the moves of row i are those from starts[i] to starts[i + 1].
    moves
        (T,) int64: position in `heads` of the head that a sample moves to, in the order of its moves. The
        first is the first head of its class; the last of a sample that becomes a head is itself.
    similarity
        (T,) float32: kernel value between the sample and that head.
    excluded
        (E,) int64 rows that become no heads, ascending; see `farthest_points`.
    """

    labels: NDArray[np.int64]
    heads: NDArray[np.int64]
    starts: NDArray[np.int64]
    moves: NDArray[np.int64]
    similarity: NDArray[np.float32]
    excluded: NDArray[np.int64]

    def clustering(self, heads: Heads) -> Clustering:
        """The clusters around so many heads.

        Parameters
        ----------
        heads
            See `heads_wanted`.

        Raises
        ------
        InputError
            If it is neither a share nor a number, or more heads than were followed.
        """
        classes, class_of_row, sizes = np.unique(self.labels, return_inverse=True, return_counts=True)
        wanted = heads_wanted(heads, sizes)
        class_of_head = class_of_row[self.heads]
        known = np.bincount(class_of_head, minlength=len(classes))
        possible = np.maximum(sizes - np.bincount(class_of_row[self.excluded], minlength=len(classes)), 1)
        if (np.minimum(wanted, possible) > known).any():
            raise InputError(
                f"heads is {heads!r}, but farthest points were followed to fewer heads: ask for fewer.",
                field="heads",
            )
        place = np.arange(len(self.heads)) - np.searchsorted(class_of_head, class_of_head)
        kept = place < wanted[class_of_head]
        # Moves are in the order of time, so those to heads that are kept come first.
        last = self.starts[:-1] + np.add.reduceat(kept[self.moves], self.starts[:-1]) - 1
        return Clustering(
            heads=self.heads[kept],
            assignment=(np.cumsum(kept) - 1)[self.moves[last]],
            similarity=self.similarity[last],
            stopped_early=tuple(classes[known < wanted].tolist()),
        )


class Clusterer(Protocol):
    """Groups the samples of each class of (N,) labels.

    `heads` is as in `heads_wanted`, and `excluded` are rows that become none.
    """

    def __call__(
        self,
        matrix: KernelMatrix,
        labels: NDArray[np.int64],
        heads: Heads,
        /,
        *,
        excluded: NDArray[np.int64],
    ) -> Clustering: ...


def heads_wanted(heads: Heads, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many heads classes are to have, which may be more than they have samples.

    Parameters
    ----------
    heads
        As a float the share of each class's n samples, in (0, 1], that is max(1, int(n * heads)) of them; as
        an int how many each class gets. So 1.0 makes every sample a head, and 1 one sample a class. As C
        whole numbers how many each class gets, in the order of the labels.
    sizes
        (C,) int64: n of each class.

    Raises
    ------
    InputError
        If `heads` is neither.
    """
    if is_number(heads):
        if isinstance(heads, int | np.integer) and heads >= 1:
            return np.full(len(sizes), min(int(heads), np.iinfo(np.int64).max))
        if isinstance(heads, float | np.floating) and 0 < heads <= 1:
            return np.array([count_of_share(float(heads), int(size)) for size in sizes], dtype=np.int64)
    elif (given := np.asarray(heads)).shape == sizes.shape and given.dtype.kind in "iu" and given.min() >= 1:
        return given.astype(np.int64)
    raise InputError(
        f"heads is {heads!r}: give a share above 0 and at most 1.0, a whole number of heads for every class, "
        f"or one for each of the {len(sizes)} classes.",
        field="heads",
    )
