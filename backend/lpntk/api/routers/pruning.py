"""Pruning plans, to look at and to take home."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from lpntk.api.dependencies import AnalysisId, Computing, Format, Keep, Seed, Space, Strategy
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.outlook import OutlooksOut, outlooks_out
from lpntk.api.schemas.plan import PlanOut, plan_out
from lpntk.pipeline.results import files, plans
from lpntk.pipeline.results.outlook import outlooks, retrained

MAX_SHARES = 20

router = APIRouter(prefix="/analyses/{analysis_id}/plan", tags=["pruning"])


@router.get("")
async def get_plan(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> PlanOut:
    """Say which samples a strategy drops, in which order and why."""

    def make() -> PlanOut:
        with space.results(analysis_id) as results:
            plan = plans.plan(results, strategy, keep, seed)
            return plan_out(plan, plans.by_class(results, plan))

    return await computing.plans.run_in_thread(request, make)


@router.get("/forecasts")
async def get_forecasts(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Annotated[list[Keep], Query(min_length=1, max_length=MAX_SHARES)],
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> OutlooksOut:
    """Forecast the accuracy on held-out samples by what a strategy keeps, beside random plans."""

    def solve() -> OutlooksOut:
        with space.results(analysis_id) as results:
            found = list(outlooks(results, strategy, keep, seed))
            return outlooks_out(found, retrained(results))

    return await computing.outlooks.run_in_thread(request, solve)


@router.get("/file", response_class=Response, responses=FILE_RESPONSES)
async def download_plan(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    format: Format,
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> Response:
    """Download the plan: the kept indices as .npy, .json or .txt, or every sample with its reason as .csv."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            content = files.plan_file(results, plans.plan(results, strategy, keep, seed), format)
            return attachment(content, (results.name, strategy, f"keep-{keep:g}", f"seed-{seed}"), format)

    return await computing.plans.run_in_thread(request, write)
