"""The exact kernel of a few samples when somebody looks at them: a sketch's neighbours, the layers of a pair.

The one part of reading that may compute: it brings torch when there is something to rank, not before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import SKETCH_CANDIDATES, LpntkError, Relation, silent
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.material.sameness import require_same_samples
from lpntk.pipeline.results.results import Results
from lpntk.store import checkpoints, summaries
from lpntk.store.summaries import SampleSummary

if TYPE_CHECKING:
    from lpntk.kernels.exact.layers import LayerProducts
    from lpntk.kernels.source.gradient_source import GradientSource

ExactNeighbours = Mapping[Relation, tuple[NDArray[np.int64], NDArray[np.float32]]]

KEEP_BYTES = 512 << 20
BUDGET_BYTES = 256 << 20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Kept:
    """The gradients of one analysis, and the bytes that its samples and its model take."""

    key: tuple[int, float]
    source: GradientSource
    size: int


class ExactRanker:
    """Ranks, one request at a time, and keeps the latest model and samples for the next click.

    Parameters
    ----------
    keep_bytes
        Larger ones are not kept.
    """

    def __init__(self, keep_bytes: int = KEEP_BYTES) -> None:
        self._one_at_a_time = Lock()
        self._keep_bytes = keep_bytes
        self._kept: _Kept | None = None

    def known(self, results: Results, row: int, k: int, summary: SampleSummary) -> ExactNeighbours | None:
        """As `neighbours`, without computing anything: None, too, where these were not asked for yet."""
        known = summaries.exact_neighbours(results.session, results.id, row)
        enough = known is not None and all(
            len(known[relation][0]) >= len(rows) for relation, rows in _wanted(summary, k).items()
        )
        return known if enough else None

    def neighbours(
        self, results: Results, row: int, k: int, summary: SampleSummary
    ) -> ExactNeighbours | None:
        """The k neighbours of a row by relation, among those that a sketch found.

        They are remembered in the database. None where model or samples cannot be had any more.
        """
        known = self.known(results, row, k, summary)
        if known is not None:
            return known
        try:
            ranked = self._rank(results, row, _wanted(summary, k))
        except LpntkError as error:
            log.warning("Analysis %d cannot be ranked exactly: %s", results.id, error)
            return None
        with results.remembering("Neighbours") as session:
            summaries.write_exact_neighbours(session, results.id, row, ranked)
        return ranked

    def layers(self, results: Results, one: int, other: int) -> LayerProducts:
        """Which layers make the kernel between two rows.

        Raises
        ------
        LpntkError
            If model or samples cannot be had any more; it says why.
        """
        from lpntk.kernels.exact.layers import layer_products  # brings torch

        with self._model(results) as source:
            return layer_products(source, one, other, memory_budget=_budget(source))

    def forget(self) -> None:
        """Let go of model and samples."""
        with self._one_at_a_time:
            self._kept = None

    def _rank(
        self, results: Results, row: int, wanted: Mapping[Relation, NDArray[np.int64]]
    ) -> ExactNeighbours:
        from lpntk.kernels.exact.rows import rank_exactly  # brings torch

        with self._model(results) as source:
            return rank_exactly(source, row, wanted, memory_budget=_budget(source))

    @contextmanager
    def _model(self, results: Results) -> Iterator[GradientSource]:
        """Model and samples of an analysis, ready for passes."""
        with self._one_at_a_time:
            key = (results.id, results.created_at)
            if self._kept is None or self._kept.key != key:
                self._kept = None  # one model and its samples in memory, not two
                self._kept = _source(results, key)
            source, size = self._kept.source, self._kept.size
            if size > self._keep_bytes:
                self._kept = None
            with source:
                yield source


def _wanted(summary: SampleSummary, k: int) -> dict[Relation, NDArray[np.int64]]:
    """Which candidates are worth a pass each."""
    return {relation: _few(relation, rows, k) for relation, (rows, _) in summary.neighbours.items()}


def _few(relation: Relation, rows: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """The candidates that a recall was measured of, twice k of the others."""
    return rows[: SKETCH_CANDIDATES if relation is Relation.INTERCHANGEABLE else 2 * k]


def _budget(source: GradientSource) -> int:
    """The bytes that ranking may take; two samples' gradients it cannot do without."""
    parameters = sum(route.extent.written for route in source.survey.routes)
    return max(BUDGET_BYTES, 8 * FLOAT_BYTES * parameters)


def _source(results: Results, key: tuple[int, float]) -> _Kept:
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
    source = gradient_source(material, checkpoint, dataset, results.request.kernel)
    pixels = dataset.inputs.nbytes if isinstance(dataset.inputs, np.ndarray) else 0
    return _Kept(key, source, pixels + len(checkpoint.weights))
