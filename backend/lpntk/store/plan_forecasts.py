"""What is forecast of pruning plans, so that asking again is free."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from lpntk.domain import StoreError
from lpntk.domain.plan_forecast import PlanForecast
from lpntk.store import seals
from lpntk.store.statements import insert_if_absent
from lpntk.store.tables import AnalysisRow, PlanForecastRow


def find(session: Session, analysis_id: int) -> list[PlanForecast]:
    """All that is remembered of an analysis; what is damaged is not, since it can be made again."""
    wanted = select(PlanForecastRow).where(PlanForecastRow.analysis_id == analysis_id)
    try:
        rows = [row for row in session.scalars(wanted) if seals.is_intact(row, PlanForecastRow)]
    except (StoreError, DatabaseError):
        return []
    return [PlanForecast(row.strategy, row.keep, row.seed, row.right, row.samples) for row in rows]


def add(session: Session, analysis_id: int, made: Iterable[PlanForecast]) -> None:
    """Remember forecasts in place of the same ones; nothing of an analysis that is gone meanwhile."""
    if session.get(AnalysisRow, analysis_id) is None:
        return
    for one in made:
        which = {"analysis_id": analysis_id, "strategy": one.strategy, "keep": one.keep, "seed": one.seed}
        values = seals.sealed(PlanForecastRow, {**which, "right": one.right, "samples": one.samples})
        same = delete(PlanForecastRow).filter_by(**which)
        session.execute(same.execution_options(synchronize_session=False))
        insert_if_absent(session, PlanForecastRow, **values)
