"""What the strategies read, checked once and worked out when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Clusterer, Clustering, KernelMatrix, KernelSummary, Thresholds, TrainingTrace
from lpntk.domain.arrays import chunks, diagonal

_DEFAULT_HEADS = 0.1


@dataclass(frozen=True, eq=False)
class Material:
    """The samples of one plan, by row; what is None was not given.

    Attributes
    ----------
    labels
        (N,) int64.
    indices
        (N,) int64: what people call the samples.
    keep, seed
        The share that stays, and where randomness starts.
    cluster
        How samples are grouped.
    matrix, summary, clustering, trace
        The kernel, what was streamed from it, its clusters, and the record of training.
    """

    labels: NDArray[np.int64]
    indices: NDArray[np.int64]
    keep: float
    seed: int
    cluster: Clusterer
    matrix: KernelMatrix | None = None
    summary: KernelSummary | None = None
    clustering: Clustering | None = None
    trace: TrainingTrace | None = None

    @cached_property
    def classes(self) -> list[NDArray[np.int64]]:
        """The rows of each class that occurs, by ascending label."""
        return [np.flatnonzero(self.labels == label) for label in np.unique(self.labels)]

    def shuffled(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of one class in an order that the seed and the class alone decide."""
        return np.random.default_rng([self.seed, int(self.labels[rows[0]])]).permutation(rows)

    @cached_property
    def self_max(self) -> NDArray[np.bool_]:
        """(N,) bool: kappa(i, i) >= kappa(i, j) for all j."""
        if self.summary is not None:
            return self.summary.self_max
        everyone = np.arange(len(self.labels))
        largest = [self._kernel.block(rows, everyone).max(axis=1) for rows in chunks(everyone)]
        return self._self_kernel >= np.concatenate(largest)

    @cached_property
    def own_class_mean(self) -> NDArray[np.float64]:
        """(N,) float64: mean similarity to the other samples of one's class; NaN where there is none."""
        if self.summary is not None:
            class_means = self.summary.class_means.astype(np.float64)
            return class_means[np.arange(len(self.labels)), self.labels]
        means = np.full(len(self.labels), np.nan)
        length = np.sqrt(self._self_kernel.astype(np.float64))
        for members in self.classes:
            if len(members) == 1:
                continue
            for rows in chunks(members):
                cosine = _divide(self._kernel.block(rows, members), length[rows, None] * length[members])
                own = _divide(self._self_kernel[rows], length[rows] ** 2)
                means[rows] = (cosine.sum(axis=1) - own) / (len(members) - 1)
        return means

    @cached_property
    def clusters(self) -> Clustering:
        """The given clustering, else the clusters around a tenth of each class."""
        if self.clustering is not None:
            return self.clustering
        return self.cluster(self._kernel, self.labels, _DEFAULT_HEADS)

    @cached_property
    def clusters_to_keep(self) -> Clustering:
        """As many clusters in each class as samples of it are to stay."""
        return self.cluster(self._kernel, self.labels, self.keep)

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
            (n,) their kernel values, where they are known already; else the matrix is read.
        """
        names = self.indices[others].tolist()
        if self.matrix is None and self.summary is None:
            return [f"represented by {name}" for name in names]
        if kappa is None:
            kappa = self._pairs(rows, others)
        length = np.sqrt(self._self_kernel.astype(np.float64))
        cosine = _divide(kappa, length[rows] * length[others])
        threshold = Thresholds().interchangeable
        return [
            f"interchangeable ({c:z.2f}) with {name}"
            if c >= threshold
            else f"represented by {name} (similarity {c:z.2f})"
            for c, name in zip(cosine.tolist(), names, strict=True)
        ]

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


def _divide(values: NDArray[np.float32], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """`values / by`, zero where `by` is: a sample without a gradient resembles none."""
    return np.divide(values, by, out=np.zeros(by.shape), where=by > 0)
