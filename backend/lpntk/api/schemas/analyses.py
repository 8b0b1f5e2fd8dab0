"""Analyses: the form that asks for one, and one at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, create_model

from lpntk.api.schemas.base import Answer, text
from lpntk.domain import AnalysisRequest, Estimate, JobState, Stage
from lpntk.domain.exports import Result, exports_with
from lpntk.domain.notes import memory_note, method_note, stages_note, time_note
from lpntk.domain.request import SETTINGS
from lpntk.domain.settings import Setting
from lpntk.pipeline.results.views import AnalysisView

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"

_NUMBER = Annotated[float, Field(allow_inf_nan=False)]
_WHOLE = Annotated[int, Field(ge=0, le=2**53 - 1)]
_TEXT = Annotated[str, Field(min_length=1, pattern=PRINTABLE)]
_TYPES: dict[str, Any] = {
    "integer": _WHOLE,
    "bytes": _WHOLE,
    "number": _NUMBER,
    "text": _TEXT,
    "choice": _TEXT,
}


def _field(setting: Setting, *, optional: bool = False) -> tuple[Any, Any]:
    """A setting as a field of the form. Whether a value is within its bounds is for the domain to say."""
    kind = _TYPES[setting.kind]
    lowest = "exclusiveMinimum" if setting.above else "minimum"
    bounds = {lowest: setting.minimum, "maximum": setting.maximum}
    if setting.kind == "text":
        bounds = {"maxLength": setting.longest}
    return (
        kind if setting.empty is None else kind | None,
        Field(
            ... if setting.required and not optional else setting.default,
            title=setting.title,
            description=setting.help,
            json_schema_extra={name: bound for name, bound in bounds.items() if bound is not None},
        ),
    )


_Settings: type[BaseModel] = create_model(
    "_Settings", **{name: _field(setting) for name, setting in SETTINGS.items()}
)  # type: ignore[call-overload]


class AnalysisIn(_Settings):  # type: ignore[valid-type, misc]
    """A request for an analysis, flat as a form: only `source` must be given.

    Its fields are the settings of `lpntk.domain.request`.
    """

    model_config = ConfigDict(extra="forbid")

    def to_request(self) -> AnalysisRequest:
        """The domain's request.

        Raises
        ------
        InputError
            If a value is outside what the domain allows.
        """
        return AnalysisRequest.from_settings(self.model_dump())


_Changes: type[BaseModel] = create_model(
    "_Changes",
    **{name: _field(setting, optional=True) for name, setting in SETTINGS.items()},
)  # type: ignore[call-overload]


class AgainIn(_Changes):  # type: ignore[valid-type, misc]
    """What is to be other than in an analysis that is there: settings as in `AnalysisIn`, none needed."""

    model_config = ConfigDict(extra="forbid")

    def changes(self) -> dict[str, Any]:
        """The settings that were given."""
        return self.model_dump(exclude_unset=True)


class RenameIn(BaseModel):
    """What to call an analysis."""

    model_config = ConfigDict(extra="forbid")

    name: _TEXT


class AnalysisSettings(AnalysisIn):
    """The settings of an analysis as they were given, every one of them."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)

    @classmethod
    def of(cls, request: AnalysisRequest) -> Self:
        """The flat form of a request."""
        return cls.model_construct(**{name: text(value) for name, value in request.settings().items()})


class SketchErrorOut(Answer):
    """How far a sketch is from the exact kernel, measured between a few samples and all others.

    `similarity_error` is the mean difference of c, `rank_correlation` Spearman's rho, `recall` the share of
    the exactly `nearest` found by the sketch, `reranked_recall` that once `candidates` are ranked exactly.
    """

    queries: int
    pairs: int
    relative_error_median: float
    relative_error_p95: float
    similarity_error: float
    rank_correlation: float
    nearest: int
    recall: float
    candidates: int
    reranked_recall: float


class KernelOut(Answer):
    """What there is to know of a kernel before one looks into it.

    `excluded` samples have no finite gradient, parameters `without_rule` are taken one by one, and
    `sketch_error` is of the sketch, or of that which is kept beside an exact kernel without a matrix; null
    where there is none. `notes` are sentences on these, by what they are about.
    """

    keeps_matrix: bool
    excluded: list[int]
    without_rule: list[str]
    sketch_error: SketchErrorOut | None
    notes: dict[str, str]


class ExtensionOut(Answer):
    """The analysis that this one extends, and the sources of all that was added to the first."""

    analysis_id: int
    sources: list[str]


class EstimateOut(Answer):
    """What an analysis would take; see `lpntk.domain.Estimate`.

    `time` says `low` to `high` seconds in words; the notes are sentences, null where there is nothing to say.
    """

    samples: int
    parameters: int
    method: str
    memory_budget: int
    memory_bytes: int
    memory_note: str | None
    matrix_bytes: int
    keeps_matrix: bool
    beside_width: int
    beside_bytes: int
    scratch_bytes: int
    passes: int
    multiply_adds: int
    arithmetic: str
    stages: dict[str, float]
    seconds: float
    low: float
    high: float
    time: str
    stages_note: str
    time_note: str | None
    method_note: str | None
    without_rule: list[str]


class ProgressOut(Answer):
    """How far the running job is: `rate` in units a second, `remaining` in seconds, `left` that in words.

    All three are null until they can be believed.
    """

    stage: str
    done: int
    total: int
    unit: str
    rate: float | None
    remaining: float | None
    left: str | None


class StageOut(Answer):
    """One stage of an analysis; `seconds` once it is done."""

    stage: Stage
    done: bool
    seconds: float | None


class TaskOut(Answer):
    """What else is done with a finished analysis: its `kind`, what of it was asked for, and how far it is."""

    id: int
    analysis_id: int
    kind: str
    request: dict[str, Any]
    state: JobState
    error: str | None
    progress: ProgressOut | None
    created_at: str
    finished_at: str | None


class AnalysisOut(Answer):
    """An analysis at a glance; what comes after `stages` is null until the stage that fills it is done.

    `label_vector_note` says what the label vector cannot show with so many classes; null if it hides nothing.
    One that is `in_memory` was given its model and data, so that nobody else can ask for it again. `exports`
    names those of the results in /api/options that it has as files; none until it is done.
    """

    id: int
    name: str
    request: AnalysisSettings
    created_at: str
    state: JobState
    attempt: int
    error: str | None
    progress: ProgressOut | None
    stages: list[StageOut]
    dataset_id: int | None
    samples: int | None
    class_names: list[str] | None
    modality: str | None
    input_shape: list[int] | None
    fingerprint: str | None
    model_parameters: int | None
    accuracy: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    extension: ExtensionOut | None
    label_vector_note: str | None
    kernel: KernelOut | None
    clusters: int | None
    in_memory: bool
    exports: list[Result]
    tasks: list[TaskOut]


def analysis_out(view: AnalysisView) -> AnalysisOut:
    """The answer for one analysis."""
    return AnalysisOut.of(
        view,
        request=AnalysisSettings.of(view.request),
        extension=_extension(view.request),
        exports=_exports(view),
    )


def analyses_out(views: Iterable[AnalysisView]) -> list[AnalysisOut]:
    """The answers for many, in the same order."""
    return [analysis_out(view) for view in views]


def estimate_out(estimate: Estimate) -> EstimateOut:
    """The answer for an estimate."""
    return EstimateOut.of(
        estimate,
        memory_note=memory_note(estimate),
        stages_note=stages_note(estimate),
        time_note=time_note(estimate),
        method_note=method_note(estimate),
    )


def _exports(view: AnalysisView) -> list[Result]:
    if view.state is not JobState.DONE or view.kernel is None:
        return []
    return list(exports_with(matrix=view.kernel.keeps_matrix))


def _extension(request: AnalysisRequest) -> ExtensionOut | None:
    if request.extends is None:
        return None
    sources = [text(addition.source) for addition in request.data.additions]
    return ExtensionOut(analysis_id=request.extends, sources=sources)
