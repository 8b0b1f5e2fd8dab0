"""One sample with its neighbours, its preview, and which samples have some words."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from lpntk.api.dependencies import AnalysisId, Computing, DatasetId, SampleIndex, Space
from lpntk.api.schemas.contents import FoundOut
from lpntk.api.schemas.sample import SampleOut
from lpntk.datasets import modality_of
from lpntk.pipeline.results import contents, samples
from lpntk.pipeline.results.views import SampleView

router = APIRouter(tags=["samples"])

FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"


@router.get("/analyses/{analysis_id}/samples/{index}")
async def get_sample(
    request: Request,
    analysis_id: AnalysisId,
    index: SampleIndex,
    space: Space,
    computing: Computing,
    k: Annotated[int, Query(ge=1, le=1000, description="How many neighbours of each relation.")] = 12,
    rank: Annotated[
        bool, Query(description="Whether to have a sketch's neighbours ranked by the kernel first.")
    ] = True,
) -> SampleOut:
    """Show one sample and its neighbours by relation, the strongest first."""

    def look() -> SampleView:
        with space.results(analysis_id) as results:
            return samples.sample(results, index, k, compute=False)

    view = await run_in_threadpool(look)
    if rank and view.can_be_ranked:
        await computing.neighbours.run(request, lambda: computing.ranking.rank(analysis_id, index, k))
        view = await run_in_threadpool(look)
    return SampleOut.of(view)


@router.get("/analyses/{analysis_id}/search")
def find_samples(
    analysis_id: AnalysisId,
    space: Space,
    words: Annotated[
        str, Query(min_length=1, max_length=200, description="Words, all of which a sample has to have.")
    ],
) -> FoundOut:
    """Find the texts, or rows of a table, that have some words, in small letters or capitals."""
    with space.results(analysis_id) as results:
        return FoundOut(indices=contents.search(results, words).tolist())


@router.get(
    "/datasets/{dataset_id}/previews/{index}",
    response_class=Response,
    responses={
        200: {"content": {"image/png": {}}, "description": "The preview, in the way of its modality."},
        304: {"description": "The preview that the caller has is still the one."},
    },
)
def get_preview(
    dataset_id: DatasetId,
    index: SampleIndex,
    space: Space,
    v: Annotated[
        str | None,
        Query(
            max_length=64,
            description="The data set's fingerprint: with it the browser keeps the preview for ever.",
        ),
    ] = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Show one sample: an image at most 96 pixels on its long side."""
    # Without the fingerprint the address does not say which samples are meant: another database on the same
    # port numbers its data sets from 1 too.
    preview = space.preview(dataset_id, index)
    headers = {
        "ETag": f'"{hashlib.sha256(preview.content).hexdigest()[:32]}"',
        "Cache-Control": ASK_AGAIN if v is None else FOR_EVER,
    }
    if if_none_match == headers["ETag"]:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    media_type = modality_of(preview.modality).media_type
    return Response(preview.content, headers=headers, media_type=media_type)
