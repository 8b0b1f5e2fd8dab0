"""The neighbours of a sketch, ranked again by the exact kernel when somebody looks at them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import SKETCH_CANDIDATES, LpntkError, Relation
from lpntk.pipeline.samples import ExactNeighbours
from lpntk.store import kernels
from lpntk.store.engine import Database

if TYPE_CHECKING:
    from lpntk.kernels.source.gradient_source import GradientSource

# What the strongest neighbours of a relation have least of.
_WEAKNESS: dict[Relation, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    Relation.INTERCHANGEABLE: np.negative,
    Relation.UNRELATED: np.abs,
    Relation.CONTRADICTORY: np.positive,
}

log = logging.getLogger(__name__)
# One model and data set are in memory at a time, and one request uses them.
_one_at_a_time = Lock()


def exact_neighbours(database: Database, analysis_id: int, row: int, k: int) -> ExactNeighbours | None:
    """The k neighbours of a row by relation, among those that a sketch found; None of an exact kernel.

    They are remembered in the database. Where model or samples cannot be had any more, None as well.
    """
    with database.reading() as session:
        if kernels.get(session, analysis_id).sketch_error is None:
            return None
        known = kernels.exact_neighbours(session, analysis_id, row)
        candidates = kernels.sample_summary(session, analysis_id, row).neighbours
    wanted = {relation: _few(relation, rows, k) for relation, (rows, _) in candidates.items()}
    if known is not None and all(len(known[relation][0]) >= len(rows) for relation, rows in wanted.items()):
        return known
    try:
        with _one_at_a_time:
            ranked = _rank(database, analysis_id, row, wanted)
    except LpntkError as error:
        log.warning("Analysis %d cannot be ranked exactly: %s", analysis_id, error)
        return None
    with database.writing() as session:
        kernels.write_exact_neighbours(session, analysis_id, row, ranked)
    return ranked


def _few(relation: Relation, rows: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Which candidates are worth a pass each: those that a recall was measured of, twice k of the others."""
    return rows[: SKETCH_CANDIDATES if relation is Relation.INTERCHANGEABLE else 2 * k]


def _rank(
    database: Database, analysis_id: int, row: int, wanted: Mapping[Relation, NDArray[np.int64]]
) -> ExactNeighbours:
    from lpntk.kernels.sketch import exact_similarities  # brings torch

    others = np.unique(np.concatenate(list(wanted.values())))
    with _source(database, analysis_id) as source:
        kappa, own, theirs = exact_similarities(source, row, others.tolist())
    norms = np.sqrt(own * theirs.astype(np.float64))
    c = np.divide(kappa, norms, out=np.zeros(len(kappa)), where=norms > 0).clip(-1, 1).astype(np.float32)
    ranked = {}
    for relation, rows in wanted.items():
        similarity = c[np.searchsorted(others, rows)]
        order = np.lexsort((rows, _WEAKNESS[relation](similarity)))
        ranked[relation] = (rows[order], similarity[order])
    return ranked


@lru_cache(maxsize=1)
def _source(database: Database, analysis_id: int) -> GradientSource:
    """Model and samples of an analysis, kept for the next click."""
    from lpntk.pipeline.gradients import stored_gradient_source  # brings torch

    return stored_gradient_source(database, analysis_id)
