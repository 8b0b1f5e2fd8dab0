"""Whether what a request names is there, seen without reading images or building a model."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets import check_labels_file, check_source
from lpntk.datasets.names import is_path
from lpntk.domain import AnalysisRequest, DataSettings, InputError
from lpntk.domain.errors import shown
from lpntk.domain.paths import in_a_sentence, real_path
from lpntk.learning import check_model
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.requests import test_data


def check(request: AnalysisRequest) -> None:
    """Refuse what can be seen to be wrong without reading images or building a model. InputError."""
    for part in (request.data, *request.data.additions):
        _check_data(part)
    if any(part.labels is not None or part.label_noise is not None for part in request.data.additions):
        raise InputError(
            "Other labels and label noise are for the first samples of an analysis: add samples as they are.",
            field="labels",
        )
    if (test := test_data(request)) is not None:
        with about_the_test_set():
            _check_data(test)
    check_model(request.learning.model)
    if request.device not in ("auto", "cpu"):
        from lpntk.devices import choose_device  # brings torch

        choose_device(request.device)
    checkpoint = request.learning.checkpoint
    if checkpoint is not None and not real_path(checkpoint, field="checkpoint").is_file():
        raise InputError(
            f"There is no checkpoint file {shown(checkpoint)} (looked from {Path.cwd()}): check the path.",
            field="checkpoint",
        )


def _check_data(data: DataSettings) -> None:
    if data.root is not None:
        real_path(data.root, field="root")
    if is_path(data.source):
        real_path(data.source, field="source")
    with in_a_sentence(data.source, field="source"):
        check_source(data)
    if data.labels is not None:
        with in_a_sentence(data.labels, field="labels"):
            check_labels_file(data.labels)
