"""What may be chosen, for forms."""

from __future__ import annotations

from lpntk.api.permissions import Permissions, is_code
from lpntk.api.schemas.analyses import AnalysisSettings
from lpntk.api.schemas.base import Answer, text
from lpntk.domain import Relation
from lpntk.domain.exports import Result
from lpntk.domain.settings import Kind
from lpntk.pipeline.options import Options
from lpntk.scores.base import Suspicious


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


class ConditionOut(Answer):
    """That another setting has this value; null where that is left out."""

    setting: str
    value: str | None


class SettingOut(Answer):
    """A setting of a request: what a form needs to know to offer it.

    A number must be at least the minimum, or above it where `above`, and at most the maximum. `empty` says
    what leaving it out means; null where it always has a value. Where there is an `applies_if`, it says
    something only if that is so.
    """

    name: str
    group: str
    kind: Kind
    title: str
    help: str
    default: str | int | float | None
    required: bool
    minimum: float | None
    maximum: float | None
    above: bool
    choices: list[ChoiceOut]
    empty: str | None
    unit: str
    applies_if: ConditionOut | None


class ExportOut(Answer):
    """A result that can be taken home, with the formats it comes in."""

    result: Result
    title: str
    formats: list[str]


class ScoreOut(Answer):
    """A number that samples have; an analysis may lack some of them.

    Scores of one `group`, what they are read off, follow one another. `suspicious` says which end deserves a
    look, null where neither does. Of a flag, 1 is yes and 0 no; where there are `categories`, 0, 1, … stand
    for these.
    """

    name: str
    title: str
    help: str
    unit: str
    suspicious: Suspicious | None
    is_flag: bool
    group: str
    categories: list[str]


class RelationOut(Answer):
    """A relation, and when a similarity c counts as one, until the user moves the threshold.

    It goes by |c| where `absolute`, else by c, and that must be at least the threshold where `at_least`, else
    at most; so it is stronger the larger, or the smaller.
    """

    relation: Relation
    title: str
    means: str
    threshold: float
    absolute: bool
    at_least: bool


class FormOut(Answer):
    """What the page's form may name: samples and checkpoints in these `folders`, and whether own `code`."""

    folders: list[str]
    code: bool


class StrategyOut(Answer):
    """A pruning strategy: what it `needs` in words, empty for nothing, and whether it draws at random.

    An analysis that lacks one of its `scores` cannot be pruned by it. `nested`: the order in which samples go
    is the same at every share, so that a share is a cut through it.
    """

    name: str
    title: str
    description: str
    needs: str
    scores: list[str]
    draws: bool
    nested: bool


class OptionsOut(Answer):
    """Everything that can be chosen, and how it is described."""

    version: str
    sources: list[SourceOut]
    models: list[ChoiceOut]
    other_models: list[ChoiceOut]
    settings: list[SettingOut]
    groups: list[ChoiceOut]
    defaults: AnalysisSettings
    strategies: list[StrategyOut]
    plan_formats: list[str]
    exports: list[ExportOut]
    scores: list[ScoreOut]
    relations: list[RelationOut]
    form: FormOut


def options_out(options: Options, version: str, may: Permissions) -> OptionsOut:
    """The answer for the pipeline's options, without what may not be asked for."""
    others = [ChoiceOut.of(model) for model in options.other_models if may.code or not is_code(model.name)]
    strategies = [StrategyOut.of(one, needs=one.reads, scores=list(one.scores)) for one in options.strategies]
    return OptionsOut.of(
        options,
        version=version,
        defaults=AnalysisSettings.of(options.defaults),
        other_models=others,
        strategies=strategies,
        form=FormOut(folders=[text(str(folder)) for folder in may.folders], code=may.code),
    )
