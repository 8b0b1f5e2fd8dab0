"""Reading results in tests, each in a transaction of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lpntk.domain import PruningPlan
from lpntk.pipeline.results import figures, files, plans, samples
from lpntk.pipeline.results.views import ClusterView, SampleTable, SampleView
from lpntk.pipeline.workspace import Workspace


class Read:
    """What there is to read of the analyses of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def samples(self, analysis_id: int) -> SampleTable:
        with self._workspace.results(analysis_id) as results:
            return samples.table(results)

    def clusters(self, analysis_id: int) -> list[ClusterView]:
        with self._workspace.results(analysis_id) as results:
            return samples.clusters(results)

    def histogram(self, analysis_id: int) -> NDArray[np.int64]:
        with self._workspace.results(analysis_id) as results:
            return samples.histogram(results)

    def class_means(self, analysis_id: int) -> NDArray[np.float32]:
        with self._workspace.results(analysis_id) as results:
            return samples.class_means(results)

    def sample(self, analysis_id: int, index: int, k: int = 12) -> SampleView:
        with self._workspace.results(analysis_id) as results:
            return samples.sample(results, index, k)

    def kernel(self, analysis_id: int) -> NDArray[np.float32]:
        with self._workspace.results(analysis_id) as results:
            return files.kernel_matrix(results)

    def plan(self, analysis_id: int, strategy: str, keep: float, seed: int = 0) -> PruningPlan:
        with self._workspace.results(analysis_id) as results:
            return plans.plan(results, strategy, keep, seed).settled()

    def export(self, analysis_id: int, what: str, format: str) -> bytes:
        with self._workspace.results(analysis_id) as results:
            return files.export(results, what, format)

    def export_plan(self, analysis_id: int, plan: PruningPlan, format: str) -> bytes:
        with self._workspace.results(analysis_id) as results:
            return files.plan_file(results, plan, format)

    def figure(self, analysis_id: int, kind: str, **how: Any) -> go.Figure:
        with self._workspace.results(analysis_id) as results:
            return figures.draw(results, kind, **how)
