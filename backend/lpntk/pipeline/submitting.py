"""From a request to a queued analysis, and what may be done to it after that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lpntk.datasets import SOURCES, check_source
from lpntk.domain import AnalysisRequest, ConflictError, InputError, JobState
from lpntk.learning import check_model
from lpntk.pipeline.kinds import ANALYSES, ANALYSIS, IN_MEMORY
from lpntk.store import analyses, jobs
from lpntk.store.engine import Database


def submit(database: Database, request: AnalysisRequest, now: float) -> int:
    """Queue an analysis and return its id; see `Workspace.submit`."""
    check(request)
    request = anywhere(request)
    key = request.key()
    with database.writing() as session:
        analysis_id = analyses.add(session, key, request.name or _name(request), request, now)
        jobs.enqueue(session, analysis_id, ANALYSIS, key, request={}, now=now)
    return analysis_id


def cancel(database: Database, analysis_id: int, now: float) -> None:
    """Stop an analysis that waits or runs; see `Workspace.cancel`."""
    with database.writing() as session:
        analyses.get(session, analysis_id)
        (job,) = jobs.of_analysis(session, analysis_id, ANALYSES, now)
        if not jobs.cancel(session, job.id, now):
            raise ConflictError(f"Analysis {analysis_id} is {job.state} already: there is nothing to cancel.")


def resume(database: Database, analysis_id: int, now: float) -> None:
    """Queue a failed or cancelled analysis again; see `Workspace.resume`."""
    with database.writing() as session:
        analyses.get(session, analysis_id)
        (job,) = jobs.of_analysis(session, analysis_id, ANALYSES, now)
        if job.kind == IN_MEMORY:
            raise in_memory(analysis_id)
        if not jobs.requeue(session, job.id, now):
            raise ConflictError(f"Analysis {analysis_id} is {job.state}: there is nothing to resume.")


def delete(database: Database, analysis_id: int, now: float) -> None:
    """Remove an analysis and what only it uses; see `Workspace.delete`."""
    with database.writing() as session:
        analyses.get(session, analysis_id)
        (job,) = jobs.of_analysis(session, analysis_id, ANALYSES, now)
        if job.state is JobState.RUNNING:
            raise ConflictError(f"Analysis {analysis_id} is running: cancel it before you delete it.")
        analyses.remove(session, analysis_id)
    database.reclaim()


def in_memory(analysis_id: int) -> ConflictError:
    """The error for an analysis that only the process can go on with which has its model and data."""
    return ConflictError(
        f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse: call that again"
        " with the same ones to go on with it."
    )


def check(request: AnalysisRequest) -> None:
    """Refuse what can be seen to be wrong without reading images or building a model. InputError."""
    check_source(request.data)
    check_model(request.learning.model)
    if request.device not in ("auto", "cpu"):
        from lpntk.learning import choose_device  # brings torch

        choose_device(request.device)
    checkpoint = request.learning.checkpoint
    if checkpoint is not None and not Path(checkpoint).expanduser().is_file():
        raise InputError(
            f"There is no checkpoint file {checkpoint} (looked from {Path.cwd()}): check the path.",
            field="checkpoint",
        )


def anywhere(request: AnalysisRequest) -> AnalysisRequest:
    """The same request with absolute paths, for a worker that runs in another folder."""
    data, learning = request.data, request.learning
    known = SOURCES.get(data.source)
    source = data.source if known else _absolute(data.source)
    root = _absolute(data.root) if data.root and (known and known.needs_root) else None
    checkpoint = _absolute(learning.checkpoint) if learning.checkpoint else None
    return replace(
        request,
        data=replace(data, source=source, root=root),
        learning=replace(learning, checkpoint=checkpoint),
    )


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().resolve())


def _name(request: AnalysisRequest) -> str:
    """What to call an analysis that was given no name, such as "mnist, 2,000 samples, lenet"."""
    data = request.data
    parts = [data.source if data.source in SOURCES else Path(data.source).name]
    if data.limit is not None:
        parts.append(f"{data.limit:,} samples")
    parts.append(request.learning.model)
    if request.kernel.label_vector != "sign":
        parts.append(request.kernel.label_vector)
    return ", ".join(parts)
