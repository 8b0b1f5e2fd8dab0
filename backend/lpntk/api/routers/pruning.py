"""Pruning plans, to look at and to take home."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from lpntk.api.dependencies import (
    MAX_IDENTIFIER,
    AnalysisId,
    Computing,
    Format,
    Keep,
    Seed,
    Space,
    Strategy,
)
from lpntk.api.files import BINARY_RESPONSES, FILE_RESPONSES, attachment, columns
from lpntk.api.schemas.outlook import OutlooksOut, outlooks_out
from lpntk.api.schemas.plan import ReasonsOut, order_columns
from lpntk.pipeline.results import files, plans
from lpntk.pipeline.results.outlook import outlooks, retrained

MAX_SHARES = 20
MOST_REASONS = 200

router = APIRouter(prefix="/analyses/{analysis_id}/plan", tags=["pruning"])


@router.get("/order", response_class=Response, responses=BINARY_RESPONSES)
async def get_plan_order(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> Response:
    """Give all samples in the order in which they go: `order`, their rows.

    The first `pruned_count` go at this share. Where the order is the same at every share, `nested`,
    `pruned_at` says how many go at 0, 1 … 100 % kept: none are asked for at 0, which has null.
    """

    def make() -> bytes:
        with space.results(analysis_id) as results:
            return order_columns(plans.order(results, strategy, keep, seed), keep)

    return columns(request, await computing.plans.run_in_thread(request, make))


@router.get("/reasons")
async def get_plan_reasons(
    request: Request,
    analysis_id: AnalysisId,
    strategy: Strategy,
    keep: Keep,
    index: Annotated[
        list[Annotated[int, Query(ge=0, le=MAX_IDENTIFIER)]],
        Query(
            min_length=1,
            max_length=MOST_REASONS,
            description="Samples that the plan drops: give it once for each.",
        ),
    ],
    space: Space,
    computing: Computing,
    seed: Seed = 0,
) -> ReasonsOut:
    """Say why samples go."""

    def explain() -> ReasonsOut:
        with space.results(analysis_id) as results:
            plan = plans.plan(results, strategy, keep, seed)
            return ReasonsOut(reasons=plan.why(index))

    return await computing.plans.run_in_thread(request, explain)


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
