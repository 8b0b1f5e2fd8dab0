"""A place in the plane for every sample, so that interchangeable samples lie side by side."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, Neighbours
from lpntk.structure.starting_layout import starting_layout

_NEIGHBOURS = 15
_SMALLEST_FOR_UMAP = 5
# UMAP's own 0.1 packs groups as tight as these into blots: at 0.5 digits cover three times the area, single
# samples can be told apart, and a sample's nearest on the map are still of its class.
_MIN_DIST = 0.5


def neighbour_map(neighbours: Neighbours, *, seed: int) -> NDArray[np.float32]:
    """Lay samples out with UMAP, from their neighbours alone: no pixels, no features.

    The distance of a sample to a neighbour is 1 - c, c being their similarity. At most the 15 nearest
    neighbours are used. Groups of samples that no chain of neighbours joins are laid beside each other; how
    far apart says nothing. Fewer than 5 samples, too few for UMAP, are placed evenly on a circle.

    Parameters
    ----------
    neighbours
        The interchangeable neighbours of N samples, the most similar first.
    seed
        The same neighbours and seed give the same map on the same machine.

    Returns
    -------
    (N, 2) float32
        Finite coordinates.

    Raises
    ------
    InputError
        If there is no sample, or a similarity is not finite.
    """
    count = len(neighbours.rows)
    if count == 0:
        raise InputError("There is no sample to lay out: give the neighbours of at least one sample.")
    if not np.isfinite(neighbours.similarity).all():
        row = int(np.argwhere(~np.isfinite(neighbours.similarity))[0, 0])
        raise InputError(f"A similarity of the sample in row {row} is NaN or Inf: leave that sample out.")
    if count < _SMALLEST_FOR_UMAP or neighbours.rows.shape[1] == 0:
        return _circle(count)
    rows = neighbours.rows[:, :_NEIGHBOURS]
    similarity = neighbours.similarity[:, :_NEIGHBOURS]
    return _umap(rows, np.maximum(1 - similarity, 0), starting_layout(rows, similarity, seed=seed), seed)


def _umap(
    rows: NDArray[np.int64], distance: NDArray[np.float32], start: NDArray[np.float32], seed: int
) -> NDArray[np.float32]:
    from umap import UMAP  # numba, which it brings, takes seconds to import

    count = len(rows)
    knn = (
        np.column_stack([np.arange(count), rows]),
        np.column_stack([np.zeros(count), distance]).astype(np.float32, order="C"),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on features it might want later, and does not get
        model = UMAP(
            n_neighbors=min(knn[0].shape[1], count - 1),
            precomputed_knn=knn,
            init=start,
            min_dist=_MIN_DIST,
            random_state=seed,
            n_jobs=1,
        )
        # The features that UMAP asks for would serve only to find neighbours and a start: it has both.
        layout = model.fit_transform(np.zeros((count, 1), dtype=np.float32))
    return np.asarray(layout, dtype=np.float32)


def _circle(count: int) -> NDArray[np.float32]:
    angle = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
