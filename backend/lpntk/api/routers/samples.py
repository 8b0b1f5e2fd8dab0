"""One sample with its neighbours, and its image."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response, status

from lpntk.api.dependencies import AnalysisId, DatasetId, SampleIndex, Space
from lpntk.api.schemas.sample import SampleOut, sample_out

router = APIRouter(tags=["samples"])

FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"


class PngResponse(Response):
    """A PNG image."""

    media_type = "image/png"


@router.get("/analyses/{analysis_id}/samples/{index}")
def get_sample(
    analysis_id: AnalysisId,
    index: SampleIndex,
    space: Space,
    k: Annotated[int, Query(ge=1, le=1000, description="How many neighbours of each relation.")] = 12,
) -> SampleOut:
    """Show one sample and its neighbours by relation, the strongest first."""
    return sample_out(space.sample(analysis_id, index, k))


@router.get(
    "/datasets/{dataset_id}/images/{index}",
    response_class=PngResponse,
    responses={304: {"description": "The image that the caller has is still the one."}},
)
def get_image(
    dataset_id: DatasetId,
    index: SampleIndex,
    space: Space,
    v: Annotated[
        str | None,
        Query(
            max_length=64,
            description="The data set's fingerprint: with it the browser keeps the image for ever.",
        ),
    ] = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Show the image of one sample, at most 96 pixels on its long side."""
    # Without the fingerprint the address does not say which images are meant: another database on the same
    # port numbers its data sets from 1 too.
    png = space.thumbnail(dataset_id, index)
    headers = {
        "ETag": f'"{hashlib.sha256(png).hexdigest()[:32]}"',
        "Cache-Control": ASK_AGAIN if v is None else FOR_EVER,
    }
    if if_none_match == headers["ETag"]:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return PngResponse(png, headers=headers)
