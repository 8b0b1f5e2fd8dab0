"""A small finished analysis for tests of what reads one: 200 digits, two epochs of LeNet."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.workspace import Workspace

REQUEST = AnalysisRequest(
    DataSettings("digits", limit=200), LearningSettings(epochs=2), name="Two hundred digits"
)
BESIDE_WIDTH = 100
BESIDE = replace(REQUEST, kernel=KernelSettings(storage_budget=4 * 200 * BESIDE_WIDTH), name="With a sketch")
"""The same without a matrix, which would take 400 bytes more than the sketch that is kept beside it."""


def finished_analysis(folder: Path, request: AnalysisRequest = REQUEST) -> tuple[str, int]:
    """The URL of a new database in `folder` with a finished analysis, and the analysis's id.

    It is computed once a test run; each call gets a copy, to do with as it likes.
    """
    original, analysis_id = _computed(request)
    copy = folder / original.name
    shutil.copy(original, copy)
    return f"sqlite:///{copy}", analysis_id


@cache
def _computed(request: AnalysisRequest) -> tuple[Path, int]:
    """The database file and the analysis's id."""
    path = Path(mkdtemp(dir=_scratch().name)) / "lpntk.db"
    with Workspace.open(f"sqlite:///{path}") as workspace:
        analysis_id = workspace.submit(request).id
        workspace.run(analysis_id)
    return path, analysis_id


@cache
def _scratch() -> TemporaryDirectory[str]:
    """A folder that is removed when the interpreter ends."""
    return TemporaryDirectory(prefix="lpntk-tests-")
