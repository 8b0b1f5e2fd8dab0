"""Analyses: list them, ask for one, look at one, rename it, stop it, go on with it, delete it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, status

from lpntk.api.dependencies import AnalysisId, Computing, May, Selected, Space
from lpntk.api.schemas.analyses import (
    AgainIn,
    AnalysisIn,
    AnalysisOut,
    EstimateOut,
    RenameIn,
    analyses_out,
    analysis_out,
    estimate_out,
)
from lpntk.api.schemas.page import PageOut, page_json
from lpntk.datasets.once import parsed_once

router = APIRouter(prefix="/analyses", tags=["analyses"])


@router.get("")
def list_analyses(space: Space) -> list[AnalysisOut]:
    """List all analyses, the newest first."""
    return analyses_out(space.analyses())


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": AnalysisOut, "description": "The same request was already there."}},
)
def create_analysis(form: AnalysisIn, space: Space, may: May, response: Response) -> AnalysisOut:
    """Queue an analysis; the same settings again give the one that is there, queued again if it failed."""
    request = form.to_request()
    with parsed_once():
        may.check(request)
        added = space.submit(request)
    if not added.is_new:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"/api/analyses/{added.id}"
    return analysis_out(space.analysis(added.id))


@router.post("/estimate")
async def estimate_analysis(
    request: Request, form: AnalysisIn, space: Space, may: May, computing: Computing
) -> EstimateOut:
    """Say what an analysis would take in time, memory and disk, without asking for it."""
    wanted = form.to_request()
    may.check(wanted)
    estimate = await computing.estimates.run(request, lambda: space.estimate_apart(wanted), stoppable=True)
    return estimate_out(estimate)


@router.get("/{analysis_id}")
def get_analysis(analysis_id: AnalysisId, space: Space) -> AnalysisOut:
    """Show one analysis at a glance."""
    return analysis_out(space.analysis(analysis_id))


@router.patch("/{analysis_id}")
def rename_analysis(analysis_id: AnalysisId, form: RenameIn, space: Space) -> AnalysisOut:
    """Give an analysis another name."""
    space.rename(analysis_id, form.name)
    return analysis_out(space.analysis(analysis_id))


@router.delete("/{analysis_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_analysis(analysis_id: AnalysisId, space: Space, selected: Selected) -> None:
    """Delete an analysis with all its results."""
    space.delete(analysis_id)
    selected.forget(analysis_id)


@router.post("/{analysis_id}/cancel")
def cancel_analysis(analysis_id: AnalysisId, space: Space) -> AnalysisOut:
    """Ask a queued or running analysis to stop; what it has finished stays."""
    space.cancel(analysis_id)
    return analysis_out(space.analysis(analysis_id))


@router.post("/{analysis_id}/resume")
def resume_analysis(analysis_id: AnalysisId, space: Space) -> AnalysisOut:
    """Queue a failed or cancelled analysis again; it goes on after its last finished block."""
    space.resume(analysis_id)
    return analysis_out(space.analysis(analysis_id))


@router.post(
    "/{analysis_id}/again",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": AnalysisOut, "description": "The same request was already there."}},
)
def analyse_again(
    analysis_id: AnalysisId, form: AgainIn, space: Space, may: May, response: Response
) -> AnalysisOut:
    """Queue the same analysis with some settings changed, by the same classifier where these leave it so."""
    before, changes = space.analysis(analysis_id).request, form.changes()
    after = before.with_settings(changes)
    # What was asked for at the terminal may be asked for again; what is new in it is the page's.
    if (after.data, after.learning) != (before.data, before.learning):
        may.check(after)
    added = space.again(analysis_id, changes)
    if not added.is_new:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"/api/analyses/{added.id}"
    return analysis_out(space.analysis(added.id))


@router.get("/{analysis_id}/page", response_model=PageOut)
def get_page(analysis_id: AnalysisId, space: Space) -> Response:
    """Everything that the page of a finished analysis needs."""
    with space.results(analysis_id) as results:
        return Response(page_json(results), media_type="application/json")
