"""A place in the plane for every sample, so that interchangeable samples lie side by side."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import InputError, Neighbours, Progress, silent
from lpntk.structure.compiled import keep_compiled
from lpntk.structure.starting_layout import starting_layout

_NEIGHBOURS = 15
_SMALLEST_FOR_UMAP = 5
# UMAP's own 0.1 packs groups as tight as these into blots: at 0.5 digits cover three times the area, single
# samples can be told apart, and a sample's nearest on the map are still of its class.
_MIN_DIST = 0.5
# UMAP's own choice.
_EPOCHS, _LARGE, _EPOCHS_OF_LARGE = 500, 10_000, 200


def epochs_of(samples: int) -> int:
    """How many of UMAP's epochs lay so many samples out."""
    return _EPOCHS if samples <= _LARGE else _EPOCHS_OF_LARGE


def neighbour_map(
    neighbours: Neighbours, *, seed: int, excluded: ArrayLike = (), progress: Progress = silent
) -> NDArray[np.float32]:
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
    excluded
        Rows of samples of which nothing is known, and which are nobody's neighbours: they stand in a line
        below the others.
    progress
        Told how many of UMAP's epochs are done; may raise.

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
    known = np.ones(count, dtype=np.bool_)
    known[np.asarray(excluded, dtype=np.int64)] = False
    if known.all():
        return _of_known(neighbours.rows, neighbours.similarity, seed, progress)
    position = np.cumsum(known) - 1
    layout = np.zeros((count, 2), dtype=np.float32)
    if known.any():
        rows, similarity = position[neighbours.rows[known]], neighbours.similarity[known]
        layout[known] = _of_known(rows, similarity, seed, progress)
    layout[~known] = _line_below(layout[known], int((~known).sum()))
    return layout


def _of_known(
    rows: NDArray[np.int64], similarity: NDArray[np.float32], seed: int, progress: Progress
) -> NDArray[np.float32]:
    count = len(rows)
    if count < _SMALLEST_FOR_UMAP or rows.shape[1] == 0:
        return _circle(count)
    rows, similarity = rows[:, :_NEIGHBOURS], similarity[:, :_NEIGHBOURS]
    epochs = _Epochs(epochs_of(count), progress)
    progress(0, epochs.count)
    start = starting_layout(rows, similarity, seed=seed)
    return _umap(rows, np.maximum(1 - similarity, 0), start, seed, epochs)


def _line_below(layout: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """(count, 2) float32: places as wide as the map, a tenth of its height below it."""
    if len(layout) == 0:
        return _circle(count)
    low, high = layout.min(axis=0), layout.max(axis=0)
    across = np.linspace(low[0], high[0], count + 2)[1:-1]
    below = low[1] - max(0.1 * (high[1] - low[1]), 1e-3)
    return np.stack([across, np.full(count, below)], axis=1).astype(np.float32)


class _Epochs(io.TextIOBase):
    """What UMAP writes its progress bar to: UMAP tells how far it is in no other way.

    Its bar is tqdm's, whose `file` and `bar_format` may be chosen: `options` make it write what is done.
    """

    def __init__(self, count: int, progress: Progress) -> None:
        self.count, self._progress = count, progress

    @property
    def options(self) -> dict[str, Any]:
        """Keyword arguments of the bar."""
        return {"file": self, "bar_format": "{n}", "disable": False, "mininterval": 0, "miniters": 1}

    def write(self, text: str, /) -> int:
        if text.strip().isdecimal():
            self._progress(int(text), self.count)
        return len(text)


def _umap(
    rows: NDArray[np.int64],
    distance: NDArray[np.float32],
    start: NDArray[np.float32],
    seed: int,
    epochs: _Epochs,
) -> NDArray[np.float32]:
    from umap import UMAP, layouts, umap_  # numba, which it brings, takes seconds to import

    keep_compiled([layouts, umap_])
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
            n_epochs=epochs.count,
            random_state=seed,
            n_jobs=1,
            tqdm_kwds=epochs.options,
        )
        # The features that UMAP asks for would serve only to find neighbours and a start: it has both.
        layout = model.fit_transform(np.zeros((count, 1), dtype=np.float32))
    return np.asarray(layout, dtype=np.float32)


def _circle(count: int) -> NDArray[np.float32]:
    angle = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
