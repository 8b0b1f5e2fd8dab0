"""What was forecast of pruning plans so far, by this transaction and those before it."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from lpntk.domain.plan_forecast import PlanForecast
from lpntk.pipeline.results.results import Results
from lpntk.store import plan_forecasts

Forecasts = dict[str, dict[float, float]]
"""Accuracies by strategy and share."""
Which = tuple[str, float, int]
"""Strategy, share and seed of a plan."""

_MADE = "forecasts of plans"


def known(results: Results) -> dict[Which, PlanForecast]:
    """Everything that was forecast, by its plan."""
    stored = plan_forecasts.find(results.session, results.id)
    return {_which(one): one for one in stored} | results.made.get(_MADE, {})


def remember(results: Results, made: Iterable[PlanForecast]) -> None:
    """Keep what was forecast just now, for this transaction as well, which began before it."""
    by_plan = {_which(one): one for one in made}
    results.made.setdefault(_MADE, {}).update(by_plan)
    with results.remembering("What is forecast of a plan") as session:
        plan_forecasts.add(session, results.id, by_plan.values())


def means(results: Results) -> Forecasts:
    """The accuracies that were forecast so far: of several seeds their mean."""
    found: dict[str, dict[float, list[float]]] = {}
    for one in known(results).values():
        found.setdefault(one.strategy, {}).setdefault(one.keep, []).append(one.accuracy)
    return {arm: {keep: fmean(seeds) for keep, seeds in shares.items()} for arm, shares in found.items()}


def _which(one: PlanForecast) -> Which:
    return one.strategy, one.keep, one.seed
