"""Decisions on the labels of samples."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.schemas.analyses import PRINTABLE
from lpntk.api.schemas.base import Answer
from lpntk.domain.decision import Action, Decision
from lpntk.domain.request import SETTINGS
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review import decisions

_NUMBER = Annotated[int, Field(ge=0, le=2**31 - 1)]


class DecisionIn(BaseModel):
    """A decision: another `label`, the one that it has, none of the sample, or nothing any more.

    `previous` is the latest decision on the sample that the page knows of, null for none: another one by now
    is answered with 409. Undoing is deciding as it was before.
    """

    model_config = ConfigDict(extra="forbid")

    index: _NUMBER
    action: Action
    label: _NUMBER | None = None
    previous: _NUMBER | None = None


class CorrectedIn(BaseModel):
    """What to call the analysis with the labels that were decided on."""

    model_config = ConfigDict(extra="forbid")

    name: (
        Annotated[str, Field(min_length=1, max_length=SETTINGS["name"].longest, pattern=PRINTABLE)] | None
    ) = None


class DecisionOut(Answer):
    """An entry in the log of decisions.

    `label` is the class that the sample is given or keeps, `analysis` the one that was looked at, which may
    be gone, and `previous` the entry on the same sample before.
    """

    id: int
    index: int
    action: Action
    label: int | None
    decided_at: str
    analysis: int | None
    previous: int | None


class DecisionsOut(Answer):
    """What is decided now, by index, and all entries, the newest first, on the samples of this data.

    `fingerprint` is that of the samples with the labels of their source.
    """

    fingerprint: str
    current: list[DecisionOut]
    history: list[DecisionOut]

    @classmethod
    def read(cls, results: Results) -> Self:
        """The answer for an analysis."""
        return cls.model_construct(
            fingerprint=results.dataset.source_fingerprint,
            current=decisions_out(list(decisions.current(results).values())),
            history=decisions_out(decisions.history(results)),
        )


def decisions_out(found: list[Decision]) -> list[DecisionOut]:
    """The answers for many."""
    return [DecisionOut.of(one) for one in found]
