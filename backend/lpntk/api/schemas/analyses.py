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
    JobState,
    KernelSettings,
    LearningSettings,
    Stage,
    StructureSettings,
)
from lpntk.pipeline.views import AnalysisView

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
    clusters: int | None


def settings_out(request: AnalysisRequest) -> AnalysisSettings:
    """The flat form of a request."""
    flat: dict[str, Any] = {}
    for name, value in request.to_dict().items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return AnalysisSettings.model_construct(**flat)


def analysis_out(view: AnalysisView) -> AnalysisOut:
    """The answer for one analysis."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return AnalysisOut.model_construct(
        **values
        | {
            "request": settings_out(view.request),
            "progress": ProgressOut.model_construct(**asdict(view.progress)) if view.progress else None,
            "stages": [StageOut.model_construct(**asdict(stage)) for stage in view.stages],
            "class_names": None if view.class_names is None else list(view.class_names),
        }
    )


def analyses_out(views: Iterable[AnalysisView]) -> list[AnalysisOut]:
    """The answers for many, in the same order."""
    return [analysis_out(view) for view in views]


def _part(values: Mapping[str, Any], settings: type[Any]) -> dict[str, Any]:
    """Those of `values` that are fields of the dataclass `settings`."""
    return {field.name: values[field.name] for field in fields(settings)}
