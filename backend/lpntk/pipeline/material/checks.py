"""Whether what a request names is there, seen without reading images or building a model."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets import check_source
from lpntk.domain import AnalysisRequest, InputError
from lpntk.learning import check_model
from lpntk.pipeline.material.errors import about_the_test_set
from lpntk.pipeline.requests import test_data


def check(request: AnalysisRequest) -> None:
    """Refuse what can be seen to be wrong without reading images or building a model. InputError."""
    for part in (request.data, *request.data.additions):
        check_source(part)
    if (test := test_data(request)) is not None:
        with about_the_test_set():
            check_source(test)
    check_model(request.learning.model)
    if request.device not in ("auto", "cpu"):
        from lpntk.devices import choose_device  # brings torch

        choose_device(request.device)
    checkpoint = request.learning.checkpoint
    if checkpoint is not None and not Path(checkpoint).expanduser().is_file():
        raise InputError(
            f"There is no checkpoint file {checkpoint} (looked from {Path.cwd()}): check the path.",
            field="checkpoint",
        )
