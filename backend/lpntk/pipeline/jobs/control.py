"""From a request to a queued analysis, and what may be done to it after that."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from lpntk.datasets import has_columns, open_dataset
from lpntk.datasets.once import parsed_once
from lpntk.domain import (
    AnalysisRequest,
    ConflictError,
    DataSettings,
    InputError,
    NotFoundError,
    Progress,
    Stage,
    StoreError,
)
from lpntk.domain.job import ANALYSIS
from lpntk.domain.request import SETTINGS
from lpntk.learning.names import AUTO, factory_path, model_for
from lpntk.pipeline.jobs.abandoned import clear_scratch, release_abandoned
from lpntk.pipeline.material.checks import check
from lpntk.pipeline.material.contents import contents_of, differences, require_same_code
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.material.preprocessing import with_preprocessing
from lpntk.pipeline.requests import anywhere, name_of, source_title
from lpntk.pipeline.results import overview
from lpntk.store import analyses, datasets, jobs
from lpntk.store.analyses import Added, AnalysisRecord
from lpntk.store.engine import Database
from lpntk.store.jobs import Job


def submit(
    database: Database, request: AnalysisRequest, now: float, *, reading: Progress | None = None
) -> Added:
    """Queue an analysis; the same request again is the same analysis while the files it names are the same.

    One that failed or was cancelled is queued again.

    Parameters
    ----------
    reading
        Told how many samples are read, where the samples' files look changed and only reading them tells
        whether the samples are. None: they are taken for changed.

    Raises
    ------
    InputError
        If the request names what is not there; its `field` says which setting.
    """
    with parsed_once():
        check(request)
        request = anywhere(with_preprocessing(request))
        request = replace(request, contents=contents_of(request))
    with database.reading() as session:
        earlier = [one for one in analyses.get_all(session) if _asked_alike(session, one, request)]
    known = _unchanged(database, request, earlier, reading)
    if known is not None:
        with suppress(NotFoundError):  # it was deleted since
            return _again(database, known, now)
    added = _enqueue(database, request.key(), request.name or name_of(request), request, now)
    if not added.is_new or not earlier:
        return added
    latest = earlier[0]
    changed = differences(request, latest.request.contents, request.contents)
    return replace(added, earlier=latest.id, changed=tuple(changed))


def _again(database: Database, record: AnalysisRecord, now: float) -> Added:
    with database.writing() as session:
        jobs.requeue(session, _computing(session, record.id, now).id, now)
    return Added(record.id, is_new=False)


def _asked_alike(session: Session, record: AnalysisRecord, request: AnalysisRequest) -> bool:
    """Whether it is what is asked for, but for what the files are; an analysis may know its model since."""
    if record.in_memory:
        return False
    if record.request.asks_like(request):
        return True
    model = record.request.learning.model
    named = replace(request, learning=replace(request.learning, model=model))
    if request.learning.model != AUTO or not record.is_done(Stage.DATA) or record.dataset_id is None:
        return False
    # Which model it stands for is seen only when samples are read, and these are.
    return record.request.asks_like(named) and model == model_for(
        AUTO, datasets.get(session, record.dataset_id).modality
    )


def _unchanged(
    database: Database, request: AnalysisRequest, earlier: list[AnalysisRecord], reading: Progress | None
) -> AnalysisRecord | None:
    """The analysis that was asked for when all files were what they are now."""
    for record in earlier:
        if record.request.contents == request.contents:
            return record
    same_files = replace(request.contents, data="")
    candidates = [one for one in earlier if replace(one.request.contents, data="") == same_files]
    if reading is None or not candidates:
        return None
    identity = datasets.identity(open_dataset(request.data, seed=request.seed, progress=reading))
    with database.reading() as session:
        for record in candidates:
            if record.dataset_id is not None and (
                datasets.get(session, record.dataset_id).identity == identity
            ):
                return record
    return None


def submit_given(database: Database, key: str, name: str, request: AnalysisRequest, now: float) -> Added:
    """Queue an analysis whose model and data only this process has; `key` says which ones."""
    return _enqueue(database, key, name, request, now, in_memory=True)


def extend(
    database: Database, analysis_id: int, addition: DataSettings, name: str | None, now: float
) -> Added:
    """Queue an analysis of a finished one's samples and more, by the same classifier.

    Only what the new samples bring is computed; the result is that of all samples from scratch.

    Raises
    ------
    InputError
        If the new samples are not there, or are of another kind, or the code of a person's own model has
        changed.
    ConflictError
        If the analysis is not finished, or was given to lpntk.analyse.
    """
    with database.reading() as session:
        base = overview.finished(session, analysis_id, now)
    if base.in_memory:
        raise ConflictError(
            f"Analysis {analysis_id} is of a model and data that were given to lpntk.analyse: only analyses "
            "of named data sets, folders and files can be extended."
        )
    require_same_code(base.request)
    before = base.request.data
    addition = replace(
        addition,
        crop=before.crop if addition.crop is None else addition.crop,
        interpolation=addition.interpolation or before.interpolation,
        tokens=addition.tokens or before.tokens,
    )
    if has_columns(addition):
        addition = replace(
            addition,
            input_column=addition.input_column or before.input_column,
            label_column=addition.label_column or before.label_column,
        )
    data = replace(before, additions=(*before.additions, addition))
    name = name or f"{base.name} + {source_title(addition)}"
    return submit(database, replace(base.request, data=data, extends=analysis_id, name=name), now)


def again(database: Database, analysis_id: int, changes: Mapping[str, Any], now: float) -> Added:
    """Queue the same analysis with some settings changed, by the same classifier where these leave it so.

    Parameters
    ----------
    changes
        Settings by their names. The name is made anew where it is not among them.

    Raises
    ------
    InputError
        If they name what is not there.
    ConflictError
        If the analysis was given to lpntk.analyse, or extends another.
    """
    with database.reading() as session:
        base = analyses.get(session, analysis_id)
    if base.in_memory:
        raise given_in_memory(analysis_id)
    if base.request.extends is not None:
        raise ConflictError(
            f"Analysis {analysis_id} extends analysis {base.request.extends}: ask for that one again, and "
            "extend what comes of it."
        )
    request = base.request.with_settings({"name": None, **changes})
    return submit(database, replace(request, checkpoint_of=_classifier_of(base, request)), now)


def _classifier_of(base: AnalysisRecord, request: AnalysisRequest) -> int | None:
    """The analysis to take the classifier from; None where it is found by its settings, or is another one."""
    asked = base.request
    if factory_path(request.learning.model) is None or not base.is_done(Stage.LEARNING):
        return None
    trained = (request.data, replace(request.learning, test=None), request.seed, request.device)
    is_same = trained == (asked.data, replace(asked.learning, test=None), asked.seed, asked.device)
    return (asked.checkpoint_of or base.id) if is_same else None


def cancel(database: Database, analysis_id: int, now: float) -> None:
    """Stop an analysis that waits or runs; finished stages stay. ConflictError if it does neither."""
    with database.writing() as session:
        release_abandoned(session)
        job = _computing(session, analysis_id, now)
        if not jobs.cancel(session, job.id, now):
            raise ConflictError(f"Analysis {analysis_id} is {job.state} already: there is nothing to cancel.")


def resume(database: Database, analysis_id: int, now: float) -> None:
    """Queue a failed or cancelled analysis again, to go on where it stopped. ConflictError otherwise."""
    with database.writing() as session:
        release_abandoned(session)
        if analyses.get(session, analysis_id).in_memory:
            raise given_in_memory(analysis_id)
        job = _computing(session, analysis_id, now)
        if not jobs.requeue(session, job.id, now):
            raise ConflictError(f"Analysis {analysis_id} is {job.state}: there is nothing to resume.")


def rename(database: Database, analysis_id: int, name: str) -> None:
    """Give an analysis another name. NotFoundError; InputError for a name that is none."""
    if not name.strip():
        raise InputError("The name is empty: give one.", field="name")
    SETTINGS["name"].check_new(name)
    with database.writing() as session:
        analyses.rename(session, analysis_id, name)


def delete(database: Database, analysis_id: int, now: float) -> None:
    """Remove an analysis, be it damaged, and all that only it uses. ConflictError while a job of it runs."""
    with database.writing() as session:
        release_abandoned(session)
        analyses.require(session, analysis_id)
        if jobs.is_any_running(session, analysis_id, now):
            raise ConflictError(
                f"Analysis {analysis_id}, or a task on it, is running: cancel it before you delete it."
            )
        analyses.remove(session, analysis_id)
    clear_scratch(database)
    database.reclaim()


def discard_if_refused(database: Database, analysis_id: int, now: float) -> None:
    """Remove an analysis of which nothing is done but reading its data.

    What was wrong with the input of such a one is another input, and so another analysis, when it is mended:
    this one would only stand in the list.
    """
    with database.reading() as session:
        record = analyses.get(session, analysis_id)
    if not any(record.is_done(stage) for stage in Stage if stage is not Stage.DATA):
        delete(database, analysis_id, now)


def _computing(session: Session, analysis_id: int, now: float) -> Job:
    """The job that computes an analysis. NotFoundError if there is no such analysis."""
    analyses.require(session, analysis_id)
    try:
        return jobs.computing(session, [analysis_id], now)[analysis_id]
    except StoreError:
        # It lacks its job where somebody has deleted it since, which is no damage.
        analyses.require(session, analysis_id)
        raise


def _enqueue(
    database: Database, key: str, name: str, request: AnalysisRequest, now: float, *, in_memory: bool = False
) -> Added:
    request.check_new()
    with database.writing() as session:
        added = analyses.add(session, key, name, request, now, in_memory=in_memory)
        jobs.enqueue(session, added.id, ANALYSIS, key, request={}, now=now)
    return added
