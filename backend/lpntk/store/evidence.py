"""What the others say of each sample's label."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.store import arrays
from lpntk.store.tables import AnalysisArray

_PREDICTION = "evidence/prediction"


def predictions(session: Session, analysis_id: int) -> NDArray[np.float32]:
    """(N, K) float32: the left-out prediction q of every sample."""
    return arrays.read(session, AnalysisArray, analysis_id, _PREDICTION)


def find_predictions(session: Session, analysis_id: int) -> NDArray[np.float32] | None:
    """As `predictions`; None where there are none."""
    if not arrays.names(session, AnalysisArray, analysis_id, _PREDICTION):
        return None
    return predictions(session, analysis_id)
