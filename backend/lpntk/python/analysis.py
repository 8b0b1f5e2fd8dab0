"""`lpntk.Analysis`: a finished analysis, to look at, to prune by and to put to the test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain import (
    InputError,
    JobProgress,
    Relation,
    require_one_of,
)
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList
from lpntk.domain.exports import FigureKind
from lpntk.pipeline.results import (
    compare,
    embeddings,
    evidence,
    files,
    kernel_facts,
    known_errors,
    label_issues,
    plan_overlap,
    plans,
    samples,
    scores,
    stand_ins,
    tables,
)
from lpntk.pipeline.results.compare import Comparison
from lpntk.pipeline.results.forecast import forecast
from lpntk.pipeline.results.kernel_facts import KernelSpectrum
from lpntk.pipeline.results.known_errors import KnownErrors
from lpntk.pipeline.results.outlook import outlooks, ranking
from lpntk.pipeline.results.parquet import arrow_table
from lpntk.pipeline.results.plan_overlap import PlanOverlap
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.stand_ins import StandIn
from lpntk.pipeline.workspace import Workspace
from lpntk.python import experiment, summary
from lpntk.python.evaluation import Evaluation, evaluate
from lpntk.python.experiment import Experiment
from lpntk.python.found import Evidence, Neighbours, Plan, PlanOutlook, Samples, Scores, WhatIf
from lpntk.python.frames import pandas_for
from lpntk.python.listed import Clusters, LabelIssues, Outlooks
from lpntk.python.marked import Marked
from lpntk.python.own_columns import OwnColumns

if TYPE_CHECKING:
    import pandas
    import plotly.graph_objects as go
    import pyarrow


class Analysis(Marked, OwnColumns):
    """A finished analysis in a database. All sample numbers are positions in the data set.

    Attributes
    ----------
    id
        Its number in the database.
    workspace
        The open database, for all that is not here.

    Examples
    --------
    One that was computed earlier, by `lpntk analyse` or on the page:

    >>> import lpntk, torch
    >>> data = torch.utils.data.TensorDataset(torch.rand(30, 1, 4, 4), torch.arange(30) % 2)
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> analysis = lpntk.analyse(model, data, "sqlite:///my.db", name="my digits")
    >>> with lpntk.open("sqlite:///my.db") as analyses:
    ...     table = analyses["my digits"].samples()
    >>> len(table.label)
    30
    """

    def __repr__(self) -> str:
        return f"<Analysis {self.id} in {self.workspace.place}>"

    def _repr_html_(self) -> str:
        """What it is of, how far it is, and some of its samples, for a notebook."""
        return summary.of_analysis(self.workspace, self.id)

    def prune(self, strategy: str, keep: float, seed: int = 0) -> Plan:
        """What a strategy keeps and drops. InputError for an unknown strategy or a share outside (0, 1].

        Its `by_hand` gives the plan in which some samples stay or go whatever the strategy says.
        """
        with self._results() as results:
            plan = plans.plan(results, strategy, keep, seed).settled()
            return Plan.of(plan, results.labels, self._album(results))

    def outlook(self, strategy: str, keep: float, seed: int = 0) -> PlanOutlook:
        """What is forecast of a plan beside ten random plans: `accuracy`, `standing`, `sentence`, `warning`.

        The linearised model is solved again on what the plan keeps; nothing is retrained.

        Raises
        ------
        InputError
            For an unknown strategy or a share outside (0, 1].
        NotFoundError
            If the strategy goes by a score that this analysis does not have.
        """
        with self._results() as results:
            return PlanOutlook.of(next(outlooks(results, strategy, [keep], seed)))

    def outlooks(self, keep: float, seed: int = 0) -> Outlooks:
        """As `outlook`, of every strategy that this analysis has what it needs for, the best first."""
        with self._results() as results:
            return Outlooks(map(PlanOutlook.of, ranking(results, keep, seed)[0]))

    def compare(self, other: Analysis | int) -> Comparison:
        """How far another analysis of the same samples agrees: its `words`, `overlap`, `scores`, `changed`.

        Raises
        ------
        InputError
            If it is the same analysis, or one of different samples.
        """
        with self._results() as results, self._other(other) as others:
            return compare.compare(results, others)

    def compare_figure(self, other: Analysis | int, score: str = "strongest_partner") -> go.Figure:
        """A plotly figure: a score here against the same in another analysis of the same samples."""
        from lpntk.pipeline.results import figures  # Plotly takes its time to import

        with self._results() as results, self._other(other) as others:
            return figures.draw_comparison(results, others, score)

    def compare_plans(self, strategies: Sequence[str], keep: float, seed: int = 0) -> PlanOverlap:
        """How far strategies agree on what goes, and where the first two do not. InputError."""
        with self._results() as results:
            return plan_overlap.compare(results, strategies, keep, seed)

    def what_goes(self, strategy: str, keep: float, seed: int = 0) -> list[StandIn]:
        """Which samples stay, and for whom of those that go each of them stands: most first. InputError."""
        with self._results() as results:
            return stand_ins.stand_ins(results, plans.plan(results, strategy, keep, seed))

    def neighbours(
        self,
        index: int,
        k: int = 10,
        relation: Relation | str = Relation.INTERCHANGEABLE,
        *,
        embedding: str | None = None,
    ) -> Neighbours:
        """Indices (k,) int64 and similarity (k,) float32 of the samples that stand most in a relation to one.

        Fewer than k where fewer were kept. With the name of an embedding of yours they are the nearest by
        that, and the cosine. It is a tuple of the two, and has their `label`, too.

        Raises
        ------
        InputError
            If there is no such relation.
        NotFoundError
            If there is no such sample.
        """
        require_one_of(relation, [r.value for r in Relation], "relation", field="relation")
        with self._results() as results:
            sample, how = samples.sample(results, index, k), str(relation)
            found = sample.neighbours[Relation(relation)]
            if embedding is not None:
                found, how = (
                    tuple(embeddings.neighbours(results, embedding, index, k)),
                    f"near by {embedding}",
                )
            return Neighbours.of(sample.index, sample.label, how, found, self._album(results))

    def label_issues(self, n: int | None = 50, by: str = "rank") -> LabelIssues:
        """The samples whose labels are probably wrong, the most suspicious first.

        Parameters
        ----------
        n
            At most so many; None for all.
        by
            "rank", the mean of the ranks by left-out margin and by loss, or a score that has a suspicious
            end.

        Raises
        ------
        InputError
            For an unknown order.
        """
        if n is not None and n < 0:
            raise InputError(f"n is {n}: it must be at least 0.", field="n")
        with self._results() as results:
            found = label_issues.label_issues(results, by, limit=n).issues
            return LabelIssues(found, self._album(results))

    def known_errors(self) -> KnownErrors | None:
        """How well each score finds the labels that were flipped on purpose; None where none were."""
        with self._results() as results:
            return known_errors.known_errors(results)

    def evidence(self, index: int, k: int = 8) -> Evidence:
        """What all others say of a sample's label, and the k of each class that weigh most in it.

        NotFoundError if there is no such sample.
        """
        with self._results() as results:
            return Evidence.of(evidence.of_sample(results, index, k), self._album(results))

    def forecast(
        self, remove: Sequence[int] | NDArray[np.int64] = (), relabel: Mapping[int, int] | None = None
    ) -> WhatIf:
        """What would change on held-out samples without some samples, or with other labels (index: label).

        It is the linearised model that is solved again, in closed form; nothing is retrained.

        Raises
        ------
        NotFoundError
            If there is no such sample.
        InputError
            If there is no such class, or nothing would stay to learn from.
        """
        with self._results() as results:
            found = forecast(results, np.asarray(remove, dtype=np.int64).tolist(), relabel)
            return WhatIf.of(found, self._album(results))

    def evaluate(
        self,
        strategies: Iterable[str] = (),
        keeps: Iterable[float] = (),
        seeds: int = 5,
        *,
        test: str | None = None,
        lists: Mapping[str, ArrayLike] | None = None,
        schedules: Iterable[str] = ("updates",),
        on_progress: Callable[[JobProgress], None] | None = None,
    ) -> Evaluation:
        """Retrain from scratch on what strategies keep, and compare; the same again goes on or looks it up.

        Parameters
        ----------
        strategies, keeps, seeds
            Each strategy at each share in (0, 1), so often; the full set and random samples besides.
        test
            A source of samples to test on; None: the analysis's test set, or what its training held out.
        lists
            Indices from elsewhere, by name, each compared with as many random samples of each class.
        schedules
            "updates", "epochs" or both: of which a part is trained on for as many as the full set.

        Raises
        ------
        InputError
            If something is unknown or does not fit, or the analysis's model was given as an object.
        """
        chosen = [IndexList.of(name, indices) for name, indices in (lists or {}).items()]
        request = EvaluationRequest.of(strategies, keeps, seeds, schedules, chosen, test)
        return evaluate(self.workspace, self.id, request, on_progress)

    def experiment(
        self, name: str, *, on_progress: Callable[[JobProgress], None] | None = None, **options: Any
    ) -> Experiment:
        """Put one of the paper's claims to the test; the same one again goes on, or is only looked at.

        Parameters
        ----------
        name
            One of `lpntk experiment --list`: "difficulty-size", "difficulty-company", "forgetting",
            "cluster-tail" or "kernel-over-training".
        on_progress
            Told how far it is.
        options
            Those of the experiment; what is left out has its default.

        Raises
        ------
        InputError
            If there is no such experiment, or an option is none or out of bounds.
        ConflictError
            If the classifier was not trained by the analysis.
        """
        return experiment.run(self.workspace, self.id, name, options, on_progress)

    def copy(self, to: str) -> Analysis:
        """Copy it with everything that belongs to it into another database, and return it there.

        One that is there already is only found.

        Parameters
        ----------
        to
            sqlite:///FILE, made if it is not there, or postgresql://….

        Raises
        ------
        ConflictError
            If it waits or runs.
        InputError
            If that is the database it is in.
        StoreError
            If the other database cannot be opened or written.
        """
        copied, _ = self.workspace.copy(self.id, to)
        return Analysis(Workspace.open(to, create=False), copied.id)

    def samples(self) -> Samples:
        """Every sample, column by column; `pandas.DataFrame` and `polars.DataFrame` take it as it is."""
        with self._results() as results:
            return Samples.of(samples.table(results), self._album(results))

    def to_pandas(self, columns: Iterable[str] | None = None) -> pandas.DataFrame:
        """Every sample as a row of a DataFrame, by its index in the data set.

        Parameters
        ----------
        columns
            Which, such as ["label_name", "x", "y", "loss", "tags"]; None: all that the analysis has. What
            they are is in docs/exports.md, and scores in docs/scores.md.

        Raises
        ------
        InputError
            If pandas cannot be imported, or there is no such column.
        NotFoundError
            If this analysis does not have a column.
        """
        pandas = pandas_for(True)
        assert pandas is not None
        with self._results() as results:
            found, index = tables.columns(results, columns), results.indices
        if columns is None:
            del found["index"]  # of the frame
        return pandas.DataFrame(found, index=pandas.Index(index, name="index"))

    def to_arrow(self, columns: Iterable[str] | None = None) -> pyarrow.Table:
        """As `to_pandas`, a pyarrow.Table with the column `index`: for polars, DuckDB and others.

        `polars.DataFrame(analysis)` takes all of it without that: an analysis is an Arrow stream.
        """
        with self._results() as results:
            return arrow_table(tables.columns(results, columns))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def scores(self, *, frame: bool | None = None) -> Scores | pandas.DataFrame:
        """Every score that the analysis has, a column each, named as in docs/scores.md.

        Parameters
        ----------
        frame
            Whether it is a pandas DataFrame, whose index is the samples' index and whose first column is
            their label; if not, it is a dict of (N,) arrays: "index" and "label", int64, then the scores,
            float32, or bool for a yes or no. None: a DataFrame where pandas can be imported.

        Raises
        ------
        InputError
            If it must be a DataFrame and pandas cannot be imported.
        """
        with self._results() as results:
            columns = scores.of_all(results)
            index, label = results.indices, results.labels
        pandas = pandas_for(frame)
        if pandas is not None:
            return pandas.DataFrame({"label": label, **columns}, index=pandas.Index(index, name="index"))
        return Scores({"index": index, "label": label, **columns})

    def clusters(self) -> Clusters:
        """The clusters, the largest first."""
        with self._results() as results:
            return Clusters(samples.clusters(results), self._album(results))

    def test_accuracy(self) -> float | None:
        """Share of the test set classified correctly, in [0, 1]; None where there is no test set."""
        return self.workspace.analysis(self.id).test_accuracy

    def kernel(self) -> NDArray[np.float32]:
        """(N, N) float32: kappa."""
        with self._results() as results:
            return files.kernel_matrix(results)

    def spectrum(self) -> KernelSpectrum:
        """The leading eigenvalues of the kernel, and how many directions it has.

        NotFoundError where neither the matrix nor a sketch is stored.
        """
        with self._results() as results:
            return kernel_facts.spectrum(results)

    def figure(self, kind: FigureKind | str = FigureKind.MAP, *, colour: str = "class") -> go.Figure:
        """A plotly figure: "map", "histogram", "class-means", "cluster-sizes", "data-iq", or of all pairs:
        "within-between", "spectrum" or "heatmap".

        A map is coloured by "class", by "cluster", or by one of the scores in `samples().scores`.
        """
        from lpntk.pipeline.results import figures  # Plotly takes its time to import

        with self._results() as results:
            return figures.draw(results, kind, colour=colour)

    def _other(self, other: Analysis | int) -> AbstractContextManager[Results]:
        if isinstance(other, Analysis):
            return other.workspace.results(other.id)
        return self.workspace.results(other)
