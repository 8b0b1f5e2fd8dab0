"""Two analyses of the same samples beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import numpy as np
from fastapi import APIRouter, Header, Path, Request, Response

from lpntk.api.columns import encode
from lpntk.api.dependencies import MAX_IDENTIFIER, Computing, Keep, Seed, Space, Strategy
from lpntk.api.files import BINARY, unless_known
from lpntk.api.schemas.compare import AnalysesComparedOut, comparison_out
from lpntk.pipeline.results.compare import compare, compare_plans
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace

router = APIRouter(prefix="/compare/{first}/{second}", tags=["results"])

First = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="One analysis.")]
Second = Annotated[int, Path(ge=1, le=MAX_IDENTIFIER, description="Another of the same samples.")]

T = TypeVar("T")


def _of_both(
    space: Workspace, first: int, second: int, read: Callable[[Results, Results], T]
) -> Callable[[], T]:
    def opened() -> T:
        with space.results(first) as one, space.results(second) as other:
            return read(one, other)

    return opened


@router.get("")
async def get_comparison(
    request: Request,
    first: First,
    second: Second,
    space: Space,
    computing: Computing,
    strategy: Strategy | None = None,
    keep: Keep = 0.8,
    seed: Seed = 0,
) -> AnalysesComparedOut:
    """Say how far two analyses of the same samples agree; on what is dropped where a strategy is named."""

    def read(one: Results, other: Results) -> AnalysesComparedOut:
        plans = None if strategy is None else compare_plans(one, other, strategy, keep, seed)
        return comparison_out(compare(one, other), plans)

    return await computing.spectra.run_in_thread(request, _of_both(space, first, second, read))


@router.get(
    "/columns",
    response_class=Response,
    responses={
        200: {
            "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
            "description": (
                "Columns behind a header, as of /columns, of the samples that are in both kernels: index, "
                "uint32, ascending, and overlap, float32, the share of its nearest that both have."
            ),
        },
        304: {"description": "What the caller has is still the answer."},
    },
)
async def get_comparison_columns(
    request: Request,
    first: First,
    second: Second,
    space: Space,
    computing: Computing,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Give of each sample how far two analyses agree on its nearest."""

    def read(one: Results, other: Results) -> bytes:
        found = compare(one, other)
        columns = {"index": found.index.astype(np.uint32), "overlap": found.by_sample}
        return encode(columns, {"nearest": found.nearest})

    content = await computing.spectra.run_in_thread(request, _of_both(space, first, second, read))
    return unless_known(content, BINARY, if_none_match)
