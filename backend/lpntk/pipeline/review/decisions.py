"""Decisions on the samples of a finished analysis, which are those on all analyses of the same data."""

from __future__ import annotations

from lpntk.domain import InputError, require_one_of
from lpntk.domain.decision import Action, Decision
from lpntk.pipeline.results.results import Results
from lpntk.store import decisions


def current(results: Results) -> dict[int, Decision]:
    """What is decided now, by index, ascending; what was taken back is not among it."""
    return decisions.current(results.session, results.decided_of)


def history(results: Results) -> list[Decision]:
    """Every decision that was ever made, the newest first."""
    return decisions.history(results.session, results.decided_of)


def decide(
    results: Results,
    index: int,
    action: Action | str,
    label: int | None = None,
    *,
    previous: int | None,
    now: float,
) -> Decision:
    """Decide on a sample.

    Parameters
    ----------
    label
        The class of a sample that is relabelled; of one that is kept the one it has where None is given.
    previous
        The latest decision on the sample that is known; None for none.

    Raises
    ------
    NotFoundError
        If there is no such sample.
    InputError
        If the action is none, or the label does not go with it.
    ConflictError
        If somebody else has decided on the sample meanwhile.
    """
    row = results.row_of(index)
    index = int(results.indices[row])  # a number of NumPy's is none to a database
    wanted = Action(require_one_of(action, [one.value for one in Action], "action", field="action"))
    if wanted is Action.KEEP and label is None:
        label = int(results.labels[row])
    _check_label(wanted, label, len(results.class_names))
    with results.database.writing() as session:
        return decisions.add(
            session,
            results.decided_of,
            index,
            wanted,
            label,
            previous=previous,
            analysis_id=results.id,
            now=now,
        )


def _check_label(action: Action, label: int | None, classes: int) -> None:
    if action in (Action.EXCLUDE, Action.CLEAR):
        if label is not None:
            raise InputError(f"To {action} a sample takes no label: leave it out.", field="label")
    elif label is None or not 0 <= label < classes:
        raise InputError(
            f"The label is {label}: to {action} a sample takes a class from 0 to {classes - 1}.",
            field="label",
        )
