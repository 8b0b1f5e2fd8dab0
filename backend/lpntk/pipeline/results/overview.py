"""Analyses at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError, JobState, Stage
from lpntk.domain.notes import (
    came_along_note,
    chance_note,
    excluded_note,
    no_matrix_note,
    sign_vector_note,
    sketch_beside_note,
    sketch_note,
    trace_note,
    without_rule_note,
)
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.results.views import AnalysisView, KernelView, StageView, TaskView
from lpntk.store import analyses, checkpoints, datasets, evidence, jobs, kept, kernels, structure, test_sets
from lpntk.store.analyses import AnalysisRecord
from lpntk.store.checkpoints import CheckpointRecord
from lpntk.store.datasets import DatasetRecord
from lpntk.store.kernels import KernelRecord


def get_all(session: Session, now: float) -> list[AnalysisView]:
    """Every analysis, the newest first."""
    return _views(session, analyses.get_all(session), now)


def get(session: Session, analysis_id: int, now: float) -> AnalysisView:
    """One analysis. NotFoundError."""
    return view_of(session, analyses.get(session, analysis_id), now)


def view_of(session: Session, record: AnalysisRecord, now: float) -> AnalysisView:
    """The analysis of a record."""
    return _with_notes(session, record, _views(session, [record], now)[0])


def task_view(job: jobs.Job) -> TaskView:
    """A job as a task."""
    return TaskView(
        id=job.id,
        analysis_id=job.analysis_id,
        kind=job.kind,
        request=job.request,
        state=job.state,
        error=job.error,
        progress=job.progress,
        created_at=_iso(job.created_at),
        finished_at=None if job.finished_at is None else _iso(job.finished_at),
    )


def finished(session: Session, analysis_id: int, now: float) -> AnalysisRecord:
    """An analysis all of whose results are there. NotFoundError, ConflictError."""
    record = analyses.get(session, analysis_id)
    if all(record.is_done(stage) for stage in Stage):
        return record
    job = jobs.computing(session, [analysis_id], now)[analysis_id]
    if job.state is JobState.DONE:
        raise analyses.lacking(session, analysis_id)
    if job.state is JobState.CANCELLED and record.in_memory:
        raise given_in_memory(analysis_id)
    what = {
        JobState.QUEUED: "waits for its turn: its results are there when it is done",
        JobState.RUNNING: f"is still running{_how_far(job)}: its results are there when it is done",
        JobState.FAILED: f"failed: {job.error}",
        JobState.CANCELLED: "was cancelled: resume it to get its results",
        JobState.PREPARED: "is prepared for lpntk work: gather its shards, or resume it, to get its results",
    }
    raise ConflictError(f"Analysis {analysis_id} {what[job.state]}.".replace("..", "."))


def _with_notes(session: Session, record: AnalysisRecord, view: AnalysisView) -> AnalysisView:
    """With the notes that take more reading than a list of analyses should.

    Where the classifier is hardly better than guessing, for which all labels are read; of its training; and
    of what came along from the analysis that it extends.
    """
    if view.kernel is None or view.accuracy is None or view.dataset_id is None:
        return view
    counts = np.bincount(datasets.labels(session, view.dataset_id))
    chance = chance_note(view.accuracy, float(counts.max() / counts.sum()), int(counts.sum()))
    learnt = () if record.checkpoint_id is None else checkpoints.notes(session, record.checkpoint_id)
    came = None if record.request.extends is None else came_along_note(kept.came_along(session, record.id))
    more = {"chance": chance or "", "classifier": " ".join(learnt), "kept": came or ""}
    notes = {name: note for name, note in more.items() if note}
    return replace(view, kernel=replace(view.kernel, notes={**notes, **view.kernel.notes}))


def _how_far(job: jobs.Job) -> str:
    progress = job.progress
    if progress is None:
        return ""
    share = f", {progress.done / progress.total:.0%}" if progress.total else ""
    return f" ({progress.stage}{share})"


def _views(session: Session, records: list[AnalysisRecord], now: float) -> list[AnalysisView]:
    by_analysis = jobs.of_each(session, [record.id for record in records], now)
    data = datasets.get_many(session, {r.dataset_id for r in records if r.dataset_id is not None})
    learnt = checkpoints.get_many(session, {r.checkpoint_id for r in records if r.checkpoint_id is not None})
    clusters = structure.cluster_counts(session, [record.id for record in records])
    found = kernels.get_many(session, [record.id for record in records])
    weighed = evidence.those_with(session, [record.id for record in records])
    tested = test_sets.accuracies(session, [record.id for record in records])
    for record in records:
        there = {
            Stage.LEARNING: record.request.learning.test is None or record.id in tested,
            Stage.KERNEL: record.id in found,
            Stage.CLUSTERS: record.id in clusters,
            Stage.EVIDENCE: record.id in weighed,
        }
        _require_whole(session, record, by_analysis[record.id][0], there)
    return [
        _view(
            record,
            by_analysis[record.id],
            data,
            learnt,
            _kernel(session, record, found.get(record.id), data),
            clusters,
            tested,
        )
        for record in records
    ]


def _require_whole(
    session: Session, record: AnalysisRecord, job: jobs.Job, there: Mapping[Stage, bool]
) -> None:
    """StoreError if a stage is said to be done of which something is not there."""
    for stage in Stage:
        is_done = record.is_done(stage)
        if (is_done and not there.get(stage, True)) or (job.state is JobState.DONE and not is_done):
            raise analyses.lacking(session, record.id)


def _kernel(
    session: Session,
    record: AnalysisRecord,
    found: KernelRecord | None,
    data: Mapping[int, DatasetRecord],
) -> KernelView | None:
    if found is None or record.dataset_id is None:
        return None
    excluded: list[int] = []
    if found.excluded:
        excluded = datasets.indices(session, record.dataset_id)[list(found.excluded)].tolist()
    return KernelView(
        keeps_matrix=found.keeps_matrix,
        excluded=tuple(excluded),
        without_rule=found.without_rule,
        sketch_error=found.sketch_error,
        notes=dict(_notes(record, found, excluded, data[record.dataset_id].notes)),
    )


def _notes(
    record: AnalysisRecord, found: KernelRecord, excluded: Sequence[int], of_data: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if of_data:
        yield "data", " ".join(of_data)
    if record.request.learning.trace is not None:
        yield "trace", trace_note()
    if not found.is_sketch and not found.keeps_matrix:
        yield "matrix", no_matrix_note()
    if found.sketch_error is not None:
        note = sketch_note if found.is_sketch else sketch_beside_note
        yield "sketch", note(found.sketch_error)
    if excluded:
        yield "excluded", excluded_note(excluded)
    if found.without_rule:
        yield "without_rule", without_rule_note(found.without_rule)


def _view(
    record: AnalysisRecord,
    its_jobs: Sequence[jobs.Job],
    data: Mapping[int, DatasetRecord],
    learnt: Mapping[int, CheckpointRecord],
    kernel: KernelView | None,
    clusters: Mapping[int, int],
    tested: Mapping[int, float],
) -> AnalysisView:
    has_data = record.dataset_id is not None and record.is_done(Stage.DATA)
    dataset = data[record.dataset_id] if has_data and record.dataset_id is not None else None
    checkpoint = learnt[record.checkpoint_id] if record.checkpoint_id is not None else None
    classes = len(dataset.class_names) if dataset else 0
    job, *tasks = its_jobs
    return AnalysisView(
        id=record.id,
        name=record.name,
        request=record.request,
        created_at=_iso(record.created_at),
        state=job.state,
        attempt=job.attempt,
        error=job.error,
        progress=job.progress,
        stages=tuple(_stage(record, stage) for stage in Stage),
        dataset_id=dataset.id if dataset else None,
        samples=dataset.samples if dataset else None,
        class_names=dataset.class_names if dataset else None,
        modality=dataset.modality if dataset else None,
        input_shape=dataset.input_shape if dataset else None,
        fingerprint=dataset.fingerprint if dataset else None,
        model_parameters=checkpoint.parameters if checkpoint else None,
        accuracy=checkpoint.accuracy if checkpoint else None,
        validation_accuracy=checkpoint.validation_accuracy if checkpoint else None,
        test_accuracy=tested.get(record.id),
        label_vector_note=sign_vector_note(record.request.kernel.label_vector, classes),
        kernel=kernel,
        clusters=clusters.get(record.id),
        in_memory=record.in_memory,
        tasks=tuple(map(task_view, tasks)),
    )


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _stage(record: AnalysisRecord, stage: Stage) -> StageView:
    done = record.is_done(stage)
    return StageView(stage, done, record.stages[stage].seconds if done else None)
