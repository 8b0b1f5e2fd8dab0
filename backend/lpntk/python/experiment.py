"""One of the paper's phenomena on an analysis, as a script or a notebook has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lpntk.domain import JobProgress
from lpntk.domain.experiment import Cell, ExperimentResult, Verdict
from lpntk.pipeline.experiments import outcomes
from lpntk.pipeline.experiments.base import KIND
from lpntk.pipeline.workspace import Workspace
from lpntk.python.notebook import SHOWN_ROWS, Table

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, repr=False)
class Experiment:
    """What an experiment came to.

    Attributes
    ----------
    name, claim
        Which, and the paper's claim.
    result
        The table, the verdict and why.
    """

    name: str
    claim: str
    result: ExperimentResult
    _workspace: Workspace
    _analysis_id: int
    _task_id: int

    @property
    def seen(self) -> bool | None:
        """Whether the claim was seen; None where that is undecided."""
        return {Verdict.SEEN: True, Verdict.NOT_SEEN: False, Verdict.UNDECIDED: None}[self.result.verdict]

    @property
    def table(self) -> list[dict[str, Cell]]:
        """The table, a dict a row by heading, as `pandas.DataFrame` takes it."""
        return [dict(zip(self.result.columns, row, strict=True)) for row in self.result.rows]

    def __repr__(self) -> str:
        return f"<Experiment {self.name}: {self.result.verdict}>"

    def _repr_html_(self) -> str:
        """The table, the verdict and why, for a notebook."""
        result = self.result
        title = f"{self.claim} {str(result.verdict).capitalize()}: {result.sentence}"
        return Table(title, result.columns, result.rows[:SHOWN_ROWS], " ".join(result.notes)).html()

    def figure(self) -> go.Figure:
        """The plotly figure."""
        with self._workspace.results(self._analysis_id) as results:
            return outcomes.figure(results, self._task_id)


def run(
    workspace: Workspace,
    analysis_id: int,
    name: str,
    options: dict[str, Any],
    on_progress: Callable[[JobProgress], None] | None,
) -> Experiment:
    """Bring an experiment to its end in this process; one that is done is only looked at."""
    with workspace.results(analysis_id) as results:
        asked = outcomes.asked(results, name, options)
    task_id = workspace.submit_task(analysis_id, KIND, asked)
    workspace.run_task(task_id, on_progress)
    with workspace.results(analysis_id) as results:
        outcome = outcomes.of_task(results, task_id)
    assert outcome.result is not None, "it is done"
    return Experiment(name, outcome.experiment.claim, outcome.result, workspace, analysis_id, task_id)
