"""One score of all samples, as numbers that a page takes as they lie."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Header, Path, Response

from lpntk.api.dependencies import AnalysisId, Space
from lpntk.api.files import BINARY, unless_known
from lpntk.pipeline.results import scores

router = APIRouter(prefix="/analyses/{analysis_id}/scores", tags=["results"])


@router.get(
    "/{name}",
    response_class=Response,
    responses={
        200: {
            "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
            "description": "Little-endian float32, one a sample, by ascending index; 1 and 0 for yes and no.",
            "headers": {"X-Count": {"description": "How many.", "schema": {"type": "integer"}}},
        },
        304: {"description": "The numbers that the caller has are still the ones."},
    },
)
def get_score(
    analysis_id: AnalysisId,
    name: Annotated[str, Path(min_length=1, max_length=64, description="Which score.")],
    space: Space,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Give one score of every sample; NaN where a sample has none."""
    with space.results(analysis_id) as results:
        column = scores.column(results, name)
    content = column.astype(np.dtype("<f4")).tobytes()
    return unless_known(content, BINARY, if_none_match, {"X-Count": str(len(column))})
