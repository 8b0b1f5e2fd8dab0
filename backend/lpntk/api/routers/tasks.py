"""Tasks on a finished analysis: stop one, go on with it, drop it with what it came to.

What asks for a task, and what shows its result, is with its kind.
"""

from __future__ import annotations

from fastapi import APIRouter, status

from lpntk.api.dependencies import AnalysisId, Space, TaskId
from lpntk.api.schemas.analyses import AnalysisOut, analysis_out

router = APIRouter(prefix="/analyses/{analysis_id}/tasks/{task_id}", tags=["tasks"])


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
def delete_task(analysis_id: AnalysisId, task_id: TaskId, space: Space) -> None:
    """Delete a task with all that it came to."""
    space.delete_task(analysis_id, task_id)


@router.post("/cancel")
def cancel_task(analysis_id: AnalysisId, task_id: TaskId, space: Space) -> AnalysisOut:
    """Ask a queued or running task to stop; what it has kept stays."""
    space.cancel_task(analysis_id, task_id)
    return analysis_out(space.analysis(analysis_id))


@router.post("/resume")
def resume_task(analysis_id: AnalysisId, task_id: TaskId, space: Space) -> AnalysisOut:
    """Queue a failed or cancelled task again; it goes on after what it has kept."""
    space.resume_task(analysis_id, task_id)
    return analysis_out(space.analysis(analysis_id))
