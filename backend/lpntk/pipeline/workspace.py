"""The façade over everything that is stored and computed: what the API, the CLI and notebooks use."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    Forecast,
    JobProgress,
    Progress,
    PruningPlan,
    silent,
)
from lpntk.pipeline import (
    exporting,
    forecast_process,
    overview,
    planning,
    reranking,
    running,
    samples,
    submitting,
)
from lpntk.pipeline.exporting import EXPORTS
from lpntk.pipeline.offering import options
from lpntk.pipeline.samples import Finished
from lpntk.pipeline.supervisor import Supervisor
from lpntk.pipeline.views import (
    AnalysisView,
    ClusterView,
    Colour,
    FigureKind,
    Options,
    SampleTable,
    SampleView,
    Theme,
)
from lpntk.store import jobs
from lpntk.store.engine import Database

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["EXPORTS", "Colour", "FigureKind", "Theme", "Workspace"]


class Workspace:
    """A database with its analyses. Safe to share between threads.

    Parameters
    ----------
    database
        Closed with the workspace.
    clock
        Seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    @classmethod
    def open(cls, url: str | None = None) -> Workspace:
        """Open a database, creating or migrating it where needed.

        Parameters
        ----------
        url
            sqlite:///FILE or postgresql://…. None: the environment's LPNTK_DB, else sqlite:///data/lpntk.db.

        Raises
        ------
        StoreError
            If it cannot be opened, is not ours, or was written by a newer program.
        """
        return cls(Database(url))

    @property
    def url(self) -> str:
        """The database's URL, by which another process can open it."""
        return self._database.url

    @property
    def place(self) -> str:
        """Where the database is, for people: a path, or a URL without its password."""
        return self._database.place

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

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
        return options()

    def submit(self, request: AnalysisRequest) -> int:
        """Queue an analysis and return its id; the same request again is the same analysis.

        One that failed or was cancelled is queued again.

        Raises
        ------
        InputError
            If the request names what is not there; its `field` says which setting.
        """
        return submitting.submit(self._database, request, self._clock())

    def forecast(self, request: AnalysisRequest, progress: Progress = silent) -> Forecast:
        """What the kernel of an analysis would take: reads the samples and tries each part for a moment.

        Raises
        ------
        InputError
            If the request names what is not there, or cannot be met; it says what could.
        """
        from lpntk.pipeline.forecasting import forecast  # brings torch

        return forecast(self._database, request, progress)

    def forecast_apart(self, request: AnalysisRequest) -> Forecast:
        """As `forecast`, in a process of its own, which gives its memory back."""
        return forecast_process.forecast_apart(self._database, request)

    def extend(self, analysis_id: int, addition: DataSettings, name: str | None = None) -> int:
        """Queue an analysis of a finished one's samples and more, by the same classifier; its id.

        Only what the new samples bring is computed; the result is that of all samples from scratch.

        Raises
        ------
        InputError
            If the new samples are not there, or are of another kind.
        ConflictError
            If the analysis is not finished, or was given to lpntk.analyse.
        """
        return submitting.extend(self._database, analysis_id, addition, name, self._clock())

    def run(self, analysis_id: int, on_progress: Callable[[JobProgress], None] | None = None) -> None:
        """Compute in this process whatever the analysis still lacks.

        Raises
        ------
        ConflictError
            If another live process is computing it.
        LpntkError
            The error that stopped it, `Cancelled` included.
        """
        running.run_here(self._database, analysis_id, clock=self._clock, on_progress=on_progress)

    def supervise(self) -> Supervisor:
        """A context manager that computes queued and orphaned analyses in child processes, one by one."""
        return Supervisor(self._database, self._clock)

    def cancel(self, analysis_id: int) -> None:
        """Stop an analysis that waits or runs; finished stages stay. ConflictError if it does neither."""
        submitting.cancel(self._database, analysis_id, self._clock())

    def resume(self, analysis_id: int) -> None:
        """Queue a failed or cancelled analysis again, to go on where it stopped. ConflictError otherwise."""
        submitting.resume(self._database, analysis_id, self._clock())

    def delete(self, analysis_id: int) -> None:
        """Remove an analysis and everything only it uses. ConflictError while it runs."""
        submitting.delete(self._database, analysis_id, self._clock())

    # Reading what there is

    def changes(self) -> int:
        """A cheap number that grows whenever an analysis comes, goes or changes its state or progress."""
        with self._database.reading() as session:
            return jobs.revision(session)

    def analyses(self) -> list[AnalysisView]:
        """All analyses, the newest first."""
        with self._database.reading() as session:
            return overview.get_all(session, self._clock())

    def analysis(self, analysis_id: int) -> AnalysisView:
        """One analysis. NotFoundError if there is none."""
        with self._database.reading() as session:
            return overview.get(session, analysis_id, self._clock())

    def samples(self, analysis_id: int) -> SampleTable:
        """Every sample of a finished analysis. NotFoundError, ConflictError while unfinished."""
        with self._database.reading() as session:
            return samples.table(session, self._finished(analysis_id))

    def clusters(self, analysis_id: int) -> list[ClusterView]:
        """The clusters of a finished analysis, the largest first."""
        with self._database.reading() as session:
            return samples.clusters(session, self._finished(analysis_id))

    def sample(self, analysis_id: int, index: int, k: int = 12) -> SampleView:
        """One sample with at most `k` neighbours of each relation. NotFoundError for an unknown index.

        The candidates that a sketch found are ranked by the exact kernel, which takes a pass each.
        """
        of, exact = self._finished(analysis_id), None
        if of.is_sketched:
            with self._database.reading() as session:
                row = samples.row_of(session, of, index)
            exact = reranking.exact_neighbours(self._database, analysis_id, row, k)
        with self._database.reading() as session:
            return samples.sample(session, of, index, k, exact)

    def histogram(self, analysis_id: int) -> NDArray[np.int64]:
        """(HISTOGRAM_BINS,) int64: similarities of all ordered pairs of different samples, by bin."""
        with self._database.reading() as session:
            return samples.histogram(session, self._finished(analysis_id))

    def class_means(self, analysis_id: int) -> NDArray[np.float32]:
        """(K, K) float32: mean similarity of the samples of one class (axis 0) to another's (axis 1)."""
        with self._database.reading() as session:
            return samples.class_means(session, self._finished(analysis_id))

    def kernel(self, analysis_id: int) -> NDArray[np.float32]:
        """(N, N) float32: kappa between all samples of a finished analysis."""
        return exporting.kernel_matrix(self._database, self._finished(analysis_id))

    def thumbnail(self, dataset_id: int, index: int) -> bytes:
        """The PNG of one sample. NotFoundError if there is none."""
        with self._database.reading() as session:
            return samples.picture(session, dataset_id, index)

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
        return planning.plan(self._database, self._finished(analysis_id), strategy, keep, seed)

    def export_plan(self, analysis_id: int, plan: PruningPlan, format: str) -> bytes:
        """A plan as a file: npy, json, csv or txt."""
        of = self._finished(analysis_id)
        with self._database.reading() as session:
            return exporting.plan(session, of, plan, format)

    def export(self, analysis_id: int, what: str, format: str) -> bytes:
        """A result as a file; `EXPORTS` says which formats each result has. InputError, ConflictError."""
        exporting.check(what, format)
        of = self._finished(analysis_id)
        if what != "report":
            return exporting.export(self._database, of, what, format)
        view = self.analysis(analysis_id)
        from lpntk.pipeline import drawing  # Plotly takes its time to import

        with self._database.reading() as session:
            return drawing.report(session, of, view).encode()

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
        from lpntk.pipeline import drawing  # Plotly takes its time to import

        of = self._finished(analysis_id)
        with self._database.reading() as session:
            return drawing.draw(session, of, kind, colour=colour, plan=plan, theme=theme)

    def _finished(self, analysis_id: int) -> Finished:
        with self._database.reading() as session:
            return Finished.of(overview.finished(session, analysis_id, self._clock()))
