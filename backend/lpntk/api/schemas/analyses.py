"""Analyses: the form that asks for one, and one at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from lpntk.api.schemas.base import Answer
from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    Forecast,
    JobState,
    KernelSettings,
    LearningSettings,
    Stage,
    StructureSettings,
)
from lpntk.pipeline.views import AnalysisView, KernelView

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str, Field(min_length=1, max_length=4096, pattern=PRINTABLE)]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class AnalysisIn(BaseModel):
    """A request for an analysis, flat as a form: only `source` must be given.

    The names and the bounds are those of the settings in `lpntk.domain.request`.
    """

    model_config = ConfigDict(extra="forbid")

    source: Text
    root: Text | None = DataSettings.root
    split: Annotated[str, Field(max_length=100, pattern=PRINTABLE)] = DataSettings.split
    limit: Count | None = DataSettings.limit
    image_size: Count | None = DataSettings.image_size
    model: Text = LearningSettings.model
    checkpoint: Text | None = LearningSettings.checkpoint
    epochs: Count = LearningSettings.epochs
    learning_rate: Number | None = LearningSettings.learning_rate
    batch_size: Count = LearningSettings.batch_size
    label_vector: Text = KernelSettings.label_vector
    method: Text = KernelSettings.method
    sketch_width: Count = KernelSettings.sketch_width
    parameters: Text | None = KernelSettings.parameters
    on_bad_gradient: Text = KernelSettings.on_bad_gradient
    neighbours: Count = KernelSettings.neighbours
    memory_budget: Count = KernelSettings.memory_budget
    storage_budget: Count = KernelSettings.storage_budget
    heads: Number = StructureSettings.heads
    seed: Count = AnalysisRequest.seed
    device: Text = AnalysisRequest.device
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)] | None = AnalysisRequest.name

    def to_request(self) -> AnalysisRequest:
        """The domain's request.

        Raises
        ------
        InputError
            If a value is outside what the domain allows.
        """
        values = self.model_dump()
        return AnalysisRequest(
            data=DataSettings(**_part(values, DataSettings)),
            learning=LearningSettings(**_part(values, LearningSettings)),
            kernel=KernelSettings(**_part(values, KernelSettings)),
            structure=StructureSettings(**_part(values, StructureSettings)),
            seed=self.seed,
            device=self.device,
            name=self.name,
        )


class AnalysisSettings(AnalysisIn):
    """The settings of an analysis as they were given, every one of them."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


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
    `sketch_error` is null for an exact kernel.
    """

    keeps_matrix: bool
    excluded: list[int]
    without_rule: list[str]
    sketch_error: SketchErrorOut | None


class ExtensionOut(Answer):
    """The analysis that this one extends, and the sources of all that was added to the first."""

    analysis_id: int
    sources: list[str]


class ForecastOut(Answer):
    """What the kernel of an analysis would take; see `lpntk.domain.Forecast`."""

    samples: int
    parameters: int
    method: str
    memory_bytes: int
    matrix_bytes: int
    keeps_matrix: bool
    scratch_bytes: int
    passes: int
    multiply_adds: int
    seconds: float
    without_rule: list[str]


class ProgressOut(Answer):
    """How far the running stage is: `rate` in units a second, `remaining` in seconds."""

    stage: Stage
    done: int
    total: int
    unit: str
    rate: float | None
    remaining: float | None


class StageOut(Answer):
    """One stage of an analysis; `seconds` once it is done."""

    stage: Stage
    done: bool
    seconds: float | None


class AnalysisOut(Answer):
    """An analysis at a glance; what comes after `stages` is null until the stage that fills it is done."""

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
    image_shape: tuple[int, int, int] | None
    fingerprint: str | None
    model_parameters: int | None
    accuracy: float | None
    validation_accuracy: float | None
    extension: ExtensionOut | None
    kernel: KernelOut | None
    clusters: int | None


def settings_out(request: AnalysisRequest) -> AnalysisSettings:
    """The flat form of a request."""
    flat: dict[str, Any] = {}
    for name, value in request.to_dict().items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return AnalysisSettings.model_construct(**{name: flat[name] for name in AnalysisSettings.model_fields})


def forecast_out(forecast: Forecast) -> ForecastOut:
    """The answer for a forecast."""
    return ForecastOut.model_construct(**asdict(forecast) | {"without_rule": list(forecast.without_rule)})


def _extension(request: AnalysisRequest) -> ExtensionOut | None:
    if request.extends is None:
        return None
    sources = [addition.source for addition in request.data.additions]
    return ExtensionOut.model_construct(analysis_id=request.extends, sources=sources)


def _kernel(view: KernelView | None) -> KernelOut | None:
    if view is None:
        return None
    error = view.sketch_error
    return KernelOut.model_construct(
        keeps_matrix=view.keeps_matrix,
        excluded=list(view.excluded),
        without_rule=list(view.without_rule),
        sketch_error=None if error is None else SketchErrorOut.model_construct(**asdict(error)),
    )


def analysis_out(view: AnalysisView) -> AnalysisOut:
    """The answer for one analysis."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return AnalysisOut.model_construct(
        **values
        | {
            "request": settings_out(view.request),
            "progress": ProgressOut.model_construct(**asdict(view.progress)) if view.progress else None,
            "stages": [StageOut.model_construct(**asdict(stage)) for stage in view.stages],
            "extension": _extension(view.request),
            "kernel": _kernel(view.kernel),
            "class_names": None if view.class_names is None else list(view.class_names),
        }
    )


def analyses_out(views: Iterable[AnalysisView]) -> list[AnalysisOut]:
    """The answers for many, in the same order."""
    return [analysis_out(view) for view in views]


def _part(values: Mapping[str, Any], settings: type[Any]) -> dict[str, Any]:
    """Those of `values` that are fields of the dataclass `settings`."""
    return {field.name: values[field.name] for field in fields(settings) if field.name in values}
