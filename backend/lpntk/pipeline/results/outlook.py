"""What is forecast of pruning plans: the linearised model, solved again on what each keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, NotFoundError, Progress, PruningPlan, silent
from lpntk.domain.agreement import Agreement, agreement
from lpntk.domain.evaluation import RANDOM
from lpntk.domain.plan_forecast import RANDOM_PLANS, Band, Outlook, PlanForecast
from lpntk.domain.pruning import require_share
from lpntk.evidence.direct import refit_directly
from lpntk.evidence.refit import refit
from lpntk.evidence.ridge import targets
from lpntk.pipeline.results import evaluations, forecasts, plans
from lpntk.pipeline.results.forecasts import Which
from lpntk.pipeline.results.judges import Judges, judges_of, learnt_from_all
from lpntk.pipeline.results.results import Results
from lpntk.pruning import STRATEGIES
from lpntk.store import evidence

DIRECT_SAMPLES = 5_000
"""Of so many two matrices of all pairs take 200 MB and a second or two, and then a plan a tenth of one."""
TOLERANCE = 3e-5
"""Of the solution's residual: nearer, and not one prediction in a thousand turns."""


def outlooks(results: Results, strategy: str, keeps: Sequence[float], seed: int = 0) -> Iterator[Outlook]:
    """What is forecast of a strategy at each of some shares; each is remembered in the database.

    Parameters
    ----------
    keeps
        The shares that stay, in (0, 1].

    Raises
    ------
    InputError
        If there is no such strategy, or a share is none.
    NotFoundError
        If the strategy goes by a score that this analysis does not have.
    """
    for keep in keeps:
        require_share(keep)
    forecaster = _Forecaster(results)
    for keep in keeps:
        found = forecaster.of(strategy, keep, seed)
        yield Outlook(
            strategy=strategy,
            keep=keep,
            seed=seed,
            accuracy=found.accuracy,
            full=forecaster.full,
            random=forecaster.band(keep),
            held_out=forecaster.judges.kind,
            samples=found.samples,
        )


def outlook(results: Results, plan: PruningPlan) -> Outlook:
    """What is forecast of one plan."""
    return next(outlooks(results, plan.strategy, [plan.keep], plan.seed))


def ranking(
    results: Results, keep: float, seed: int = 0, progress: Progress = silent
) -> tuple[list[Outlook], dict[str, str]]:
    """What is forecast of every strategy at one share, the best first.

    Parameters
    ----------
    progress
        Told how many strategies are done.

    Returns
    -------
    outlooks, refusals
        Of those that this analysis has what they need for, and why not of the others, by name.
    """
    found: list[Outlook] = []
    refused: dict[str, str] = {}
    for done, name in enumerate(STRATEGIES):
        progress(done, len(STRATEGIES))
        try:
            found.extend(outlooks(results, name, [keep], seed))
        except NotFoundError as error:
            refused[name] = error.message
    progress(len(STRATEGIES), len(STRATEGIES))
    return sorted(found, key=lambda one: -one.accuracy), refused


def retrained(results: Results) -> Agreement:
    """How well what was forecast agreed with retraining, over all plans of this analysis that were retrained.

    Of a plan whose forecast is not remembered none is made. Of several seeds it is the mean.
    """
    known = forecasts.means(results)
    return agreement(
        [
            (keep, known[strategy][keep], accuracy)
            for strategy, keep, accuracy in evaluations.pairs(results)
            if keep in known.get(strategy, {})
        ]
    )


class _Forecaster:
    """Solves for plans, and remembers what came of it."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self.judges: Judges = judges_of(results, results.labels)
        self._learnt = np.ones(len(results.labels), dtype=np.bool_)
        self._learnt[self.judges.rows] = False
        self._known = forecasts.known(results)
        self.full = self._right([learnt_from_all(results, self._learnt)])[0] / len(self.judges.labels)

    def of(self, strategy: str, keep: float, seed: int) -> PlanForecast:
        """The forecast of one plan."""
        return self._all([(strategy, keep, seed)])[0]

    def band(self, keep: float) -> Band:
        """The forecasts of random plans of one size."""
        found = self._all([(RANDOM, keep, seed) for seed in range(RANDOM_PLANS)])
        accuracies = [one.accuracy for one in found]
        return Band(min(accuracies), float(np.mean(accuracies)), max(accuracies), RANDOM_PLANS)

    def _all(self, wanted: Sequence[Which]) -> list[PlanForecast]:
        new = [which for which in wanted if which not in self._known]
        if new:
            right = self._right([self._solve(self._kept(*which)) for which in new])
            judges = len(self.judges.labels)
            made = [PlanForecast(*which, count, judges) for which, count in zip(new, right, strict=True)]
            self._known |= dict(zip(new, made, strict=True))
            forecasts.remember(self._results, made)
        return [self._known[which] for which in wanted]

    def _kept(self, strategy: str, keep: float, seed: int) -> NDArray[np.bool_]:
        """(N,) bool: who stays and does not judge."""
        plan = plans.plan(self._results, strategy, keep, seed)
        keeps = np.isin(self._results.indices, plan.kept) & self._learnt
        if not keeps.any():
            raise InputError("Nothing would stay to learn from: keep more.", field="keep")
        return keeps

    def _solve(self, keeps: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(R, K) float64: the coefficients of the regression on the samples that stay."""
        results = self._results
        record, features = evidence.get(results.session, results.id), results.features()
        wanted = targets(results.labels, len(results.class_names))
        solved = (wanted, record.projected, keeps, record.eigenvalues, record.ridge)
        if len(features) <= DIRECT_SAMPLES:
            return refit_directly(features, results.pairs(), *solved)
        return refit(features, *solved, learnt_from_all(results, self._learnt), TOLERANCE)

    def _right(self, coefficients: Sequence[NDArray[np.float64]]) -> list[int]:
        """How many of those who judge each of some regressions has right."""
        features = self.judges.features
        # Side by side: what takes time is to read the features.
        beside = features @ np.concatenate(coefficients, axis=1).astype(features.dtype)
        predicted = beside.reshape(len(features), len(coefficients), -1).argmax(axis=2)
        found: list[int] = (predicted == self.judges.labels[:, None]).sum(axis=0).tolist()
        return found
