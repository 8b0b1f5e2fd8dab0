"""Columns of all samples, as numbers that a page takes as they lie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from lpntk.api.columns import encode
from lpntk.api.dependencies import AnalysisId, Space, Version
from lpntk.api.files import BINARY, BINARY_RESPONSES, kept, unless_known
from lpntk.pipeline.results import columns

MOST_COLUMNS = 100

router = APIRouter(prefix="/analyses/{analysis_id}/columns", tags=["results"])


@router.get("", response_class=Response, responses=BINARY_RESPONSES)
def get_columns(
    analysis_id: AnalysisId,
    space: Space,
    name: Annotated[
        list[Annotated[str, Query(min_length=1, max_length=64)]],
        Query(
            min_length=1,
            max_length=MOST_COLUMNS,
            description="Which columns, of those that /page names: give it once for each.",
        ),
    ],
    v: Version = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Give columns of every sample, by ascending index; NaN where a sample has no number."""
    with space.results(analysis_id) as results:
        content = encode({one: columns.column(results, one) for one in name})
    return unless_known(content, BINARY, if_none_match, kept(v))
