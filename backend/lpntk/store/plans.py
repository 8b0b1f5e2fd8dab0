"""Pruning plans that were made once, so that asking again is free."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Select, delete, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from lpntk.domain import PruningPlan, StoreError
from lpntk.store import arrays, seals
from lpntk.store.statements import insert_if_absent
from lpntk.store.tables import AnalysisRow, PlanArray, PlanRow

REMEMBERED = 64
"""How many plans an analysis keeps; a slider that is dragged makes many, and the oldest go."""


def find(session: Session, analysis_id: int, strategy: str, keep: float, seed: int) -> PruningPlan | None:
    """A plan that is remembered; one that is damaged is not, since it can be made again."""
    try:
        row = session.scalar(_asked(analysis_id, strategy, keep, seed))
        if row is None or not seals.is_intact(row, PlanRow):
            return None
        return _plan(session, row)
    except (StoreError, DatabaseError):
        return None


def _plan(session: Session, row: PlanRow) -> PruningPlan:
    order = arrays.read_anew(session, PlanArray, row.id, "order")
    gone = len(row.reasons)
    return PruningPlan(
        strategy=row.strategy,
        keep=row.keep,
        seed=row.seed,
        kept=np.sort(order[gone:]),
        pruned=np.sort(order[:gone]),
        order=order,
        score=arrays.read_anew(session, PlanArray, row.id, "score"),
        reasons=tuple(row.reasons),
    )


def add(session: Session, analysis_id: int, plan: PruningPlan) -> None:
    """Remember a plan in place of the same one, and forget the oldest of too many.

    Nothing is remembered of an analysis that is gone meanwhile.
    """
    if session.get(AnalysisRow, analysis_id) is None:
        return
    asked = (analysis_id, plan.strategy, plan.keep, plan.seed)
    columns = dict(zip(("analysis_id", "strategy", "keep", "seed"), asked, strict=True))
    values = seals.sealed(PlanRow, {**columns, "reasons": list(plan.reasons)})
    if not insert_if_absent(session, PlanRow, **values):
        same = delete(PlanRow).where(*_is(*asked))
        session.execute(same.execution_options(synchronize_session=False))
        insert_if_absent(session, PlanRow, **values)
    row = session.scalars(_asked(*asked)).one()
    arrays.write(session, PlanArray, row.id, {"order": plan.order, "score": plan.score})
    newest = (
        select(PlanRow.id)
        .where(PlanRow.analysis_id == analysis_id)
        .order_by(PlanRow.id.desc())
        .limit(REMEMBERED)
    )
    session.execute(
        delete(PlanRow)
        .where(PlanRow.analysis_id == analysis_id, PlanRow.id.not_in(newest))
        .execution_options(synchronize_session=False)
    )


def _asked(analysis_id: int, strategy: str, keep: float, seed: int) -> Select[PlanRow]:
    return select(PlanRow).where(*_is(analysis_id, strategy, keep, seed))


def _is(analysis_id: int, strategy: str, keep: float, seed: int) -> tuple[ColumnElement[bool], ...]:
    return (
        PlanRow.analysis_id == analysis_id,
        PlanRow.strategy == strategy,
        PlanRow.keep == keep,
        PlanRow.seed == seed,
    )
