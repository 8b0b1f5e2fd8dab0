"""The proof: evaluations by retraining, asked for and looked at. Their tasks are stopped as all tasks are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from lpntk.api.dependencies import AnalysisId, Computing, Format, May, Space, TaskId
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.analyses import TaskOut
from lpntk.api.schemas.evaluation import (
    EvaluationEntryOut,
    EvaluationEstimateOut,
    EvaluationIn,
    EvaluationOut,
    entries_out,
    evaluation_out,
)
from lpntk.api.schemas.figure import FigureOut
from lpntk.domain.evaluation import Schedule
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.domain.exports import Theme
from lpntk.domain.text_files import utf8
from lpntk.pipeline.evaluation.asking import tested_on
from lpntk.pipeline.results import evaluations

router = APIRouter(prefix="/analyses/{analysis_id}/evaluations", tags=["evaluations"])


@router.get("")
def list_evaluations(analysis_id: AnalysisId, space: Space) -> list[EvaluationEntryOut]:
    """List the evaluations of an analysis, the latest first."""
    with space.results(analysis_id) as results:
        return entries_out(evaluations.all_of(results))


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": TaskOut, "description": "The same evaluation was already there."}},
)
def create_evaluation(
    analysis_id: AnalysisId, form: EvaluationIn, space: Space, may: May, response: Response
) -> TaskOut:
    """Queue an evaluation; the same again gives the one that is there, queued again if it was stopped."""
    request = _permitted(analysis_id, form, space, may)
    if space.find_evaluation(analysis_id, request) is not None:
        response.status_code = status.HTTP_200_OK
    task_id = space.evaluate(analysis_id, request)
    response.headers["Location"] = f"/api/analyses/{analysis_id}/evaluations/{task_id}"
    with space.results(analysis_id) as results:
        return TaskOut.of(evaluations.get(results, task_id).task)


@router.post("/estimate")
async def estimate_evaluation(
    request: Request,
    analysis_id: AnalysisId,
    form: EvaluationIn,
    space: Space,
    may: May,
    computing: Computing,
) -> EvaluationEstimateOut:
    """Say how many trainings an evaluation would take, and how long, without asking for it."""
    wanted = await run_in_threadpool(_permitted, analysis_id, form, space, may)
    estimate = await computing.estimates.run(
        request, lambda: space.estimate_evaluation_apart(analysis_id, wanted), stoppable=True
    )
    return EvaluationEstimateOut.of(estimate)


@router.get("/{task_id}")
def get_evaluation(analysis_id: AnalysisId, task_id: TaskId, space: Space) -> EvaluationOut:
    """Show what an evaluation has come to so far."""
    with space.results(analysis_id) as results:
        return evaluation_out(evaluations.get(results, task_id))


@router.get("/{task_id}/figure", response_model=FigureOut)
def get_evaluation_figure(
    analysis_id: AnalysisId,
    task_id: TaskId,
    space: Space,
    schedule: Annotated[
        Schedule, Query(description="Of which; the other where this one was not asked for.")
    ] = "updates",
    theme: Annotated[Theme, Query(description="The page's theme.")] = Theme.LIGHT,
) -> Response:
    """Draw the accuracy over the share that is kept."""
    with space.results(analysis_id) as results:
        view = evaluations.get(results, task_id)
    drawn = evaluations.figure(view, schedule, theme=theme)
    return Response(utf8(drawn.to_json(validate=False)), media_type="application/json")


@router.get("/{task_id}/file", response_class=Response, responses=FILE_RESPONSES)
def download_evaluation(analysis_id: AnalysisId, task_id: TaskId, format: Format, space: Space) -> Response:
    """Download every training, as .csv, or with the summaries as .json."""
    with space.results(analysis_id) as results:
        content = evaluations.file(results, evaluations.get(results, task_id), format)
        return attachment(content, (results.name, "evaluation", str(task_id)), format)


def _permitted(analysis_id: int, form: EvaluationIn, space: Space, may: May) -> EvaluationRequest:
    """What a form asks for, if it may be read."""
    request = form.to_request()
    if request.test is not None:
        may.check_test(tested_on(space.analysis(analysis_id).request, request))
    return request
