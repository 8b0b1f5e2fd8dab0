"""The features of the analysis that was looked at last, kept for the next look."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.scratch import room_for
from lpntk.evidence.direct import Pairs, pairs_of
from lpntk.pipeline.results.results import Results
from lpntk.store import evidence, test_sets

IN_MEMORY_BYTES = 256 << 20


class FeatureKeeper:
    """Puts features together from their blocks, of one analysis at a time. Safe to share between threads.

    Parameters
    ----------
    in_memory
        Larger ones lie in a file beside the database, of which the system keeps in memory what it can.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        self._in_memory = in_memory
        self._lock = Lock()
        self._key: tuple[int, float] | None = None
        self._kept: dict[bool, NDArray[np.float32]] = {}
        self._pairs: Pairs | None = None
        self._room = ExitStack()

    def of(self, results: Results, *, test: bool = False) -> NDArray[np.float32]:
        """(N, R) float32: the features of all samples or the test set, not to be written to. StoreError."""
        with self._lock:
            key = (results.id, results.created_at)
            if self._key != key:
                self._let_go()
                self._key = key
            if test not in self._kept:
                self._kept[test] = self._read(results, test)
            return self._kept[test]

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

    def _read(self, results: Results, test: bool) -> NDArray[np.float32]:
        session, folder = results.session, results.database.folder
        labels = test_sets.get(session, results.id).labels if test else results.labels
        shape = (len(labels), len(evidence.get(session, results.id).eigenvalues))
        values = self._room.enter_context(room_for("The evidence", shape, self._in_memory, folder))
        filled = 0
        for block in evidence.features(session, results.id, test=test):
            values[filled : filled + len(block)] = block
            filled += len(block)
        return values


def _pairs(results: Results, features: NDArray[np.float32]) -> Pairs:
    record = evidence.get(results.session, results.id)
    return pairs_of(features, record.eigenvalues, record.ridge)
