"""A small finished analysis by a sketch, of which clicks compute."""

from __future__ import annotations

from pathlib import Path

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.workspace import Workspace

SKETCH = KernelSettings(method="sketch", sketch_width=64)


def sketched_analysis(folder: Path, *, model: str = "lenet", seed: int = 0) -> tuple[str, int]:
    """The URL of the database in `folder`, and the number of a new analysis of eighty digits in it."""
    url = f"sqlite:///{folder}/lpntk.db"
    request = AnalysisRequest(
        DataSettings("digits", limit=80), LearningSettings(model=model, epochs=1), SKETCH, seed=seed
    )
    with Workspace.open(url) as workspace:
        analysis_id = workspace.submit(request).id
        workspace.run(analysis_id)
    return url, analysis_id
