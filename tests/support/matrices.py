"""Kernel matrices, labels and neighbours for tests, drawn or made from features."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from lpntk.domain import HISTOGRAM_BINS, KernelSummary, Neighbours

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]


@st.composite
def labelled_matrices(draw: st.DrawFn, max_size: int = 16, max_classes: int = 3) -> tuple[Matrix, Labels]:
    """An exact positive semi-definite matrix of small whole numbers, so full of ties, and labels."""
    size = draw(st.integers(1, max_size))
    width = draw(st.integers(1, 4))
    features = draw(hnp.arrays(np.int64, (size, width), elements=st.integers(-3, 3)))
    labels = draw(hnp.arrays(np.int64, size, elements=st.integers(0, max_classes - 1)))
    return (features @ features.T).astype(np.float32), labels


def gaussian_kernel_of(count: int, classes: int, seed: int = 0, width: int = 5) -> tuple[Matrix, Labels]:
    """A positive semi-definite matrix without ties: features around one centre a class, all classes occur."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int64) % classes
    features = rng.normal(size=(classes, width))[labels] * 2 + rng.normal(size=(count, width))
    return (features @ features.T).astype(np.float32), labels


def cosine(matrix: Matrix) -> NDArray[np.float64]:
    """c(i, j), zero where a sample has kappa(i, i) = 0."""
    length = np.sqrt(matrix.diagonal().astype(np.float64))
    product = np.outer(length, length)
    return np.divide(matrix, product, out=np.zeros_like(product), where=product > 0)


def nearest(similarity: NDArray[np.floating], k: int) -> Neighbours:
    """The k most similar others of each sample."""
    others = similarity.astype(np.float32, copy=True)
    np.fill_diagonal(others, -np.inf)
    rows = np.argsort(-others, axis=1, kind="stable")[:, : min(k, len(others) - 1)]
    return Neighbours(rows, np.take_along_axis(others, rows, axis=1))


def summary_of(matrix: Matrix, labels: Labels, neighbours: int = 0) -> KernelSummary:
    """What a kernel's summary says of a matrix, the slow way; of neighbours but so many of the most alike."""
    similarity = cosine(matrix)
    count, classes = len(labels), int(labels.max()) + 1
    means = np.full((count, classes), np.nan, dtype=np.float32)
    for i in range(count):
        for k in range(classes):
            others = [j for j in range(count) if j != i and labels[j] == k]
            if others:
                means[i, k] = similarity[i, others].mean()
    none = Neighbours(np.empty((count, 0), np.int64), np.empty((count, 0), np.float32))
    return KernelSummary(
        self_kernel=matrix.diagonal().copy(),
        interchangeable=nearest(similarity, neighbours) if neighbours else none,
        unrelated=none,
        contradictory=none,
        histogram=np.zeros((count, HISTOGRAM_BINS), np.int64),
        class_means=means,
        self_max=matrix.diagonal() >= matrix.max(axis=1),
    )
