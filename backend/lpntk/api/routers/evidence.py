"""What the others say of a label, and what would change without some samples."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from lpntk.api.dependencies import AnalysisId, Computing, SampleIndex, Space
from lpntk.api.schemas.evidence import ChangesIn, EvidenceOut, ForecastOut, forecast_out
from lpntk.domain import InputError
from lpntk.pipeline.results import evidence
from lpntk.pipeline.results.forecast import forecast
from lpntk.pipeline.results.outlook import retrained

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["labels"])


@router.get("/evidence/{index}")
async def get_evidence(
    request: Request,
    analysis_id: AnalysisId,
    index: SampleIndex,
    space: Space,
    computing: Computing,
    k: Annotated[int, Query(ge=1, le=1000, description="How many samples of each class.")] = 8,
) -> EvidenceOut:
    """Say what all others predict of one sample, and which of them weigh most in that."""

    def weigh() -> EvidenceOut:
        with space.results(analysis_id) as results:
            return EvidenceOut.of(evidence.of_sample(results, index, k))

    return await computing.evidence.run_in_thread(request, weigh)


@router.post("/forecast")
async def forecast_changes(
    request: Request, analysis_id: AnalysisId, changes: ChangesIn, space: Space, computing: Computing
) -> ForecastOut:
    """Say what would change on held-out samples without some samples, or with other labels."""

    def solve() -> ForecastOut:
        with space.results(analysis_id) as results:
            relabel = {one.index: one.label for one in changes.relabel}
            if len(relabel) < len(changes.relabel):
                raise InputError("A sample is relabelled twice: give each one label.", field="relabel")
            return forecast_out(forecast(results, changes.remove, relabel), retrained(results))

    return await computing.evidence.run_in_thread(request, solve)
