"""Pruning plans that were made once, so that asking again is free."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from lpntk.domain import PruningPlan
from lpntk.store import arrays
from lpntk.store.statements import insert_if_absent
from lpntk.store.tables import AnalysisRow, PlanArray, PlanRow

REMEMBERED = 64
"""How many plans an analysis keeps; a slider that is dragged makes many, and the oldest go."""


def find(session: Session, analysis_id: int, strategy: str, keep: float, seed: int) -> PruningPlan | None:
    """A plan that is remembered."""
    row = session.scalar(_asked(analysis_id, strategy, keep, seed))
    if row is None:
        return None
    order = arrays.read(session, PlanArray, row.id, "order")
    gone = len(row.reasons)
    return PruningPlan(
        strategy=strategy,
        keep=keep,
        seed=seed,
        kept=np.sort(order[gone:]),
        pruned=np.sort(order[:gone]),
        order=order,
        score=arrays.read(session, PlanArray, row.id, "score"),
        reasons=tuple(row.reasons),
    )


def add(session: Session, analysis_id: int, plan: PruningPlan) -> None:
    """Remember a plan, and forget the oldest of too many; none of an analysis that is gone meanwhile."""
    if session.get(AnalysisRow, analysis_id) is None:
        return
    added = insert_if_absent(
        session,
        PlanRow,
        analysis_id=analysis_id,
        strategy=plan.strategy,
        keep=plan.keep,
        seed=plan.seed,
        reasons=list(plan.reasons),
    )
    if not added:
        return
    row = session.scalars(_asked(analysis_id, plan.strategy, plan.keep, plan.seed)).one()
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
    return select(PlanRow).where(
        PlanRow.analysis_id == analysis_id,
        PlanRow.strategy == strategy,
        PlanRow.keep == keep,
        PlanRow.seed == seed,
    )
