"""What an analysis starts from: nothing, or what the analysis has that it extends.

A stage asks this and need not know which of the two it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import AnalysisRequest, Checkpoint, Dataset
from lpntk.kernels.summary.summariser import Summariser
from lpntk.pipeline.material.sameness import require_same_samples
from lpntk.store import analyses, checkpoints, kernels, summaries
from lpntk.store.engine import Database


class Base:
    """What is known of the first samples: of none of them anything, where nothing is extended.

    Attributes
    ----------
    boundaries
        Where the kernel's blocks of them begin, and where the last one ends.
    pieces_done
        How many blocks of a sketch there are.
    excluded
        The rows that were left out.
    keeps_matrix
        Whether nothing stands in the way of a matrix of all samples.
    sketch_width
        W of their sketch; 0 where there is none.
    """

    boundaries: tuple[int, ...] = (0,)
    pieces_done: int = 0
    excluded: tuple[int, ...] = ()
    keeps_matrix: bool = True
    sketch_width: int = 0

    def require_same_samples(self, session: Session, dataset: Dataset) -> None:
        """Refuse first samples that are not those of which something is known. InputError."""

    def checkpoint(self, session: Session) -> Checkpoint | None:
        """The classifier that is kept; None where one is to be trained or loaded."""
        return None

    def diagonal(self, session: Session) -> NDArray[np.float32]:
        """(n,) float32: kappa(i, i) of the first samples."""
        return np.empty(0, dtype=np.float32)

    def copy_tiles(self, session: Session, to: int) -> None:
        """Give an analysis the tiles between them."""

    def copy_sketch(self, session: Session, to: int) -> None:
        """Give an analysis their sketch."""

    def prefill(self, session: Session, summariser: Summariser) -> None:
        """Give a summariser all that is known of them."""


class _Extended(Base):
    """The samples of a finished analysis."""

    def __init__(self, database: Database, analysis_id: int) -> None:
        self._id = analysis_id
        with database.reading() as session:
            record = analyses.get(session, analysis_id)
            kernel = kernels.get(session, analysis_id)
            if kernel.keeps_sketch:
                self.sketch_width = kernels.sketch_width(session, analysis_id)
        self._dataset_id, self._checkpoint_id = record.dataset_id, record.checkpoint_id
        self.boundaries, self.pieces_done = kernel.boundaries, kernel.pieces_done
        self.excluded, self.keeps_matrix = kernel.excluded, kernel.keeps_matrix

    def require_same_samples(self, session: Session, dataset: Dataset) -> None:
        assert self._dataset_id is not None, "only finished analyses are extended"
        require_same_samples(session, self._dataset_id, dataset, self._id)

    def checkpoint(self, session: Session) -> Checkpoint | None:
        return None if self._checkpoint_id is None else checkpoints.get(session, self._checkpoint_id)

    def diagonal(self, session: Session) -> NDArray[np.float32]:
        return summaries.diagonal(session, self._id)

    def copy_tiles(self, session: Session, to: int) -> None:
        kernels.copy_tiles(session, self._id, to)

    def copy_sketch(self, session: Session, to: int) -> None:
        kernels.copy_sketch(session, self._id, to)

    def prefill(self, session: Session, summariser: Summariser) -> None:
        summariser.extend(summaries.get(session, self._id))


def base_of(database: Database, request: AnalysisRequest) -> Base:
    """What the analysis that was asked for starts from."""
    return Base() if request.extends is None else _Extended(database, request.extends)
