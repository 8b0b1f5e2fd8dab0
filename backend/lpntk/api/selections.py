"""What is selected on the page now, for the notebook or script that shows it: kept in memory only."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray


class Selections:
    """The samples that are selected, by analysis. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._chosen: dict[int, NDArray[np.int64]] = {}

    def choose(self, analysis_id: int, indices: NDArray[np.int64]) -> None:
        """Remember these (n,) int64 samples as selected, in place of those before."""
        with self._lock:
            self._chosen.pop(analysis_id, None)
            self._chosen[analysis_id] = indices

    def chosen(self, analysis_id: int | None = None) -> NDArray[np.int64]:
        """(n,) int64: the selected samples of an analysis; None for that on which somebody selected last."""
        with self._lock:
            if analysis_id is None:
                analysis_id = next(reversed(self._chosen), None)
            return self._chosen.get(analysis_id or 0, np.empty(0, dtype=np.int64)).copy()

    def forget(self, analysis_id: int) -> None:
        """Drop what was selected of an analysis that goes: its number may be given again."""
        with self._lock:
            self._chosen.pop(analysis_id, None)
