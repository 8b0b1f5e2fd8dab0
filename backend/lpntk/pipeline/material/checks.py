"""Whether what a request names is there, seen without reading images or building a model."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets import check_labels_file, check_source, require_same_classes, source_modality
from lpntk.datasets.names import is_path
from lpntk.datasets.samples import Labelled
from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings
from lpntk.domain.errors import shown
from lpntk.domain.paths import in_a_sentence, real_path
from lpntk.domain.preprocessing import PACKAGES
from lpntk.domain.request import PRETRAINED
from lpntk.learning import check_model
from lpntk.learning.names import require_model_for, require_pretrained
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.requests import test_data

_ONLY_FOR = {
    "images": ("image_size", "crop", "interpolation", "normalisation", "preprocessing"),
    "texts": ("tokens",),
}


def check(request: AnalysisRequest) -> None:
    """Refuse what can be seen to be wrong without reading images or building a model. InputError."""
    first = _check_data(request.data, request.seed)
    for part in request.data.additions:
        _require_same_classes(first, _check_data(part, request.seed))
    if any(part.labels is not None or part.label_noise is not None for part in request.data.additions):
        raise InputError(
            "Other labels and label noise are for the first samples of an analysis: add samples as they are.",
            field="labels",
        )
    if (test := test_data(request)) is not None:
        with about_the_test_set():
            _require_same_classes(first, _check_data(test, request.seed))
    check_model(request.learning.model)
    if (modality := source_modality(request.data)) is not None:
        require_fitting(request, modality)
    if request.device not in ("auto", "cpu"):
        from lpntk.devices import choose_device  # brings torch

        choose_device(request.device)
    _check_weights(request.learning.checkpoint, request.learning.model, "checkpoint")
    _check_weights(request.learning.start, request.learning.model, "start")
    _check_trace(request.learning)
    preprocessing = request.learning.preprocessing
    if preprocessing is not None and preprocessing not in PACKAGES:
        real_path(preprocessing, field="preprocessing")


def require_fitting(request: AnalysisRequest, modality: str) -> None:
    """Refuse settings, and a model, of another kind of samples. InputError."""
    settings = request.settings()
    for kind, names in _ONLY_FOR.items():
        given = next((name for name in names if settings[name] is not None), None)
        if kind != modality and given is not None:
            raise InputError(
                f"{given} is for {kind}, and the samples of {shown(request.data.source)} are {modality}: "
                "leave it out.",
                field=given,
            )
    require_model_for(request.learning.model, modality)


def _check_trace(learning: LearningSettings) -> None:
    if learning.trace is None:
        return
    _require_file(learning.trace, "trace", "trace file")
    if learning.checkpoint is None:
        raise InputError(
            "A trace is of a training that is over, and without a checkpoint the classifier would be trained "
            "anew: give the weights of that training as the checkpoint.",
            field="checkpoint",
        )


def _check_weights(weights: str | None, model: str, field: str) -> None:
    if weights == PRETRAINED:
        require_pretrained(model, field)
    elif weights is not None:
        _require_file(weights, field, "checkpoint file" if field == "checkpoint" else "file of weights")


def _require_file(path: str, field: str, what: str) -> None:
    if not real_path(path, field=field).is_file():
        raise InputError(
            f"There is no {what} {shown(path)} (looked from {Path.cwd()}): check the path.", field=field
        )


def _check_data(data: DataSettings, seed: int) -> Labelled | None:
    """What is known of the samples' labels, where that is seen."""
    if data.root is not None:
        real_path(data.root, field="root")
    if is_path(data.source):
        real_path(data.source, field="source")
    if data.classes is not None:
        real_path(data.classes, field="classes")
    if data.labels is not None:
        with in_a_sentence(data.labels, field="labels"):
            check_labels_file(data.labels)
    with in_a_sentence(data.source, field="source"):
        return check_source(data, seed=seed)


def _require_same_classes(first: Labelled | None, other: Labelled | None) -> None:
    """Refuse samples with other classes than the first ones, where both are known. InputError."""
    if first is not None and other is not None:
        require_same_classes(first, other)
