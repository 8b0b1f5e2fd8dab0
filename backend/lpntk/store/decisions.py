"""The log of decisions on samples, by the fingerprint of a data set under the labels of its source.

Nothing is ever changed or dropped in it: another entry on a sample is what counts then.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lpntk.domain import ConflictError
from lpntk.domain.decision import Action, Decision
from lpntk.store import seals
from lpntk.store.damage import PERSONS, Part
from lpntk.store.statements import insert_if_absent, of_owner
from lpntk.store.tables import DatasetRow, DecisionRow

_FIRST = 0
"""What stands for no entry before."""


def history(session: Session, fingerprint: str) -> list[Decision]:
    """All entries on the samples of a data set, the newest first. StoreError if one is damaged."""
    wanted = select(DecisionRow).where(
        of_owner(DecisionRow.fingerprint, fingerprint, DatasetRow.source_fingerprint)
    )
    rows = session.scalars(wanted.order_by(DecisionRow.id.desc())).all()
    found = [(row.fingerprint, _decision(session, row)) for row in rows]
    return [decision for of, decision in found if of == fingerprint]


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
    latest = next((one for one in history(session, fingerprint) if one.index == index), None)
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
    if not known or not insert_if_absent(session, DecisionRow, **values):
        raise ConflictError(
            f"Somebody decided on sample {index} meanwhile: look at what it is now, and decide again."
        )
    same = {name: values[name] for name in ("fingerprint", "index", "previous")}
    row = session.scalars(select(DecisionRow).filter_by(**same)).one()
    row.seal = seals.sealed(DecisionRow, {**values, "id": row.id})["seal"]
    session.flush()
    return _decision(session, row)


def _decision(session: Session, row: DecisionRow) -> Decision:
    seals.check(row, DecisionRow, Part(session, f"decision {row.id}", PERSONS))
    return Decision(
        id=row.id,
        index=row.index,
        action=Action(row.action),
        label=row.label,
        decided_at=datetime.fromtimestamp(row.decided_at, UTC).isoformat(timespec="seconds"),
        analysis=row.analysis_id,
        previous=None if row.previous == _FIRST else row.previous,
    )
