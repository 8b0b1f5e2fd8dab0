"""What a pruning plan drops, seen: who stays for whom, the averages, and how far strategies agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from lpntk.api.dependencies import MAX_IDENTIFIER, AnalysisId, Computing, Keep, Seed, Space, Strategy
from lpntk.api.files import unless_known
from lpntk.api.schemas.what_goes import PlanOverlapOut, WhatGoesOut, plan_overlap_out, what_goes_out
from lpntk.domain import InputError
from lpntk.domain.pruning import Side
from lpntk.pipeline.results import averages, plan_overlap, plans, stand_ins
from lpntk.pipeline.results.results import Results

router = APIRouter(prefix="/analyses/{analysis_id}/plan", tags=["pruning"])

Label = Annotated[int | None, Query(ge=0, le=MAX_IDENTIFIER, description="Of one class alone, by its label.")]
Strategies = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=64)]],
    Query(
        min_length=plan_overlap.FEWEST,
        max_length=plan_overlap.MOST,
        description="Pruning strategies by name: give it once for each.",
    ),
]


@router.get("/what-goes")
async def get_what_goes(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    space: Space,
    computing: Computing,
    seed: Seed = 0,
    label: Label = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_IDENTIFIER, description="How many to skip.")] = 0,
) -> WhatGoesOut:
    """Say which samples stay, and for whom of those that go each of them stands."""

    def look() -> WhatGoesOut:
        with space.results(analysis_id) as results:
            _require_class(results, label)
            plan = plans.plan(results, strategy, keep, seed)
            return what_goes_out(stand_ins.stand_ins(results, plan, label), offset, limit)

    return await computing.plans.run_in_thread(request, look)


@router.get(
    "/average",
    response_class=Response,
    responses={
        200: {"content": {"image/png": {}}, "description": "The mean image."},
        304: {"description": "The image that the caller has is still the one."},
    },
)
async def get_average(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    what: Annotated[Side, Query(description="What stays, or what goes.")],
    space: Space,
    computing: Computing,
    seed: Seed = 0,
    label: Label = None,
    if_none_match: Annotated[str | None, Header(max_length=200, include_in_schema=False)] = None,
) -> Response:
    """Show what the images that stay, or those that go, look like on average."""

    def look() -> bytes:
        with space.results(analysis_id) as results:
            _require_class(results, label)
            return averages.average(results, plans.plan(results, strategy, keep, seed), what, label)

    content = await computing.plans.run_in_thread(request, look)
    return unless_known(content, "image/png", if_none_match)


@router.get("/compare")
async def compare_plans(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategies,
    keep: Keep,
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> PlanOverlapOut:
    """Say how far strategies agree on what goes, and where the first two do not."""

    def compare() -> PlanOverlapOut:
        with space.results(analysis_id) as results:
            return plan_overlap_out(plan_overlap.compare(results, strategy, keep, seed))

    return await computing.plans.run_in_thread(request, compare)


def _require_class(results: Results, label: int | None) -> None:
    classes = len(results.class_names)
    if label is not None and label >= classes:
        raise InputError(f"label is {label}: the classes have the labels 0 to {classes - 1}.", field="label")
