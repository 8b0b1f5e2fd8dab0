"""The features and the sketch of the analysis that was looked at last, kept for the next look."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from threading import Lock
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.scratch import room_for
from lpntk.evidence.direct import Pairs, pairs_of
from lpntk.pipeline.results.kernel_parts import unit_blocks
from lpntk.pipeline.results.results import Results
from lpntk.store import evidence, test_sets
from lpntk.store.kernel_matrix import sketch_shape

IN_MEMORY_BYTES = 256 << 20

Kind = Literal["features", "test features", "units"]


class FeatureKeeper:
    """Puts rows together from their blocks, of one analysis at a time. Safe to share between threads.

    Parameters
    ----------
    in_memory
        Larger ones lie in a file beside the database, of which the system keeps in memory what it can.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        self._in_memory = in_memory
        self._lock = Lock()
        self._key: tuple[int, float] | None = None
        self._kept: dict[Kind, NDArray[np.float32]] = {}
        self._pairs: Pairs | None = None
        self._room = ExitStack()

    def of(self, results: Results, kind: Kind = "features") -> NDArray[np.float32]:
        """(N, R) or (N, W) float32, not to be written to. StoreError.

        Parameters
        ----------
        kind
            The features of all samples or of the test set, or the sketch of the kernel with every row of
            length 1, so that its dot products are c; a sample without a gradient has zeros.
        """
        with self._lock:
            key = (results.id, results.created_at)
            if self._key != key:
                self._let_go()
                self._key = key
            if kind not in self._kept:
                self._kept[kind] = self._read(results, kind)
            return self._kept[kind]

    def pairs(self, results: Results) -> Pairs:
        """What is known of every two samples, for analyses of few. StoreError."""
        features = self.of(results)
        with self._lock:
            if self._key != (results.id, results.created_at):
                return _pairs(results, features)
            if self._pairs is None:
                self._pairs = _pairs(results, features)
            return self._pairs

    def forget(self) -> None:
        """Let go of what is kept."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        self._key = None
        self._kept.clear()
        self._pairs = None
        self._room.close()

    def _read(self, results: Results, kind: Kind) -> NDArray[np.float32]:
        what, shape, parts = (_sketch if kind == "units" else _features)(results, kind)
        room = room_for(what, shape, self._in_memory, results.database.folder)
        values = self._room.enter_context(room)
        for rows, block in parts:
            values[rows] = block
        return values


Parts = Iterable[tuple[slice, NDArray[np.float32]]]


def _features(results: Results, kind: Kind) -> tuple[str, tuple[int, int], Parts]:
    session, test = results.session, kind == "test features"
    labels = test_sets.get(session, results.id).labels if test else results.labels
    shape = (len(labels), len(evidence.get(session, results.id).eigenvalues))

    def parts() -> Parts:
        filled = 0
        for block in evidence.features(session, results.id, test=test):
            yield slice(filled, filled + len(block)), block
            filled += len(block)

    return "The evidence", shape, parts()


def _sketch(results: Results, kind: Kind) -> tuple[str, tuple[int, int], Parts]:
    return "The sketch", sketch_shape(results.reading, results.id), unit_blocks(results)


def _pairs(results: Results, features: NDArray[np.float32]) -> Pairs:
    record = evidence.get(results.session, results.id)
    return pairs_of(features, record.eigenvalues, record.ridge)
