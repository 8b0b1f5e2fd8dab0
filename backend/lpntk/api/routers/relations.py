"""What samples do to each other: one to all, and two of them looked at closely."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from lpntk.api.columns import encode
from lpntk.api.dependencies import MAX_IDENTIFIER, AnalysisId, Computing, SampleIndex, Space
from lpntk.api.files import BINARY, unless_known
from lpntk.api.schemas.pair import PairOut
from lpntk.pipeline.results.kernel_row import kernel_row
from lpntk.pipeline.results.pair import GONE, pair
from lpntk.pipeline.results.views import PairView

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["samples"])


@router.get(
    "/samples/{index}/row",
    response_class=Response,
    responses={
        200: {
            "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
            "description": (
                "Columns behind a header, as of /columns: similarity, float32, by ascending index of the "
                "samples; NaN where one is left out. Further facts are source, matrix or sketch, and error, "
                "of a sketch against the kernel: similarity, the mean of the absolute error, and "
                "rank_correlation, and words, which say what the sketch is; both null of a matrix."
            ),
        },
        304: {"description": "What the caller has is still the answer."},
    },
)
async def get_sample_row(
    request: Request,
    analysis_id: AnalysisId,
    index: SampleIndex,
    space: Space,
    computing: Computing,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Give the similarity of one sample to all, 1 at itself."""

    def read() -> bytes:
        with space.results(analysis_id) as results:
            found = kernel_row(results, index)
        error = found.error and {
            "similarity": found.error.similarity_error,
            "rank_correlation": found.error.rank_correlation,
        }
        facts = {"source": found.source, "error": error, "words": found.words}
        return encode({"similarity": found.similarity}, facts)

    return unless_known(await computing.rows.run_in_thread(request, read), BINARY, if_none_match)


@router.get("/pairs/{index}/{other}")
async def get_pair(
    request: Request,
    analysis_id: AnalysisId,
    index: SampleIndex,
    other: Annotated[int, Path(ge=0, le=MAX_IDENTIFIER, description="The other sample's position.")],
    space: Space,
    computing: Computing,
    rank: Annotated[bool, Query(description="Whether to have the layers computed first.")] = True,
) -> PairOut:
    """Show two samples, and which layers make their kernel."""

    def look() -> PairView:
        with space.results(analysis_id) as results:
            return pair(results, index, other, compute=False)

    view = await run_in_threadpool(look)
    if rank and view.can_be_computed:
        await computing.neighbours.run(request, lambda: computing.ranking.compare(analysis_id, index, other))
        view = await run_in_threadpool(look)
        if view.can_be_computed:
            return PairOut.of(view, why_not=GONE)
    return PairOut.of(view)
