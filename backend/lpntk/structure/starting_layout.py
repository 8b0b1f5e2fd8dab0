"""Where the points of a map start.

UMAP's own starts need features wherever the neighbour graph falls into parts, as it does when each class has
neighbours in its own class only. This one needs the graph alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, eigsh

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_SMALL = 64
_JITTER = 0.01
# So rough is enough to start from, and takes seconds where exact modes of 60,000 samples take half a minute.
_TOLERANCE, _BASIS = 1e-3, 40


def starting_layout(
    rows: NDArray[np.int64], similarity: NDArray[np.float32], *, seed: int
) -> NDArray[np.float32]:
    """Place each connected part of a neighbour graph by its slowest modes, and the parts beside each other.

    Parameters
    ----------
    rows
        (N, k) int64: each sample's neighbours.
    similarity
        (N, k) float32.
    seed
        For the little noise that keeps points from lying on one another.

    Returns
    -------
    (N, 2) float32
        Parts are discs of an area proportional to their size, the largest in the middle of a spiral.
    """
    graph = _graph(rows, similarity)
    _, part = connected_components(graph, directed=False)
    rng = np.random.default_rng(seed)
    layout = np.empty((len(rows), 2))
    sizes = np.bincount(part)
    placed = 0
    for turn, number in enumerate(np.argsort(-sizes, kind="stable")):
        members = np.flatnonzero(part == number)
        radius = np.sqrt(len(members))
        angle = turn * _GOLDEN_ANGLE
        distance = 0.0 if turn == 0 else 1.5 * np.sqrt(placed + len(members))
        centre = distance * np.array([np.cos(angle), np.sin(angle)])
        inner = _slow_modes(graph[members][:, members], rng)
        layout[members] = centre + radius * (inner + rng.normal(scale=_JITTER, size=inner.shape))
        placed += len(members)
    return layout.astype(np.float32)


def _graph(rows: NDArray[np.int64], similarity: NDArray[np.float32]) -> csr_array:
    """Symmetric weights in (0, 1]: the nearer, the heavier."""
    count, width = rows.shape
    weights = np.clip((1 + similarity.ravel()) / 2, 1e-3, 1).astype(np.float64)
    directed = csr_array((weights, (np.repeat(np.arange(count), width), rows.ravel())), shape=(count, count))
    return directed.maximum(directed.T).tocsr()


def _slow_modes(graph: csr_array, rng: np.random.Generator) -> NDArray[np.float64]:
    """(n, 2) coordinates within [-1, 1]: the two slowest modes of diffusion on a connected graph.

    These are eigenvectors of D^-1/2 W D^-1/2 after the trivial first one (Belkin and Niyogi, 2003).
    """
    count = graph.shape[0]
    if count <= 3:
        return rng.uniform(-1, 1, size=(count, 2))
    scale = diags_array(1 / np.sqrt(graph.sum(axis=1)))
    walk = scale @ graph @ scale
    if count <= _SMALL:
        modes = np.linalg.eigh(walk.toarray())[1][:, -3:-1]
    else:
        try:
            start = np.sqrt(graph.sum(axis=1)) + rng.uniform(0, 1, size=count)
            values, vectors = eigsh(
                walk, k=3, which="LA", v0=start, tol=_TOLERANCE, ncv=_BASIS, maxiter=count
            )
            modes = vectors[:, np.argsort(values)[:2]]
        except ArpackError:
            return rng.uniform(-1, 1, size=(count, 2))
    return modes / np.maximum(np.abs(modes).max(axis=0), 1e-12)
