"""Pruning plans, to look at and to take home."""

from __future__ import annotations

from fastapi import APIRouter, Response

from lpntk.api.dependencies import AnalysisId, Format, Keep, Seed, Space, Strategy
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.plan import PlanOut, plan_out
from lpntk.pipeline.results import files, plans

router = APIRouter(prefix="/analyses/{analysis_id}/plan", tags=["pruning"])


@router.get("")
def get_plan(
    analysis_id: AnalysisId, strategy: Strategy, keep: Keep, space: Space, seed: Seed = 0
) -> PlanOut:
    """Say which samples a strategy drops, in which order and why."""
    with space.results(analysis_id) as results:
        plan = plans.plan(results, strategy, keep, seed)
        return plan_out(plan, plans.by_class(results, plan))


@router.get("/file", response_class=Response, responses=FILE_RESPONSES)
def download_plan(
    analysis_id: AnalysisId, strategy: Strategy, keep: Keep, format: Format, space: Space, seed: Seed = 0
) -> Response:
    """Download the plan: the kept indices as .npy, .json or .txt, or every sample with its reason as .csv."""
    with space.results(analysis_id) as results:
        content = files.plan_file(results, plans.plan(results, strategy, keep, seed), format)
        return attachment(content, (results.name, strategy, f"keep-{keep:g}", f"seed-{seed}"), format)
