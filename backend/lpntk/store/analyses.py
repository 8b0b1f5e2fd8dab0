"""Analyses: what was asked for, what they are made of, and which of their stages are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lpntk.domain import AnalysisRequest, NotFoundError, Stage, StoreError
from lpntk.store import checkpoints, datasets, jobs, seals
from lpntk.store.damage import Part
from lpntk.store.statements import affected, insert_if_absent
from lpntk.store.tables import AnalysisRow, StageRow


@dataclass(frozen=True)
class StageRecord:
    """How long was spent on a stage, and whether its result is there."""

    seconds: float
    done: bool


@dataclass(frozen=True)
class AnalysisRecord:
    """An analysis; `dataset_id` and `checkpoint_id` are for use once their stages are done.

    One that is `in_memory` was given its model and data: only who has them can compute it.
    """

    id: int
    name: str
    request: AnalysisRequest
    created_at: float
    dataset_id: int | None
    checkpoint_id: int | None
    stages: dict[Stage, StageRecord]
    in_memory: bool = False

    def is_done(self, stage: Stage) -> bool:
        """Whether the result of a stage is there."""
        return stage in self.stages and self.stages[stage].done


@dataclass(frozen=True)
class Added:
    """What became of a request.

    Attributes
    ----------
    id
        The analysis.
    is_new
        Whether it was not there before.
    earlier
        The latest analysis that was asked for in the same words, when what they name was something else.
    changed
        What of it has changed since then, in words.
    """

    id: int
    is_new: bool
    earlier: int | None = None
    changed: tuple[str, ...] = ()


def add(
    session: Session, key: str, name: str, request: AnalysisRequest, now: float, *, in_memory: bool = False
) -> Added:
    """Insert an analysis; of those with the same key there is only one."""
    known = select(AnalysisRow.id).where(AnalysisRow.key == key)
    is_new = False
    # Trying to insert first would use up a number every time that somebody asks for the same again.
    if session.scalar(known) is None:
        values = {"key": key, "name": name, "request": request.to_dict(), "created_at": now}
        begun = {"dataset_id": None, "checkpoint_id": None, "in_memory": in_memory}
        is_new = insert_if_absent(session, AnalysisRow, **seals.sealed(AnalysisRow, {**values, **begun}))
    return Added(session.scalars(known).one(), is_new)


def get(session: Session, analysis_id: int) -> AnalysisRecord:
    """One analysis. NotFoundError if there is none."""
    row = session.get(AnalysisRow, analysis_id)
    if row is None:
        raise not_found(analysis_id)
    stages = session.scalars(select(StageRow).where(StageRow.analysis_id == analysis_id))
    return _record(session, row, list(stages))


def request_of(session: Session, dataset_id: int) -> AnalysisRequest | None:
    """What was asked for by the newest analysis of a data set; None where all were given its samples."""
    named = (AnalysisRow.dataset_id == dataset_id, AnalysisRow.in_memory.is_(False))
    row = session.scalars(select(AnalysisRow).where(*named).order_by(AnalysisRow.id.desc()).limit(1)).first()
    return None if row is None else _record(session, row, []).request


def require(session: Session, analysis_id: int) -> None:
    """NotFoundError if there is no such analysis; believes nothing of it, which may be damaged."""
    if session.scalar(select(AnalysisRow.id).where(AnalysisRow.id == analysis_id)) is None:
        raise not_found(analysis_id)


def rename(session: Session, analysis_id: int, name: str) -> None:
    """Call an analysis otherwise. NotFoundError if there is none."""
    if not _set(session, analysis_id, name=name):
        raise not_found(analysis_id)
    jobs.touch(session)


def get_all(session: Session) -> list[AnalysisRecord]:
    """All analyses, the newest first."""
    rows = session.scalars(select(AnalysisRow).order_by(AnalysisRow.id.desc())).all()
    stages: dict[int, list[StageRow]] = {}
    for stage in session.scalars(select(StageRow)):
        stages.setdefault(stage.analysis_id, []).append(stage)
    return [_record(session, row, stages.get(row.id, [])) for row in rows]


def settle(session: Session, analysis_id: int, request: AnalysisRequest, *, renamed: tuple[str, str]) -> None:
    """Put a request in which nothing is left open in place of the one that was asked; its key stays.

    An analysis of the first name of `renamed` gets the second one; others were given theirs.
    """
    name = get(session, analysis_id).name
    before, after = renamed
    _set(session, analysis_id, request=request.to_dict(), name=after if name == before else name)


def use_dataset(session: Session, analysis_id: int, dataset_id: int | None) -> None:
    """Say which data set the analysis is of; the one that it was of before goes if nobody else uses it."""
    _set(session, analysis_id, dataset_id=dataset_id)
    datasets.delete_unused(session)


def use_checkpoint(session: Session, analysis_id: int, checkpoint_id: int) -> None:
    """Say which checkpoint the analysis is of."""
    _set(session, analysis_id, checkpoint_id=checkpoint_id)


def spend(session: Session, analysis_id: int, stage: Stage, seconds: float) -> None:
    """Add to the time that was spent on a stage."""
    _set_stage(session, analysis_id, stage, _seconds(session, analysis_id, stage) + seconds)


def complete(session: Session, analysis_id: int, stage: Stage, seconds: float, now: float) -> None:
    """Say that the result of a stage is there, after so many seconds more; in the result's transaction."""
    spent = _seconds(session, analysis_id, stage) + seconds
    _set_stage(session, analysis_id, stage, spent, finished_at=now)
    jobs.touch(session)


def remove(session: Session, analysis_id: int) -> None:
    """Drop an analysis with everything that only it uses. NotFoundError if there is none."""
    if not affected(session, delete(AnalysisRow).where(AnalysisRow.id == analysis_id)):
        raise not_found(analysis_id)
    checkpoints.delete_unused(session)
    datasets.delete_unused(session)
    jobs.touch(session)


def not_found(analysis_id: int) -> NotFoundError:
    """The error for an id that names no analysis."""
    return NotFoundError(f"There is no analysis {analysis_id}: see the list of analyses for those there are.")


def lacking(session: Session, analysis_id: int) -> StoreError:
    """The error for an analysis that is done but for something that must be there then."""
    return _part(session, analysis_id).damaged("lacks results")


def _seconds(session: Session, analysis_id: int, stage: Stage) -> float:
    """How long was spent on a stage so far, which is begun with that."""
    values = {"analysis_id": analysis_id, "stage": stage, "seconds": 0.0, "finished_at": None}
    insert_if_absent(session, StageRow, **seals.sealed(StageRow, values))
    return session.scalars(select(StageRow.seconds).where(*_is(analysis_id, stage))).one()


def _set_stage(
    session: Session, analysis_id: int, stage: Stage, seconds: float, **values: float | None
) -> None:
    def part(row: object) -> Part:
        return _part(session, analysis_id, f"the stage {stage} of ")

    seals.change(session, StageRow, _is(analysis_id, stage), part, seconds=seconds, **values)


def _is(analysis_id: int, stage: Stage) -> tuple[Any, ...]:
    return (StageRow.analysis_id == analysis_id, StageRow.stage == stage)


def _set(session: Session, analysis_id: int, **values: int | str | dict[str, Any] | None) -> int:
    where = [AnalysisRow.id == analysis_id]
    return seals.change(session, AnalysisRow, where, lambda row: _part(session, analysis_id), **values)


def _part(session: Session, analysis_id: int, of: str = "") -> Part:
    return Part(session, f"{of}analysis {analysis_id}", ("analysis_id", analysis_id))


def _record(session: Session, row: AnalysisRow, stages: list[StageRow]) -> AnalysisRecord:
    seals.check(row, AnalysisRow, _part(session, row.id))
    for stage in stages:
        seals.check(stage, StageRow, _part(session, row.id, f"the stage {stage.stage} of "))
    return AnalysisRecord(
        id=row.id,
        name=row.name,
        request=AnalysisRequest.from_dict(row.request),
        created_at=row.created_at,
        dataset_id=row.dataset_id,
        checkpoint_id=row.checkpoint_id,
        stages={Stage(s.stage): StageRecord(s.seconds, s.finished_at is not None) for s in stages},
        in_memory=row.in_memory,
    )
