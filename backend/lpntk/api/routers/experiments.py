"""The paper's phenomena on an analysis: what can be run, what was, and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from lpntk.api.dependencies import AnalysisId, Computing, Format, SampleIndex, Space, TaskId
from lpntk.api.files import FILE_RESPONSES, attachment
from lpntk.api.schemas.analyses import TaskOut
from lpntk.api.schemas.experiment import (
    ExperimentIn,
    ExperimentsOut,
    OutcomeOut,
    OutcomesOut,
    OverTrainingOut,
    experiments_out,
    outcome_out,
)
from lpntk.api.schemas.figure import FigureOut
from lpntk.domain.exports import Theme
from lpntk.domain.text_files import utf8
from lpntk.pipeline.experiments import outcomes
from lpntk.pipeline.experiments.base import KIND
from lpntk.pipeline.experiments.over_training import over_training
from lpntk.pipeline.experiments.registry import EXPERIMENTS

router = APIRouter(tags=["experiments"])


@router.get("/experiments")
def get_experiments() -> ExperimentsOut:
    """List the experiments that there are, with their options."""
    return experiments_out(EXPERIMENTS.values())


@router.post("/analyses/{analysis_id}/experiments", status_code=status.HTTP_201_CREATED)
def run_experiment(analysis_id: AnalysisId, form: ExperimentIn, space: Space) -> TaskOut:
    """Queue an experiment; the same one again is the same task."""
    with space.results(analysis_id) as results:
        asked = outcomes.asked(results, form.name, form.options)
    task_id = space.submit_task(analysis_id, KIND, asked)
    with space.results(analysis_id) as results:
        return TaskOut.of(outcomes.of_task(results, task_id).task)


@router.get("/analyses/{analysis_id}/experiments")
def get_outcomes(analysis_id: AnalysisId, space: Space) -> OutcomesOut:
    """List the experiments that were asked for, and what came of them."""
    with space.results(analysis_id) as results:
        return OutcomesOut(experiments=list(map(outcome_out, outcomes.all_of(results))))


@router.get("/analyses/{analysis_id}/experiments/{task_id}")
def get_outcome(analysis_id: AnalysisId, task_id: TaskId, space: Space) -> OutcomeOut:
    """Say what came of an experiment."""
    with space.results(analysis_id) as results:
        return outcome_out(outcomes.of_task(results, task_id))


@router.get("/analyses/{analysis_id}/experiments/{task_id}/figure", response_model=FigureOut)
def get_experiment_figure(
    analysis_id: AnalysisId,
    task_id: TaskId,
    space: Space,
    theme: Annotated[Theme, Query(description="The page's theme.")] = Theme.LIGHT,
) -> Response:
    """Draw what came of an experiment."""
    with space.results(analysis_id) as results:
        drawn = outcomes.figure(results, task_id, theme).to_json(validate=False)
    return Response(utf8(drawn), media_type="application/json")


@router.get(
    "/analyses/{analysis_id}/experiments/{task_id}/file", response_class=Response, responses=FILE_RESPONSES
)
async def download_experiment(
    request: Request,
    analysis_id: AnalysisId,
    task_id: TaskId,
    format: Format,
    space: Space,
    computing: Computing,
) -> Response:
    """Download what came of an experiment: csv, its table; json, all of it; html, a page with the figure."""

    def write() -> Response:
        with space.results(analysis_id) as results:
            outcome = outcomes.of_task(results, task_id)
            content = outcomes.file(results, task_id, format)
            return attachment(content, (results.name, outcome.experiment.name), format)

    return await computing.files.run_in_thread(request, write)


@router.get("/analyses/{analysis_id}/samples/{index}/over-training")
def get_over_training(analysis_id: AnalysisId, index: SampleIndex, space: Space) -> OverTrainingOut:
    """Show a sample's neighbours at each checkpoint of the latest look at the kernel over the training."""
    with space.results(analysis_id) as results:
        return OverTrainingOut.of(over_training(results, index))
