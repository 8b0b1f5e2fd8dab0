"""What a request may say, and what may be asked of its results."""

from __future__ import annotations

from dataclasses import dataclass

from lpntk.datasets import SOURCES
from lpntk.domain import RULES, AnalysisRequest, DataSettings, RelationRule
from lpntk.domain.exports import EXPORTS, Export
from lpntk.domain.request import GROUPS, SETTINGS
from lpntk.domain.settings import Choice, Setting
from lpntk.learning.names import MODELS, OTHER_MODELS
from lpntk.pruning import FORMATS, STRATEGIES, Strategy
from lpntk.scores import SCORES, Score


@dataclass(frozen=True)
class SourceOption:
    """A built-in data set: its name, a title for people, its splits, and whether it wants a root folder."""

    name: str
    title: str
    splits: tuple[str, ...]
    needs_root: bool


@dataclass(frozen=True)
class Options:
    """Everything that can be chosen.

    Attributes
    ----------
    sources
        The built-in data sets; image folders and .npz files are given by path.
    models, other_models
        Our own by name, and the patterns of other names.
    settings, groups
        Of a request, and what they are settings of.
    defaults
        The request that stands where nothing else is said.
    strategies, plan_formats
        Of pruning plans, and the formats of their files.
    exports
        The results that can be taken home.
    scores
        The numbers that each sample has.
    relations
        When a similarity counts as one.
    """

    sources: tuple[SourceOption, ...]
    models: tuple[Choice, ...]
    other_models: tuple[Choice, ...]
    settings: tuple[Setting, ...]
    groups: tuple[Choice, ...]
    defaults: AnalysisRequest
    strategies: tuple[Strategy, ...]
    plan_formats: tuple[str, ...]
    exports: tuple[Export, ...]
    scores: tuple[Score, ...]
    relations: tuple[RelationRule, ...]


def options() -> Options:
    """All that can be chosen, and the defaults."""
    return Options(
        sources=tuple(
            SourceOption(source.name, source.title, source.splits, source.needs_root)
            for source in SOURCES.values()
        ),
        models=tuple(Choice(name, title) for name, title in MODELS.items()),
        other_models=tuple(Choice(name, title) for name, title in OTHER_MODELS.items()),
        settings=tuple(SETTINGS.values()),
        groups=GROUPS,
        defaults=AnalysisRequest(DataSettings("digits")),
        strategies=tuple(STRATEGIES.values()),
        plan_formats=FORMATS,
        exports=tuple(EXPORTS.values()),
        scores=tuple(SCORES.values()),
        relations=tuple(RULES.values()),
    )
