"""Difficulty by company: whom a sample is learnt with decides how fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import RULES, AnalysisRequest, InputError, Relation
from lpntk.domain.experiment import ExperimentResult, Verdict
from lpntk.pipeline.experiments.base import Experiment, Units, option, runs_option
from lpntk.pipeline.experiments.intervals import Interval, all_of, interval, rounded, verdict

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

ALONE = "alone"
ARMS = (ALONE, *(relation.value for relation in Relation))
SAME = 0.05
"""How far from alone, as a share of the area under the error, still counts as the same."""


def compute(run: Run) -> None:
    """Teach each target alone and in the company of each relation, with several initial weights."""
    from lpntk.learning.experiments.company import error_curves
    from lpntk.pipeline.experiments.courses import course_of, learning_rate_of, trained

    dataset, course = course_of(run)
    task, found = run.task, run.units()
    progress = run.progress("learning the targets", "updates")
    targets, companies = _drawn(run, task["targets"], task["company"])
    done, total = 0, len(targets) * task["runs"] * len(ARMS) * task["updates"]

    def after_update() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    for number in range(task["runs"]):
        seed, start = run.request.seed + number, None
        names = [f"target-{place}/run-{number}" for place in range(len(targets))]
        if task["after"] and not found.keys() >= set(names):
            weights, _ = trained(run, dataset, seed, [task["after"]], whole=False)
            start = weights[task["after"]]
        for place, (target, name) in enumerate(zip(targets, names, strict=True)):
            if name in found:
                done += len(ARMS) * task["updates"]
                continue
            curves = error_curves(
                course,
                int(target),
                {ALONE: (), **{relation: rows.tolist() for relation, (rows, _) in companies[place].items()}},
                learning_rate=learning_rate_of(run),
                updates=task["updates"],
                seed=seed,
                start=start,
                after_update=after_update,
            )
            similarity = {relation: float(c.mean()) for relation, (_, c) in companies[place].items()}
            errors = {arm: curve.round(5).tolist() for arm, curve in curves.items()}
            value = {"target": place, "similarity": similarity, "errors": errors}
            run.keep(name, {**value, "label_vector": run.request.kernel.label_vector})


def check(request: AnalysisRequest, options: dict[str, Any]) -> dict[str, Any]:
    """Refuse to begin after an epoch that there is not. InputError."""
    if options["after"] > request.learning.epochs:
        raise InputError(
            f"after is {options['after']}, and the training has {request.learning.epochs} epochs: begin at "
            "the last or before.",
            field="after",
        )
    return options


def _drawn(run: Run, count: int, company: int) -> tuple[NDArray[np.int64], list[dict[str, Any]]]:
    """The rows of the targets, and for each by relation the rows and similarities of its company."""
    from lpntk.store import kernels, summaries

    with run.database.reading() as session:
        excluded = kernels.get(session, run.analysis_id).excluded
        known = {one: summaries.neighbours(session, run.analysis_id, one) for one in Relation}
    size, kept = known[Relation.INTERCHANGEABLE].rows.shape
    if kept < company:
        raise InputError(
            f"The analysis keeps {kept} neighbours of each relation, fewer than the {company} that are to "
            f"be a target's company: ask for a company of at most {kept}.",
            field="company",
        )
    rows = np.setdiff1d(np.arange(size), np.array(excluded, dtype=np.int64))
    targets = np.random.default_rng(run.request.seed).permutation(rows)[:count]
    companies = [
        {
            one.value: (lists.rows[row, :company], lists.similarity[row, :company])
            for one, lists in known.items()
        }
        for row in targets
    ]
    return targets, companies


def _areas(found: Units) -> dict[str, NDArray[np.float64]]:
    """(T,) for each arm: the mean error over the updates, averaged over the runs of each target."""
    by_target: dict[int, list[list[float]]] = {}
    for unit in found.values():
        means = [float(np.mean(unit["errors"][arm])) for arm in ARMS]
        by_target.setdefault(unit["target"], []).append(means)
    every = np.array([np.mean(runs, axis=0) for runs in by_target.values()]).reshape(-1, len(ARMS))
    return {arm: every[:, at] for at, arm in enumerate(ARMS)}


def conclude(found: Units) -> ExperimentResult:
    """Whether targets are learnt faster, slower or as fast as alone; a target is one measurement."""
    areas = _areas(found)
    alone = float(areas[ALONE].mean()) if len(areas[ALONE]) else np.nan
    similarity = {
        one.value: float(np.mean([unit["similarity"][one] for unit in found.values()])) if found else np.nan
        for one in Relation
    }
    against = {arm: interval((areas[arm] - areas[ALONE]).tolist()) for arm in ARMS[1:]}
    parts = {
        Relation.INTERCHANGEABLE: verdict(against[Relation.INTERCHANGEABLE], above=False),
        Relation.CONTRADICTORY: verdict(against[Relation.CONTRADICTORY], above=True),
        Relation.UNRELATED: _sameness(against[Relation.UNRELATED], SAME * alone),
    }
    rows: list[tuple[Any, ...]] = [(ALONE, None, rounded(alone), 0.0, None, None, "")]
    for relation in Relation:
        of = against[relation]
        measured = (similarity[relation], areas[relation].mean(), of.mean, of.low, of.high)
        rows.append((relation.value, *map(rounded, measured), parts[relation].value))
    return ExperimentResult(
        ("Company", "Mean similarity", "Mean error", "Against alone", "From", "To", "Claim"),
        tuple(rows),
        all_of(list(parts.values())),
        _sentence(parts, against),
        tuple(_notes(similarity, {unit["label_vector"] for unit in found.values()})),
    )


def _sameness(of: Interval, margin: float) -> Verdict:
    """Whether a difference is none that matters: within the margin, or the whole interval beyond it."""
    if not of.is_enough:
        return Verdict.UNDECIDED
    if -margin <= of.low and of.high <= margin:
        return Verdict.SEEN
    return Verdict.NOT_SEEN if of.low > margin or of.high < -margin else Verdict.UNDECIDED


def _sentence(parts: dict[Relation, Verdict], against: dict[str, Interval]) -> str:
    if not all(one.is_enough for one in against.values()):
        return "Fewer than three targets were taught: too few to say."

    def says(relation: Relation, seen: str, not_seen: str) -> str:
        words = {Verdict.SEEN: seen, Verdict.NOT_SEEN: not_seen, Verdict.UNDECIDED: "not surely otherwise"}
        return f"with {relation} samples {words[parts[relation]]} ({against[relation].mean:+.3f})"

    told = (
        says(Relation.INTERCHANGEABLE, "faster", "not faster"),
        says(Relation.CONTRADICTORY, "slower", "not slower"),
        says(Relation.UNRELATED, "the same", "not the same"),
    )
    return f"Against alone, a sample is learnt {', '.join(told)}: mean error over the training."


def _notes(similarity: dict[str, float], label_vectors: set[str]) -> Iterator[str]:
    """What the company lacks."""
    advice = "" if "residual" in label_vectors else " The label vector residual shows real contradictions."
    for relation in (Relation.UNRELATED, Relation.CONTRADICTORY):
        mean, rule = similarity[relation], RULES[relation]
        if not rule.holds(mean):
            yield (
                f"There is hardly a pair of {relation} samples here: the company that comes closest has a "
                f"mean similarity of {mean:.2f}, and {rule.threshold} counts as {relation}.{advice}"
            )


def draw(found: Units, theme: Theme) -> go.Figure:
    """The mean error over the updates, a line a company."""
    from lpntk.figures import difficulty_company_figure

    by_arm: dict[str, dict[int, list[list[float]]]] = {arm: {} for arm in ARMS}
    for unit in found.values():
        for arm in ARMS:
            by_arm[arm].setdefault(unit["target"], []).append(unit["errors"][arm])
    curves = {
        arm: np.array([np.mean(runs, axis=0) for runs in targets.values()]) for arm, targets in by_arm.items()
    }
    return difficulty_company_figure(curves, theme)


DIFFICULTY_COMPANY = Experiment(
    name="difficulty-company",
    title="Difficulty by company",
    claim="A sample is learnt faster with samples that are interchangeable with it, slower with "
    "contradictory ones, and with unrelated ones as fast as alone.",
    method="Targets are drawn at random. A fresh model learns each of them alone, and with as many of its "
    "most interchangeable, unrelated and contradictory samples, by plain gradient steps from the same "
    "initial weights; the target's own loss weighs equally everywhere. What counts is the mean of the "
    "target's error (the L2 norm of softmax − one-hot) over the updates.",
    options=(
        option(
            "targets",
            "integer",
            "Targets",
            "How many samples are watched.",
            default=12,
            minimum=1,
            maximum=1000,
        ),
        runs_option(2),
        option(
            "company",
            "integer",
            "Company",
            "How many samples of a relation a target is learnt with.",
            default=15,
            minimum=1,
            maximum=1000,
        ),
        option(
            "updates",
            "integer",
            "Updates",
            "How many steps each model is trained.",
            default=40,
            minimum=1,
            maximum=100_000,
        ),
        option(
            "after",
            "integer",
            "After epochs",
            "How many epochs of the analysis's training the models have behind them; 0: they are fresh.",
            default=0,
            minimum=0,
            maximum=10_000,
        ),
    ),
    compute=compute,
    conclude=conclude,
    draw=draw,
    check=check,
)
