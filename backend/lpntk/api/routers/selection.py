"""Which samples are selected on the page: for `lpntk.serve`'s result in a notebook or script."""

from __future__ import annotations

import numpy as np
from fastapi import APIRouter, status

from lpntk.api.dependencies import AnalysisId, Selected, Space
from lpntk.api.schemas.selection import SelectionIn, SelectionOut
from lpntk.domain import NotFoundError

router = APIRouter(prefix="/analyses/{analysis_id}/selection", tags=["selection"])


@router.put("", status_code=status.HTTP_204_NO_CONTENT)
def put_selection(analysis_id: AnalysisId, form: SelectionIn, space: Space, selected: Selected) -> None:
    """Say what is selected on the page now; it is kept while the server runs."""
    chosen = form.to_array()
    with space.results(analysis_id) as results:
        unknown = chosen[~np.isin(chosen, results.indices)]
    if len(unknown):
        raise NotFoundError(f"There is no sample {unknown[0]} in analysis {analysis_id}.", field="indices")
    selected.choose(analysis_id, chosen)


@router.get("")
def get_selection(analysis_id: AnalysisId, space: Space, selected: Selected) -> SelectionOut:
    """Tell what was selected last on the page of an analysis."""
    space.analysis(analysis_id)
    return SelectionOut(indices=selected.chosen(analysis_id).tolist())
