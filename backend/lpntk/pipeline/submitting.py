"""From a request to a queued analysis, and what may be done to it after that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lpntk.datasets import SOURCES, check_source
from lpntk.domain import AnalysisRequest, ConflictError, DataSettings, InputError, JobState
from lpntk.learning import check_model
from lpntk.pipeline import overview
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


def extend(database: Database, analysis_id: int, addition: DataSettings, name: str | None, now: float) -> int:
    """Queue an analysis of another one's samples and more; see `Workspace.extend`."""
    with database.reading() as session:
        base = overview.finished(session, analysis_id, now)
        (job,) = jobs.of_analysis(session, analysis_id, ANALYSES, now)
    if job.kind == IN_MEMORY:
        raise ConflictError(
            f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse: only analyses "
            "of named data sets, folders and files can be extended."
        )
    data = replace(base.request.data, additions=(*base.request.data.additions, addition))
    source = Path(addition.source).name if addition.source not in SOURCES else addition.source
    name = name or f"{base.name} + {source}"
    return submit(database, replace(base.request, data=data, extends=analysis_id, name=name), now)


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
    for part in (request.data, *request.data.additions):
        check_source(part)
    check_model(request.learning.model)
    if request.device not in ("auto", "cpu"):
        from lpntk.devices import choose_device  # brings torch

        choose_device(request.device)
    checkpoint = request.learning.checkpoint
    if checkpoint is not None and not Path(checkpoint).expanduser().is_file():
        raise InputError(
            f"There is no checkpoint file {checkpoint} (looked from {Path.cwd()}): check the path.",
            field="checkpoint",
        )


def anywhere(request: AnalysisRequest) -> AnalysisRequest:
    """The same request with absolute paths, for a worker that runs in another folder."""
    learning = request.learning
    checkpoint = _absolute(learning.checkpoint) if learning.checkpoint else None
    return replace(
        request,
        data=_data_anywhere(request.data),
        learning=replace(learning, checkpoint=checkpoint),
    )


def _data_anywhere(data: DataSettings) -> DataSettings:
    known = SOURCES.get(data.source)
    source = data.source if known else _absolute(data.source)
    root = _absolute(data.root) if data.root and (known and known.needs_root) else None
    additions = tuple(_data_anywhere(addition) for addition in data.additions)
    return replace(data, source=source, root=root, additions=additions)


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
    if request.kernel.method == "sketch":
        parts.append(f"sketch of {request.kernel.sketch_width:,}")
    if request.kernel.parameters is not None:
        parts.append(f"parameters {request.kernel.parameters}")
    return ", ".join(parts)
