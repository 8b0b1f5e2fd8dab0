"""The neighbours of a sketch, ranked again by the exact kernel when somebody looks at them.

The one part of reading that may compute: it brings torch when there is something to rank, not before.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import SKETCH_CANDIDATES, LpntkError, Relation, silent
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.material.sameness import require_same_samples
from lpntk.pipeline.results.results import Results
from lpntk.store import checkpoints, summaries
from lpntk.store.summaries import SampleSummary

if TYPE_CHECKING:
    from lpntk.kernels.source.gradient_source import GradientSource

ExactNeighbours = Mapping[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]

log = logging.getLogger(__name__)


class ExactRanker:
    """Ranks, one request at a time, and keeps the latest model and samples for the next click."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._latest: tuple[int, GradientSource] | None = None

    def neighbours(
        self, results: Results, row: int, k: int, summary: SampleSummary
    ) -> ExactNeighbours | None:
        """The k neighbours of a row by relation, among those that a sketch found.

        They are remembered in the database. None where model or samples cannot be had any more.
        """
        known = summaries.exact_neighbours(results.session, results.id, row)
        wanted = {relation: _few(relation, rows, k) for relation, (rows, _) in summary.neighbours.items()}
        if known is not None and all(len(known[of][0]) >= len(rows) for of, rows in wanted.items()):
            return known
        try:
            ranked = self._rank(results, row, wanted)
        except LpntkError as error:
            log.warning("Analysis %d cannot be ranked exactly: %s", results.id, error)
            return None
        with results.remembering("Neighbours") as session:
            summaries.write_exact_neighbours(session, results.id, row, ranked)
        return ranked

    def forget(self) -> None:
        """Let go of model and samples."""
        with self._one_at_a_time:
            self._latest = None

    def _rank(
        self, results: Results, row: int, wanted: Mapping[Relation, NDArray[np.int64]]
    ) -> ExactNeighbours:
        from lpntk.kernels.exact.rows import rank_exactly  # brings torch

        with self._one_at_a_time:
            if self._latest is None or self._latest[0] != results.id:
                self._latest = None  # one model and its samples in memory, not two
                self._latest = (results.id, _source(results))
            with self._latest[1] as source:
                return rank_exactly(source, row, wanted)


def _few(relation: Relation, rows: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Which candidates are worth a pass each: those that a recall was measured of, twice k of the others."""
    return rows[: SKETCH_CANDIDATES if relation is Relation.INTERCHANGEABLE else 2 * k]


def _source(results: Results) -> GradientSource:
    """The gradients of an analysis, from its request and its checkpoint.

    Raises
    ------
    ConflictError
        If its model and samples were given to lpntk.analyse.
    InputError
        If its samples are not there any more, or have changed.
    """
    from lpntk.pipeline.material.gradients import gradient_source  # these bring torch
    from lpntk.pipeline.material.requested import RequestedMaterial

    if results.in_memory:
        raise given_in_memory(results.id)
    material = RequestedMaterial(results.request)
    dataset = material.open(silent)
    require_same_samples(results.session, results.dataset.id, dataset, results.id)
    checkpoint = checkpoints.get(results.session, results.checkpoint_id)
    return gradient_source(material, checkpoint, dataset, results.request.kernel)
