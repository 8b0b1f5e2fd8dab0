"""Columns of all samples, as numbers that a page takes as they lie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from lpntk.api import files
from lpntk.api.columns import encode
from lpntk.api.dependencies import AnalysisId, Space, Version
from lpntk.api.files import BINARY_RESPONSES
from lpntk.pipeline.results import columns, yours

MOST_COLUMNS = 250

router = APIRouter(prefix="/analyses/{analysis_id}/columns", tags=["results"])


@router.get("", response_class=Response, responses=BINARY_RESPONSES)
def get_columns(
    request: Request,
    analysis_id: AnalysisId,
    space: Space,
    name: Annotated[
        list[Annotated[str, Query(min_length=1, max_length=100)]],
        Query(
            min_length=1,
            max_length=MOST_COLUMNS,
            description="Which columns, of those that /page names: give it once for each.",
        ),
    ],
    v: Version = None,
) -> Response:
    """Give columns of every sample, by ascending index; NaN where a sample has no number."""
    with space.results(analysis_id) as results:
        which = (yours.version(results), *name)
        content = results.recall(
            ("columns", *which), lambda: encode({one: columns.column(results, one) for one in name})
        )
        return files.columns(
            request,
            content,
            v,
            gzipped=lambda: results.recall(("squeezed columns", *which), lambda: files.squeezed(content)),
        )
