"""What may be chosen, for forms."""

from __future__ import annotations

from typing import Any

from lpntk.api.schemas.analyses import AnalysisSettings
from lpntk.api.schemas.base import Answer


class HealthOut(Answer):
    """The server answers."""

    status: str
    version: str


class SourceOut(Answer):
    """A built-in data set; `needs_root` where it is read from a folder that the user names."""

    name: str
    title: str
    splits: list[str]
    needs_root: bool


class ChoiceOut(Answer):
    """A name to send, a title to show and one line that explains it."""

    name: str
    title: str
    description: str


class ExportOut(Answer):
    """A result that can be taken home, with the formats it comes in."""

    name: str
    formats: list[str]


class ThresholdsOut(Answer):
    """Where a similarity c counts as a relation, until the user moves it.

    Interchangeable is c >= `interchangeable`, unrelated |c| <= `unrelated`, contradictory c <= `contradictory`.
    """

    interchangeable: float
    unrelated: float
    contradictory: float


class OptionsOut(Answer):
    """Everything a form offers."""

    version: str
    sources: list[SourceOut]
    models: list[str]
    label_vectors: list[ChoiceOut]
    strategies: list[ChoiceOut]
    plan_formats: list[str]
    exports: list[ExportOut]
    devices: list[str]
    defaults: AnalysisSettings
    thresholds: ThresholdsOut


def options_out(options: Any, version: str) -> OptionsOut:
    """The answer for the pipeline's options."""
    raise NotImplementedError
