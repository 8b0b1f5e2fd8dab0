"""The log of decisions on samples, by the fingerprint of a data set under the labels of its source.

Nothing is ever changed or dropped in it: another entry on a sample is what counts then.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError
from lpntk.domain.decision import Action, Decision
from lpntk.store import seals
from lpntk.store.damage import Part
from lpntk.store.statements import insert_if_absent
from lpntk.store.tables import DecisionRow

_FIRST = 0
"""What stands for no entry before."""


def history(session: Session, fingerprint: str) -> list[Decision]:
    """All entries on the samples of a data set, the newest first. StoreError if one is damaged."""
    rows = session.scalars(_of(fingerprint).order_by(DecisionRow.id.desc()))
    return [_decision(session, row) for row in rows]


def current(session: Session, fingerprint: str) -> dict[int, Decision]:
    """What is decided now, by index: the latest entry on each sample, unless that takes others back."""
    latest: dict[int, Decision] = {}
    for decision in history(session, fingerprint):
        latest.setdefault(decision.index, decision)
    return {index: latest[index] for index in sorted(latest) if latest[index].action is not Action.CLEAR}


def add(
    session: Session,
    fingerprint: str,
    index: int,
    action: Action,
    label: int | None,
    *,
    previous: int | None,
    analysis_id: int,
    now: float,
) -> Decision:
    """Add an entry.

    Parameters
    ----------
    previous
        The latest entry on the sample that whoever decides knows of; None for none, or for one that took the
        others back.

    Raises
    ------
    ConflictError
        If there is another by now.
    """
    newest = session.scalar(
        _of(fingerprint).where(DecisionRow.index == index).order_by(DecisionRow.id.desc()).limit(1)
    )
    latest = None if newest is None else _decision(session, newest)
    nothing = latest is None or latest.action is Action.CLEAR
    known = (latest.id if latest else None) == previous or (previous is None and nothing)
    values = {
        "fingerprint": fingerprint,
        "index": index,
        "previous": latest.id if latest else _FIRST,
        "action": action.value,
        "label": label,
        "decided_at": now,
        "analysis_id": analysis_id,
    }
    # Of two who see the same latest entry at the same time, the table takes one.
    if not known or not insert_if_absent(session, DecisionRow, **seals.sealed(DecisionRow, values)):
        raise ConflictError(
            f"Somebody decided on sample {index} meanwhile: look at what it is now, and decide again."
        )
    same = (DecisionRow.index == index, DecisionRow.previous == values["previous"])
    return _decision(session, session.scalars(_of(fingerprint).where(*same)).one())


def _of(fingerprint: str) -> Select[DecisionRow]:
    return select(DecisionRow).where(DecisionRow.fingerprint == fingerprint)


def _decision(session: Session, row: DecisionRow) -> Decision:
    seals.check(row, DecisionRow, Part(session, f"decision {row.id}", ("decision_id", row.id)))
    return Decision(
        id=row.id,
        index=row.index,
        action=Action(row.action),
        label=row.label,
        decided_at=datetime.fromtimestamp(row.decided_at, UTC).isoformat(timespec="seconds"),
        analysis=row.analysis_id,
        previous=None if row.previous == _FIRST else row.previous,
    )
