"""The façade over everything that is stored and computed: what the API, the CLI and notebooks use."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, JobProgress, PruningPlan
from lpntk.pipeline.views import AnalysisView, ClusterView, Options, SampleTable, SampleView

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.pipeline.supervisor import Supervisor

FigureKind = Literal["map", "histogram", "class-means", "cluster-sizes"]
Colour = Literal["class", "cluster", "pruned"]
Theme = Literal["light", "dark"]
EXPORTS: dict[str, tuple[str, ...]] = {
    "kernel": ("npy", "npz"),
    "summary": ("npz",),
    "clusters": ("json", "csv"),
    "scores": ("csv", "json"),
    "report": ("html",),
}


class Workspace:
    """A database with its analyses. Safe to share between threads."""

    @classmethod
    def open(cls, url: str | None = None) -> Workspace:
        """Open a database, creating or migrating it where needed.

        Parameters
        ----------
        url
            An SQLAlchemy URL. None: the environment's LPNTK_DB, else sqlite:///data/lpntk.db.

        Raises
        ------
        StoreError
            If it cannot be opened, is not ours, or was written by a newer program.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Asking for analyses

    def options(self) -> Options:
        """What a request may say: for forms and help texts."""
        raise NotImplementedError

    def submit(self, request: AnalysisRequest) -> int:
        """Queue an analysis and return its id; the same request again is the same analysis.

        One that failed or was cancelled is queued again.

        Raises
        ------
        InputError
            If the request names what is not there; its `field` says which setting.
        """
        raise NotImplementedError

    def run(self, analysis_id: int, on_progress: Callable[[JobProgress], None] | None = None) -> None:
        """Compute in this process whatever the analysis still lacks.

        Raises
        ------
        ConflictError
            If another live process is computing it.
        LpntkError
            The error that stopped it, `Cancelled` included.
        """
        raise NotImplementedError

    def supervise(self) -> Supervisor:
        """A context manager that computes queued and orphaned analyses in child processes, one by one."""
        raise NotImplementedError

    def cancel(self, analysis_id: int) -> None:
        """Stop an analysis that waits or runs; finished stages stay. ConflictError if it does neither."""
        raise NotImplementedError

    def resume(self, analysis_id: int) -> None:
        """Queue a failed or cancelled analysis again, to go on where it stopped. ConflictError otherwise."""
        raise NotImplementedError

    def delete(self, analysis_id: int) -> None:
        """Remove an analysis and everything only it uses. ConflictError while it runs."""
        raise NotImplementedError

    # Reading what there is

    def changes(self) -> int:
        """A cheap number that grows whenever an analysis comes, goes or changes its state or progress."""
        raise NotImplementedError

    def analyses(self) -> list[AnalysisView]:
        """All analyses, the newest first."""
        raise NotImplementedError

    def analysis(self, analysis_id: int) -> AnalysisView:
        """One analysis. NotFoundError if there is none."""
        raise NotImplementedError

    def samples(self, analysis_id: int) -> SampleTable:
        """Every sample of a finished analysis. NotFoundError, ConflictError while unfinished."""
        raise NotImplementedError

    def clusters(self, analysis_id: int) -> list[ClusterView]:
        """The clusters of a finished analysis, the largest first."""
        raise NotImplementedError

    def sample(self, analysis_id: int, index: int, k: int = 12) -> SampleView:
        """One sample with at most `k` neighbours of each relation. NotFoundError for an unknown index."""
        raise NotImplementedError

    def histogram(self, analysis_id: int) -> NDArray[np.int64]:
        """(HISTOGRAM_BINS,) int64: similarities of all ordered pairs of different samples, by bin."""
        raise NotImplementedError

    def class_means(self, analysis_id: int) -> NDArray[np.float32]:
        """(K, K) float32: mean similarity of the samples of one class (axis 0) to another's (axis 1)."""
        raise NotImplementedError

    def thumbnail(self, dataset_id: int, index: int) -> bytes:
        """The PNG of one sample. NotFoundError if there is none."""
        raise NotImplementedError

    # Pruning, figures, files

    def plan(self, analysis_id: int, strategy: str, keep: float, seed: int = 0) -> PruningPlan:
        """What a strategy keeps and drops at the share `keep`; remembered in the database.

        Raises
        ------
        InputError
            For an unknown strategy or a share outside (0, 1].
        ConflictError
            While the analysis is not finished.
        """
        raise NotImplementedError

    def export_plan(self, analysis_id: int, plan: PruningPlan, format: str) -> bytes:
        """A plan as a file: npy, json, csv or txt."""
        raise NotImplementedError

    def export(self, analysis_id: int, what: str, format: str) -> bytes:
        """A result as a file; `EXPORTS` says which formats each result has."""
        raise NotImplementedError

    def figure(
        self,
        analysis_id: int,
        kind: FigureKind,
        *,
        colour: Colour = "class",
        plan: PruningPlan | None = None,
        theme: Theme = "light",
    ) -> go.Figure:
        """A plotly figure of a finished analysis; `colour` and `plan` are for the map."""
        raise NotImplementedError
