"""Labels that are probably wrong, what is decided on them, and what follows from that."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from lpntk.api.dependencies import MAX_IDENTIFIER, AnalysisId, Computing, Format, Space
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.analyses import AnalysisOut, analysis_out
from lpntk.api.schemas.decision import CorrectedIn, DecisionIn, DecisionOut, DecisionsOut
from lpntk.api.schemas.label_issue import LabelIssuesOut, label_issues_out
from lpntk.domain.exports import DecisionFile
from lpntk.pipeline.results import label_issues
from lpntk.pipeline.results.label_issues import RANK, Filter
from lpntk.pipeline.review import files

router = APIRouter(prefix="/analyses/{analysis_id}", tags=["labels"])

Label = Annotated[int | None, Query(ge=0, le=MAX_IDENTIFIER, description="A class; all where left out.")]


@router.get("/label-issues")
def get_label_issues(
    analysis_id: AnalysisId,
    space: Space,
    by: Annotated[
        str,
        Query(
            min_length=1,
            max_length=64,
            description="rank, the mean rank by left-out margin and loss, or a score with a suspicious end.",
        ),
    ] = RANK,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many.")] = 100,
    offset: Annotated[int, Query(ge=0, le=MAX_IDENTIFIER, description="How many to skip.")] = 0,
    given: Label = None,
    suggested: Annotated[
        int | None,
        Query(
            ge=0, le=MAX_IDENTIFIER, description="A left-out prediction: with `given`, a cell of the matrix."
        ),
    ] = None,
    undecided: Annotated[bool, Query(description="Only those that nothing is decided on.")] = False,
    doubted: Annotated[
        bool, Query(description="Only those to which the others would give another label.")
    ] = False,
) -> LabelIssuesOut:
    """List all samples, those first whose labels are most probably wrong."""
    with space.results(analysis_id) as results:
        where = Filter(given, suggested, undecided, doubted)
        found = label_issues.label_issues(results, by, limit=limit, offset=offset, where=where)
        return label_issues_out(results, found)


@router.get("/decisions")
def get_decisions(analysis_id: AnalysisId, space: Space) -> DecisionsOut:
    """Show what is decided on the samples of this data, in whatever analysis, and how it came to that."""
    with space.results(analysis_id) as results:
        return DecisionsOut.read(results)


@router.post("/decisions", status_code=status.HTTP_201_CREATED)
def decide(analysis_id: AnalysisId, form: DecisionIn, space: Space) -> DecisionOut:
    """Decide on a sample, unless another has decided on it meanwhile."""
    made = space.decide(analysis_id, form.index, form.action, form.label, form.previous)
    return DecisionOut.of(made)


@router.get("/decisions/file", response_class=Response, responses=FILE_RESPONSES)
async def download_decisions(
    request: Request,
    analysis_id: AnalysisId,
    format: Format,
    space: Space,
    computing: Computing,
    what: Annotated[DecisionFile, Query(description="Which file.")] = DecisionFile.DECISIONS,
) -> Response:
    """Download the decisions, the corrected labels, or the index list of who is excluded or kept."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            return attachment(files.export(results, what, format), (results.name, what), format)

    return await computing.files.run_in_thread(request, write)


@router.post(
    "/decisions/analyse",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": AnalysisOut, "description": "The same labels were analysed already."}},
)
def analyse_corrected(
    analysis_id: AnalysisId, form: CorrectedIn, space: Space, response: Response
) -> AnalysisOut:
    """Queue the same analysis with the labels that were decided on, without the samples that are excluded."""
    added = space.analyse_corrected(analysis_id, form.name)
    if not added.is_new:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"/api/analyses/{added.id}"
    return analysis_out(space.analysis(added.id))
