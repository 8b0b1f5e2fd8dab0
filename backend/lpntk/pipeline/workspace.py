"""A database with its analyses: ask for one, run it, look at it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lpntk.datasets.pictures import Sheet, sheet
from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    Estimate,
    InputError,
    JobProgress,
    NotFoundError,
    Prepared,
    Progress,
    silent,
)
from lpntk.domain.decision import Decision
from lpntk.domain.evaluation_request import EvaluationEstimate, EvaluationRequest
from lpntk.domain.shard import Shard
from lpntk.pipeline.estimate import process
from lpntk.pipeline.evaluation.asking import prepare
from lpntk.pipeline.jobs import control, copying, here, tasks
from lpntk.pipeline.jobs.supervisor import Supervisor
from lpntk.pipeline.results import contents, evaluations, originals, overview
from lpntk.pipeline.results.contents import Contents
from lpntk.pipeline.results.kept import Kept
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import AnalysisView
from lpntk.pipeline.review import again, decisions
from lpntk.store import datasets, jobs
from lpntk.store.analyses import Added
from lpntk.store.copying import Copied
from lpntk.store.datasets import Preview
from lpntk.store.engine import Database
from lpntk.store.recent import LIMIT_BYTES, Recent


class Workspace:
    """A database with its analyses. Safe to share between threads.

    Parameters
    ----------
    database
        Closed with the workspace.
    clock
        Seconds since 1970.
    recent_bytes
        How much of finished analyses is kept in memory for the next request; 0: nothing.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        recent_bytes: int = LIMIT_BYTES,
    ) -> None:
        self._database, self._clock = database, clock
        self._kept = Kept(Recent(recent_bytes))

    @classmethod
    def open(cls, url: str | None = None, *, create: bool = True, only_reads: bool = False) -> Workspace:
        """Open a database, creating or migrating it where needed.

        Parameters
        ----------
        url
            sqlite:///FILE or postgresql://…. None: the environment's LPNTK_DB, else sqlite:///data/lpntk.db.
        create
            Whether a file that is not there is made: who only wants to read has mistyped its name.
        only_reads
            Whether nothing will be written, so that a file will do that must not be written to.

        Raises
        ------
        StoreError
            If it cannot be opened, is not ours, or was written by a newer program.
        """
        return cls(Database(url, create=create, only_reads=only_reads))

    @property
    def url(self) -> str:
        """The database's URL, by which another process can open it."""
        return self._database.url

    @property
    def place(self) -> str:
        """Where the database is, for people: a path, or a URL without its password."""
        return self._database.place

    @property
    def has_password(self) -> bool:
        """Whether there is one in the URL."""
        return self._database.has_password

    def close(self) -> None:
        """Let go of the database, and of what was kept for the next click."""
        self._kept.forget()
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

    def submit(self, request: AnalysisRequest, *, reading: Progress | None = None) -> Added:
        """Queue an analysis; see `lpntk.pipeline.jobs.control.submit`."""
        return control.submit(self._database, request, self._clock(), reading=reading)

    def extend(self, analysis_id: int, addition: DataSettings, name: str | None = None) -> Added:
        """Queue an analysis of a finished one's samples and more; see `control.extend`."""
        return control.extend(self._database, analysis_id, addition, name, self._clock())

    def again(self, analysis_id: int, changes: Mapping[str, Any]) -> Added:
        """Queue the same analysis with some settings changed; see `control.again`."""
        return control.again(self._database, analysis_id, changes, self._clock())

    def estimate(
        self, request: AnalysisRequest, progress: Progress = silent, *, cluster: str | None = None
    ) -> Estimate:
        """What an analysis would take: reads the samples and tries each part for a moment.

        Parameters
        ----------
        cluster
            Of `run`.

        Raises
        ------
        InputError
            If the request names what is not there, or cannot be met; it says what could.
        """
        from lpntk.pipeline.estimate.estimate import estimate  # brings torch

        crew = None
        if cluster is not None:
            from lpntk.pipeline.cluster.ray_crew import size_of

            crew = size_of(cluster, request.device)
        return estimate(self._database, request, progress, crew)

    async def estimate_apart(self, request: AnalysisRequest) -> Estimate:
        """As `estimate`, in a process of its own, which gives its memory back."""
        return await process.estimate_apart(self._database, request)

    def run(
        self,
        analysis_id: int,
        on_progress: Callable[[JobProgress], None] | None = None,
        *,
        discard_refused: bool = False,
        cluster: str | None = None,
    ) -> None:
        """Compute in this process whatever the analysis still lacks; see `lpntk.pipeline.jobs.here`.

        Parameters
        ----------
        cluster
            The address of a Ray cluster that computes the kernel, or "auto"; see `lpntk.pipeline.cluster`.
        """
        folder = self._database.scratch / f"lpntk-cluster-analysis-{analysis_id}"
        crew = None
        if cluster is not None:
            from lpntk.pipeline.cluster.connection import connected
            from lpntk.pipeline.cluster.ray_crew import RayCrew

            try:
                with connected(cluster):
                    pass  # that there is none is said before the training
            except InputError:
                if discard_refused:
                    control.discard_if_refused(self._database, analysis_id, self._clock())
                raise
            crew = RayCrew(cluster, folder)
        here.run_here(
            self._database,
            analysis_id,
            clock=self._clock,
            on_progress=on_progress,
            discard_refused=discard_refused,
            crew=crew,
        )
        shutil.rmtree(folder, ignore_errors=True)

    def prepare(self, analysis_id: int, on_progress: Callable[[JobProgress], None] | None = None) -> None:
        """Compute what comes before the parts of the kernel, which `work` then computes; else as `run`."""
        from lpntk.pipeline.shards.preparing import Preparing

        with suppress(Prepared):
            here.run_here(
                self._database, analysis_id, clock=self._clock, on_progress=on_progress, crew=Preparing()
            )

    def require_prepared(self, analysis_id: int) -> None:
        """NotFoundError or ConflictError if an analysis cannot be computed in shards as it stands."""
        from lpntk.pipeline.stages.assignment import assignment

        assignment(self._database, analysis_id)

    def work(
        self,
        analysis_id: int,
        shard: Shard,
        folder: Path,
        *,
        memory_budget: int | None = None,
        check: Callable[[], None],
        on_progress: Callable[[JobProgress], None],
    ) -> bool:
        """Compute a shard of a prepared kernel into a file; see `lpntk.pipeline.shards.work`."""
        from lpntk.pipeline.shards.work import work_on_shard  # brings torch

        return work_on_shard(
            self._database,
            analysis_id,
            shard,
            folder,
            memory_budget=memory_budget,
            clock=self._clock,
            check=check,
            tell=on_progress,
        )

    def gather(
        self, analysis_id: int, folder: Path, on_progress: Callable[[JobProgress], None] | None = None
    ) -> None:
        """Put all shards' files together, and compute what else the analysis lacks; else as `run`.

        Raises
        ------
        InputError
            If shards are missing, not finished, damaged or another analysis's; it names them.
        """
        from lpntk.pipeline.shards.gathering import Gathering

        crew = Gathering(folder)
        here.run_here(self._database, analysis_id, clock=self._clock, on_progress=on_progress, crew=crew)

    def supervise(self) -> Supervisor:
        """A context manager that computes queued and orphaned jobs in child processes, one by one."""
        return Supervisor(self._database, self._clock)

    def cancel(self, analysis_id: int) -> None:
        """Stop an analysis that waits or runs; finished stages stay. ConflictError if it does neither."""
        control.cancel(self._database, analysis_id, self._clock())

    def resume(self, analysis_id: int) -> None:
        """Queue a failed or cancelled analysis again, to go on where it stopped. ConflictError otherwise."""
        control.resume(self._database, analysis_id, self._clock())

    # Asking for more of a finished one

    def submit_task(self, analysis_id: int, kind: str, request: dict[str, Any]) -> int:
        """Queue what else is to be done with an analysis; see `lpntk.pipeline.jobs.tasks.submit`."""
        return tasks.submit(self._database, analysis_id, kind, request, self._clock())

    def run_task(self, task_id: int, on_progress: Callable[[JobProgress], None] | None = None) -> None:
        """Do in this process what is left of a task; see `lpntk.pipeline.jobs.here`."""
        here.run_task(self._database, task_id, clock=self._clock, on_progress=on_progress)

    def cancel_task(self, analysis_id: int, task_id: int) -> None:
        """Stop a task that waits or runs; what it has kept stays. ConflictError if it does neither."""
        tasks.cancel(self._database, analysis_id, task_id, self._clock())

    def resume_task(self, analysis_id: int, task_id: int) -> None:
        """Queue a failed or cancelled task again. ConflictError otherwise."""
        tasks.resume(self._database, analysis_id, task_id, self._clock())

    def delete_task(self, analysis_id: int, task_id: int) -> None:
        """Remove a task with all that it came to. ConflictError while it runs."""
        tasks.delete(self._database, analysis_id, task_id, self._clock())

    def evaluate(self, analysis_id: int, request: EvaluationRequest) -> int:
        """Queue an evaluation by retraining, and return the task's number; the same again is the same task.

        Raises
        ------
        InputError
            If it names what is not there, or the model cannot be built afresh.
        """
        with self.results(analysis_id) as results:
            wanted = prepare(results, request)
        return self.submit_task(analysis_id, evaluations.KIND, wanted.to_dict())

    def find_evaluation(
        self, analysis_id: int, request: EvaluationRequest
    ) -> evaluations.EvaluationView | None:
        """The evaluation that asks for the same, if there is one. InputError as of `evaluate`."""
        with self.results(analysis_id) as results:
            return evaluations.find(results, prepare(results, request))

    def estimate_evaluation(
        self, analysis_id: int, request: EvaluationRequest, progress: Progress = silent
    ) -> EvaluationEstimate:
        """What an evaluation would take: reads the samples and tries a few updates. InputError."""
        from lpntk.pipeline.evaluation.estimate import estimate  # brings torch

        return estimate(self._database, analysis_id, request, progress)

    async def estimate_evaluation_apart(
        self, analysis_id: int, request: EvaluationRequest
    ) -> EvaluationEstimate:
        """As `estimate_evaluation`, in a process of its own, which gives its memory back."""
        return await process.estimate_evaluation_apart(self._database, analysis_id, request)

    # Deciding

    def decide(
        self,
        analysis_id: int,
        index: int,
        action: str,
        label: int | None = None,
        previous: int | None = None,
    ) -> Decision:
        """Decide on a sample of a finished analysis; see `lpntk.pipeline.review.decisions`."""
        with self.results(analysis_id) as results:
            return decisions.decide(results, index, action, label, previous=previous, now=self._clock())

    def analyse_corrected(self, analysis_id: int, name: str | None = None) -> Added:
        """Queue the same analysis with the labels that were decided on; see `lpntk.pipeline.review.again`."""
        with self.results(analysis_id) as results:
            request = again.corrected_request(results, name)
        return self.submit(request)

    def rename(self, analysis_id: int, name: str) -> None:
        """Give an analysis another name. NotFoundError, InputError."""
        control.rename(self._database, analysis_id, name)

    def delete(self, analysis_id: int) -> None:
        """Remove an analysis and everything only it uses. ConflictError while it runs."""
        control.delete(self._database, analysis_id, self._clock())
        self._kept.forget()

    def copy(self, analysis_id: int, to: str, progress: Progress = silent) -> tuple[Copied, str]:
        """Copy an analysis with all that belongs to it into another database; see `jobs.copying`."""
        return copying.copy(self._database, analysis_id, to, self._clock(), progress)

    # Looking

    def changes(self) -> int:
        """A cheap number that grows whenever an analysis comes, goes or changes its state or progress."""
        with self._database.reading() as session:
            return jobs.revision(session)

    def analyses(self) -> list[AnalysisView]:
        """All analyses, the newest first."""
        with self._database.reading() as session:
            return overview.get_all(session, self._clock())

    def analysis(self, analysis_id: int) -> AnalysisView:
        """One analysis, finished or not. NotFoundError if there is none."""
        with self._database.reading() as session:
            return overview.get(session, analysis_id, self._clock())

    @contextmanager
    def results(self, analysis_id: int) -> Iterator[Results]:
        """A finished analysis, for the modules in `lpntk.pipeline.results` to read from, in one transaction.

        Raises
        ------
        NotFoundError
            If there is no such analysis.
        ConflictError
            If it is not finished.
        """
        with self._database.reading() as session:
            yield Results(self._database, session, analysis_id, self._clock(), self._kept)

    def preview(self, dataset_id: int, index: int) -> Preview:
        """What shows one sample to a person. NotFoundError if there is no such sample."""
        with self._database.reading() as session:
            found = datasets.preview(session, dataset_id, index)
        if found is None:
            raise NotFoundError(f"There is no preview of a sample {index} in data set {dataset_id}.")
        return found

    def original(self, dataset_id: int, index: int, *, seen: bool = False) -> bytes:
        """One sample as a PNG file, from where it was read. NotFoundError where it is not.

        It has its own size, or is as the classifier is given it where it is to be `seen` so.
        """
        with self._database.reading() as session:
            asked = originals.asked_for(session, dataset_id, index)
        return self._kept.originals.image(asked, seen=seen)

    def contents(self, dataset_id: int, indices: Sequence[int]) -> Contents:
        """What some samples say, in this order. NotFoundError if one is not there, or they are pictures."""
        with self._database.reading() as session:
            return contents.some(session, dataset_id, indices)

    def sheet(self, dataset_id: int, indices: Sequence[int]) -> Sheet:
        """The previews of some samples in one picture, in this order.

        Raises
        ------
        NotFoundError
            If one of them is not there, or they are no images.
        """
        with self._database.reading() as session:
            found = datasets.previews_there(session, dataset_id, indices)
            missing = next((index for index in indices if index not in found), None)
            if missing is not None:
                raise NotFoundError(f"There is no preview of a sample {missing} in data set {dataset_id}.")
            if datasets.get(session, dataset_id).modality != "images":
                raise NotFoundError(f"The samples of data set {dataset_id} are no images.")
        return sheet([found[index] for index in indices])
