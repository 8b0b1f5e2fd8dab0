"""Pruning plans, to look at and to take home."""

from __future__ import annotations

from fastapi import APIRouter, Response

from lpntk.api.dependencies import AnalysisId, Format, Keep, Seed, Space, Strategy
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.plan import PlanOut, plan_out

router = APIRouter(prefix="/analyses/{analysis_id}/plan", tags=["pruning"])


@router.get("")
def get_plan(
    analysis_id: AnalysisId, strategy: Strategy, keep: Keep, space: Space, seed: Seed = 0
) -> PlanOut:
    """Say which samples a strategy drops, in which order and why."""
    plan = space.plan(analysis_id, strategy, keep, seed)
    return plan_out(plan, space.samples(analysis_id), len(space.analysis(analysis_id).class_names or ()))


@router.get("/file", response_class=Response, responses=FILE_RESPONSES)
def download_plan(
    analysis_id: AnalysisId, strategy: Strategy, keep: Keep, format: Format, space: Space, seed: Seed = 0
) -> Response:
    """Download the plan: the kept indices as .npy, .json or .txt, or every sample with its reason as .csv."""
    plan = space.plan(analysis_id, strategy, keep, seed)
    content = space.export_plan(analysis_id, plan, format)
    name = space.analysis(analysis_id).name
    return attachment(content, (name, strategy, f"keep-{keep:g}", f"seed-{seed}"), format)
