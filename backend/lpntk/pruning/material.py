"""What the strategies read, checked once and worked out when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import (
    RULES,
    Clusterer,
    Clustering,
    FarthestPoints,
    KernelMatrix,
    Neighbours,
    Relation,
    cosine,
)
from lpntk.domain.arrays import chunks, diagonal
from lpntk.domain.structure import Heads

_DEFAULT_HEADS = 0.1


class Summary(Protocol):
    """What is read of a `KernelSummary`; see there."""

    @property
    def self_kernel(self) -> NDArray[np.float32]: ...
    @property
    def self_max(self) -> NDArray[np.bool_]: ...
    @property
    def class_means(self) -> NDArray[np.float32]: ...
    @property
    def interchangeable(self) -> Neighbours: ...


@dataclass(frozen=True, eq=False)
class Material:
    """The samples of one plan, by row; what is None was not given.

    Attributes
    ----------
    labels
        (N,) int64.
    indices
        (N,) int64: what people call the samples.
    seed
        Where randomness starts.
    excluded
        (N,) bool: samples of which the kernel knows nothing.
    cluster
        How samples are grouped.
    matrix, summary, farthest_points, clustering
        The kernel, what was streamed from it, its farthest points, and its clusters.
    scores
        Reads a score by its name.
    features
        (N, R): numbers in which distances are those of a kernel, the columns that say most first.
    vectors
        (N, D): an embedding of the samples, whatever it is of.
    """

    labels: NDArray[np.int64]
    indices: NDArray[np.int64]
    seed: int
    excluded: NDArray[np.bool_]
    cluster: Clusterer
    matrix: KernelMatrix | None = None
    summary: Summary | None = None
    farthest_points: FarthestPoints | None = None
    clustering: Clustering | None = None
    scores: Callable[[str], NDArray[Any]] | None = None
    features: NDArray[np.floating] | None = None
    vectors: NDArray[np.float32] | None = None

    def score(self, name: str) -> NDArray[np.float64]:
        """(N,) float64: a score; NaN where a sample has none. Raises what the reader does."""
        assert self.scores is not None, "prune() checks that what a strategy needs is there"
        return np.asarray(self.scores(name), dtype=np.float64)

    @cached_property
    def classes(self) -> list[NDArray[np.int64]]:
        """The rows of each class that occurs, by ascending label."""
        return [np.flatnonzero(self.labels == label) for label in np.unique(self.labels)]

    def generator(self, rows: NDArray[np.int64], who: str) -> np.random.Generator:
        """Randomness that the seed, the class of these rows and who draws alone decide.

        Who draws from the same stream as another draws much the same samples, and is compared with itself.
        """
        return np.random.default_rng([self.seed, int(self.labels[rows[0]]), *who.encode()])

    def shuffled(self, rows: NDArray[np.int64], who: str = "") -> NDArray[np.int64]:
        """The rows of one class in an order of this kind."""
        return self.generator(rows, who).permutation(rows)

    @cached_property
    def self_max(self) -> NDArray[np.bool_]:
        """(N,) bool: kappa(i, i) >= kappa(i, j) for all j; False for who is excluded."""
        if self.summary is not None:
            return self.summary.self_max & ~self.excluded
        everyone = np.arange(len(self.labels))
        largest = [self._kernel.block(rows, everyone).max(axis=1) for rows in chunks(everyone)]
        return (self._self_kernel >= np.concatenate(largest)) & ~self.excluded

    @cached_property
    def own_class_mean(self) -> NDArray[np.float64]:
        """(N,) float64: mean similarity to the other samples of one's class, of those that are not excluded.

        NaN where there is no other, and for who is excluded.
        """
        if self.summary is not None:
            class_means = self.summary.class_means.astype(np.float64)
            own = class_means[np.arange(len(self.labels)), self.labels]
            return np.where(self.excluded, np.nan, own)
        means = np.full(len(self.labels), np.nan)
        length = np.sqrt(self._self_kernel.astype(np.float64))
        for everyone in self.classes:
            members = everyone[~self.excluded[everyone]]
            if len(members) == 1:
                continue
            for rows in chunks(members):
                c = cosine(self._kernel.block(rows, members), length[rows, None] * length[members])
                own = cosine(self._self_kernel[rows], length[rows] ** 2)
                means[rows] = (c.sum(axis=1) - own) / (len(members) - 1)
        return means

    @cached_property
    def class_strength(self) -> NDArray[np.float64]:
        """(N,) float64: mean |kappa| to the other samples of one's class; NaN as in `own_class_mean`.

        Where only the summary is known it is |mean c| sqrt(kappa(i, i)) times the class's mean
        sqrt(kappa(j, j)), which it is where c does not depend on kappa(j, j) and has one sign.
        """
        length = np.sqrt(self._self_kernel.astype(np.float64))
        strength = np.full(len(self.labels), np.nan)
        for everyone in self.classes:
            members = everyone[~self.excluded[everyone]]
            if len(members) == 1:
                continue
            if self.matrix is None:
                mean_length = (length[members].sum() - length[members]) / (len(members) - 1)
                strength[members] = np.abs(self.own_class_mean[members]) * length[members] * mean_length
                continue
            for rows in chunks(members):
                total = np.abs(self._kernel.block(rows, members).astype(np.float64)).sum(axis=1)
                strength[rows] = (total - length[rows] ** 2) / (len(members) - 1)
        return strength

    def nearest_of_class(self, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The samples of one's class that one resembles most.

        Returns
        -------
        rows, similarity
            (N, k) int64 and float64: the most similar first; -1 and -inf where no more are known.
        """
        rows = np.full((len(self.labels), k), -1, dtype=np.int64)
        similarity = np.full((len(self.labels), k), -np.inf)
        if self.summary is not None:
            found = self.summary.interchangeable
            same = (self.labels[found.rows] == self.labels[:, None]) & ~self.excluded[found.rows]
            same &= ~self.excluded[:, None] & np.isfinite(found.similarity)
            # Those of the class come first, in the order that they have.
            order = np.argsort(~same, axis=1, kind="stable")[:, :k]
            there = np.take_along_axis(same, order, axis=1)
            width = order.shape[1]
            rows[:, :width] = np.where(there, np.take_along_axis(found.rows, order, axis=1), -1)
            known = np.take_along_axis(found.similarity, order, axis=1)
            similarity[:, :width] = np.where(there, known, -np.inf)
            return rows, similarity
        length = np.sqrt(self._self_kernel.astype(np.float64))
        for everyone in self.classes:
            members = everyone[~self.excluded[everyone]]
            width = min(k, len(members) - 1)
            for part in chunks(members) if width else ():
                c = cosine(self._kernel.block(part, members), length[part, None] * length[members])
                c[members[None] == part[:, None]] = -np.inf
                order = np.argsort(-c, axis=1, kind="stable")[:, :width]
                rows[part, :width] = members[order]
                similarity[part, :width] = np.take_along_axis(c, order, axis=1)
        return rows, similarity

    @cached_property
    def clusters(self) -> Clustering:
        """The given clustering, else the clusters around a tenth of each class."""
        return self.clustering if self.clustering is not None else self.clusters_around(_DEFAULT_HEADS)

    def clusters_around(self, heads: Heads) -> Clustering:
        """The clusters around so many heads; see `heads_wanted`."""
        if self.farthest_points is not None:
            return self.farthest_points.clustering(heads)
        return self.cluster(self._kernel, self.labels, heads, excluded=np.flatnonzero(self.excluded))

    def likeness(
        self,
        rows: NDArray[np.int64],
        others: NDArray[np.int64],
        kappa: NDArray[np.float32] | None = None,
    ) -> list[str]:
        """How each row resembles the other beside it, in words that name the other.

        Parameters
        ----------
        rows, others
            (n,) int64 rows.
        kappa
            (n,) their kernel values; where they are NaN, or None for all, the matrix is read if there is one.
        """
        names = self.indices[others].tolist()
        if self.matrix is None and self.summary is None:
            return [f"represented by {name}" for name in names]
        if kappa is None:
            kappa = np.full(len(rows), np.nan, dtype=np.float32)
        unknown = np.isnan(kappa)
        if self.matrix is not None and unknown.any():
            kappa = kappa.copy()
            kappa[unknown] = self._pairs(rows[unknown], others[unknown])
        length = np.sqrt(self._self_kernel.astype(np.float64))
        similarity = cosine(kappa, length[rows] * length[others])
        return [_in_words(c, name) for c, name in zip(similarity.tolist(), names, strict=True)]

    def _pairs(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float32]:
        kappa = np.empty(len(rows), dtype=np.float32)
        for other in np.unique(others):
            beside = np.flatnonzero(others == other)
            kappa[beside] = self._kernel.block(np.array([other]), rows[beside])[0]
        return kappa

    @property
    def _kernel(self) -> KernelMatrix:
        assert self.matrix is not None, "prune() checks that what a strategy needs is there"
        return self.matrix

    @cached_property
    def _self_kernel(self) -> NDArray[np.float32]:
        if self.summary is not None:
            return self.summary.self_kernel
        return diagonal(self._kernel, np.arange(len(self.labels)))


def _in_words(similarity: float, name: int) -> str:
    if np.isnan(similarity):
        return f"represented by {name}"
    if RULES[Relation.INTERCHANGEABLE].holds(similarity):
        return f"interchangeable ({similarity:z.2f}) with {name}"
    return f"represented by {name} (similarity {similarity:z.2f})"
