"""`Analysis.evaluate`: what retraining came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from lpntk.domain import JobProgress
from lpntk.domain.evaluation import EvaluationSummary, EvaluationUnit
from lpntk.domain.evaluation_request import EvaluationRequest
from lpntk.pipeline.results import evaluations
from lpntk.pipeline.results.evaluations import EvaluationView
from lpntk.pipeline.workspace import Workspace
from lpntk.python.frames import pandas_for
from lpntk.python.notebook import Table, many, percent

if TYPE_CHECKING:
    import pandas
    import plotly.graph_objects as go


class Evaluation:
    """An evaluation by retraining.

    Attributes
    ----------
    id
        The number of its task.
    summaries
        Every arm at every share and schedule: mean accuracy, its interval, and how it compares with random
        samples and with the full set.
    trainings
        Every single training.
    note
        Who judged, and how it was trained.

    Examples
    --------
    Whether two strategies keep better samples than chance does, by three trainings of each:

    >>> import lpntk
    >>> from lpntk.pipeline.workspace import Workspace
    >>> with Workspace.open("sqlite:///my.db") as workspace:
    ...     for view in workspace.analyses():
    ...         analysis = lpntk.Analysis(workspace, view.id)
    ...         found = analysis.evaluate(["el2n", "fpc-largest"], keeps=[0.5], seeds=3)
    ...         sentences = found.verdicts().values()
    """

    def __init__(self, view: EvaluationView) -> None:
        self._view = view
        self.id = view.id
        self.summaries: list[EvaluationSummary] = view.summaries
        self.trainings: Sequence[EvaluationUnit] = view.units
        self.note = view.note

    def __repr__(self) -> str:
        return f"<Evaluation {self.id}: {len(self.trainings)} trainings>"

    def _repr_html_(self) -> str:
        """What each arm came to, for a notebook."""
        rows = [
            (one.arm, percent(one.keep), one.schedule, percent(one.mean), one.sentence)
            for one in self.summaries
        ]
        columns = ("samples", "kept", "trained for as many", "accuracy", "what it comes to")
        return Table(many(len(self.trainings), "training"), columns, rows, self.note or "").html()

    def verdicts(self, schedule: str = "updates") -> dict[tuple[str, float], str]:
        """For each arm and share that was compared with random, what came of it in a sentence."""
        found = self._view.summaries_of(schedule)
        return {(one.arm, one.keep): one.sentence for one in found if one.against_random is not None}

    def table(self, *, frame: bool | None = None) -> dict[str, list[Any]] | pandas.DataFrame:
        """The summaries column by column, with the difference from random, its interval and the verdict.

        Parameters
        ----------
        frame
            Whether it is a pandas DataFrame, or else a dict of lists. None: a DataFrame where pandas can be
            imported.

        Raises
        ------
        InputError
            If it must be a DataFrame and pandas cannot be imported.
        """
        names = [
            one.name for one in fields(EvaluationSummary) if not one.name.startswith(("against", "inter"))
        ]
        columns: dict[str, list[Any]] = {
            name: [getattr(one, name) for one in self.summaries] for name in names
        }
        columns["low"], columns["high"] = _bounds([one.interval for one in self.summaries])
        against = [one.against_random for one in self.summaries]
        columns["difference"] = [one and one.difference for one in against]
        columns["difference_low"], columns["difference_high"] = _bounds(
            [None if one is None else one.interval for one in against]
        )
        columns["verdict"] = [one and one.verdict for one in against]
        pandas = pandas_for(frame)
        return columns if pandas is None else pandas.DataFrame(columns)

    def figure(self, schedule: str = "updates") -> go.Figure:
        """A plotly figure: accuracy over the share, with intervals, beside what `outlook` forecast before."""
        return evaluations.figure(self._view, schedule)


def evaluate(
    workspace: Workspace,
    analysis_id: int,
    request: EvaluationRequest,
    on_progress: Callable[[JobProgress], None] | None,
) -> Evaluation:
    """Bring an evaluation to its end in this process."""
    task_id = workspace.evaluate(analysis_id, request)
    workspace.run_task(task_id, on_progress)
    with workspace.results(analysis_id) as results:
        return Evaluation(evaluations.get(results, task_id))


def _bounds(intervals: Sequence[tuple[float, float] | None]) -> tuple[list[float | None], list[float | None]]:
    return [one and one[0] for one in intervals], [one and one[1] for one in intervals]
