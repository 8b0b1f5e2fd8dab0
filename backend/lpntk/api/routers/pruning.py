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
from lpntk.api.schemas.plan import PlanFileIn, ReasonsOut, order_columns
from lpntk.domain.pruning import Side
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
    side: Annotated[Side, Query(description="Whether to list what stays, or what goes.")] = Side.KEPT,
) -> Response:
    """Download the plan: the indices of a side as .npy, .json or .txt, or samples with reasons as .csv.

    The .csv of what is kept has all samples and says of each whether it stays.
    """
    asked = PlanFileIn(strategy=strategy, keep=keep, seed=seed, format=format, side=side)
    return await computing.plans.run_in_thread(request, lambda: _file(space, analysis_id, asked))


@router.post("/file", response_class=Response, responses=FILE_RESPONSES)
async def download_plan_by_hand(
    request: Request, analysis_id: AnalysisId, asked: PlanFileIn, space: Space, computing: Computing
) -> Response:
    """Download the plan, but for samples that stay or go by hand."""
    return await computing.plans.run_in_thread(request, lambda: _file(space, analysis_id, asked))


def _file(space: Space, analysis_id: int, asked: PlanFileIn) -> Response:
    with space.results(analysis_id) as results:
        plan = plans.plan(results, asked.strategy, asked.keep, asked.seed).by_hand(asked.stay, asked.go)
        content = files.plan_file(
            results, plan, asked.format, gone=asked.side is Side.PRUNED, forecast=not plan.is_by_hand
        )
        hand = ("by-hand",) if plan.is_by_hand else ()
        made_by = (asked.strategy, f"keep-{asked.keep:g}", f"seed-{asked.seed}", *hand)
        return attachment(content, (results.name, *made_by, asked.side.value), asked.format)
