"""How far a sketch is from the kernel, measured on a few seeded samples against all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import SKETCH_CANDIDATES, Progress, SketchError, cosine, silent
from lpntk.domain.request import GIB
from lpntk.kernels.exact.rows import ExactRows
from lpntk.kernels.sketch.matrix import SketchMatrix
from lpntk.kernels.source.gradient_source import GradientSource

NEAREST = 20


def measure_sketch(
    source: GradientSource,
    sketch: NDArray[np.float32],
    *,
    rows: NDArray[np.int64] | None = None,
    queries: int = 32,
    candidates: int = SKETCH_CANDIDATES,
    seed: int = 0,
    excluded: ArrayLike = (),
    memory_budget: int = 2 * GIB,
    progress: Progress = silent,
) -> SketchError:
    """Compare sketch and kernel between seeded samples and all others; one more pass over those.

    Parameters
    ----------
    source
        Model and samples; used as a context manager around the call.
    sketch
        (n, W) float32, of some of the same samples, with which all is compared.
    rows
        (n,) int64, ascending: which samples those are; None for all.
    queries
        How many samples; fewer where their gradients do not fit the memory budget.
    candidates
        How many of the most similar by the sketch are ranked again exactly.
    seed
        Which samples.
    excluded
        Rows without a finite gradient, which do not take part.
    memory_budget
        Bytes.
    progress
        Counts samples.

    Raises
    ------
    InputError
        If a sample cannot be read or the budget is too small; it says what would do.
    """
    given = np.arange(len(sketch)) if rows is None else rows
    there = np.flatnonzero(~np.isin(given, np.asarray(excluded, dtype=np.int64)))
    rows = given[there]
    chosen = np.random.default_rng(seed).permutation(rows)[:queries]
    exact_rows = ExactRows(source, chosen.tolist(), memory_budget=memory_budget)
    chosen = np.array(exact_rows.rows, dtype=np.int64)
    kappa = np.empty((len(chosen), len(rows)), dtype=np.float32)
    own = np.empty(len(rows), dtype=np.float32)
    for at, products, own_there in exact_rows.blocks(rows.tolist(), progress):
        kappa[:, at], own[at] = products, own_there
    places = np.searchsorted(rows, chosen)
    sketch_matrix = SketchMatrix(sketch)
    sketched = sketch_matrix.block(there[places], there)
    sketched_own = sketch_matrix.diagonal()[there]

    others = np.ones(kappa.shape, dtype=bool)
    others[np.arange(len(chosen)), places] = False
    shape = (len(chosen), len(rows) - 1)

    def of_others(values: NDArray[np.float32]) -> NDArray[np.float64]:
        return values[others].reshape(shape).astype(np.float64)

    return _compare(
        of_others(kappa),
        of_others(sketched),
        of_others(cosine(kappa, _norms(own[places], own))),
        of_others(cosine(sketched, _norms(sketched_own[places], sketched_own))),
        candidates,
    )


def _norms(mine: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float32]:
    """(Q, n): the products of the norms of Q samples and n, from their kappa with themselves."""
    return np.sqrt(mine)[:, None] * np.sqrt(theirs)[None, :]


def _compare(
    kappa: NDArray[np.float64],
    sketched: NDArray[np.float64],
    c: NDArray[np.float64],
    sketched_c: NDArray[np.float64],
    candidates: int,
) -> SketchError:
    """All (Q, n): of n others each."""
    from scipy.stats import spearmanr

    count = kappa.shape[1]
    relative = np.abs(sketched - kappa)[kappa != 0] / np.abs(kappa)[kappa != 0]
    nearest, candidates = min(NEAREST, count), min(candidates, count)
    best = _best(c, nearest)
    return SketchError(
        queries=len(kappa),
        pairs=kappa.size,
        relative_error_median=float(np.median(relative)),
        relative_error_p95=float(np.quantile(relative, 0.95)),
        similarity_error=float(np.abs(sketched_c - c).mean()),
        rank_correlation=float(spearmanr(c, sketched_c, axis=None).statistic),
        nearest=nearest,
        recall=_recall(best, _best(sketched_c, nearest)),
        candidates=candidates,
        reranked_recall=_recall(best, _best(sketched_c, candidates)),
    )


def _best(c: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """(Q, k): the k most similar of each row, the first of equals first."""
    return np.argsort(-c, axis=1, kind="stable")[:, :k]


def _recall(wanted: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """The mean share of a row's wanted that are found."""
    return float(np.mean([np.isin(w, f).mean() for w, f in zip(wanted, found, strict=True)]))
