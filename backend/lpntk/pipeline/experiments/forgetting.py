"""Forgetting foretold: what a step will make the model forget, told from the kernel before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lpntk.domain.experiment import ExperimentResult, Verdict
from lpntk.pipeline.experiments.base import Experiment, Units, option, runs_option
from lpntk.pipeline.experiments.intervals import interval, rounded

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

WAYS = {"error": "eNTK with the error", "sign": "eNTK with the sign"}
_CLAIMED = "error"
# Steps in a unit: so many are taken again, without looking, where a run goes on after a stop.
_CHUNK = 5
_FEWEST_EVENTS = 20
_PLAIN = (
    "Steps are plain: no momentum, no weight decay, in evaluation mode; other steps are not what the kernel "
    "speaks of."
)
GOOD = 0.5
"""The F1 from which on forgetting counts as foretold."""


def compute(run: Run) -> None:
    """Walk down the loss, foretelling each step; what earlier runs foretold is walked without looking."""
    import torch

    from lpntk.learning.experiments.forgetting import Walk
    from lpntk.pipeline.experiments.courses import course_of, learning_rate_of

    dataset, course = course_of(run)
    task, found = run.task, run.units()
    progress = run.progress("training", "steps")
    total = task["runs"] * task["steps"]
    for number in range(task["runs"]):
        starts = range(0, task["steps"], _CHUNK)
        missing = [start for start in starts if _name(number, start) not in found]
        if not missing:
            continue
        seed = run.request.seed + number
        observed = np.random.default_rng(seed).permutation(len(dataset))[: task["observed"]]
        walk = Walk(
            course,
            torch.from_numpy(observed),
            learning_rate=learning_rate_of(run),
            batch_size=run.request.learning.batch_size,
            seed=seed,
        )
        for start in starts:
            events = []
            for step in range(start, min(start + _CHUNK, task["steps"])):
                progress(number * task["steps"] + step, total)
                if start in missing:
                    events.append(walk.step())
                else:
                    walk.skip()
            if events:
                run.keep(_name(number, start), {"run": number, "steps": [vars(one) for one in events]})
    progress(total, total)


def _name(number: int, start: int) -> str:
    return f"run-{number}/step-{start}"


def _steps(found: Units) -> dict[int, list[dict[str, Any]]]:
    """By run what happened in each step."""
    steps: dict[int, list[dict[str, Any]]] = {}
    for unit in found.values():
        steps.setdefault(unit["run"], []).extend(unit["steps"])
    return steps


def _of_all(steps: list[dict[str, Any]], way: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over some steps together; NaN where they have none."""
    hits = sum(step["hits"][way] for step in steps)
    named, forgotten = sum(step["named"][way] for step in steps), sum(step["forgotten"] for step in steps)
    return _ratio(hits, named), _ratio(hits, forgotten), _ratio(2 * hits, named + forgotten)


def _guessed(steps: list[dict[str, Any]], way: str) -> float:
    """F1 if in each step as many had been named at random of those that were right."""
    hits = sum(step["named"][way] * step["forgotten"] / max(step["right"], 1) for step in steps)
    named, forgotten = sum(step["named"][way] for step in steps), sum(step["forgotten"] for step in steps)
    return _ratio(2 * hits, named + forgotten)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def conclude(found: Units) -> ExperimentResult:
    """Precision, recall and F1 over all steps, of both ways to foretell."""
    steps = _steps(found)
    every = [step for of_run in steps.values() for step in of_run]
    forgotten = sum(step["forgotten"] for step in every)
    rows = []
    for way, title in WAYS.items():
        precision, recall, f1 = map(rounded, _of_all(every, way))
        of = interval([_of_all(of_run, way)[2] for of_run in steps.values()], (0.0, 1.0))
        named = sum(step["named"][way] for step in every)
        numbers = (rounded(of.low), rounded(of.high), rounded(_guessed(every, way)))
        rows.append((title, named, precision, recall, f1, *numbers))
    columns = ("Foretold by", "Foretold", "Precision", "Recall", "F1", "From", "To", "F1 by guessing")
    f1, guessed = _of_all(every, _CLAIMED)[2], _guessed(every, _CLAIMED)
    told = (
        f"{forgotten:,} events in {len(every):,} steps were foretold by the eNTK with the error with an F1 "
        f"of {f1:.2f}, by guessing as many with {guessed:.2f}"
    )
    if forgotten < _FEWEST_EVENTS:
        sentence = f"Only {forgotten} events in {len(every):,} steps: too few to say; take more steps."
        return ExperimentResult(columns, tuple(rows), Verdict.UNDECIDED, sentence, (_PLAIN,))
    if np.isnan(guessed) or f1 <= guessed:
        return ExperimentResult(
            columns, tuple(rows), Verdict.NOT_SEEN, f"Not better than guessing: {told}.", (_PLAIN,)
        )
    seen = Verdict.SEEN if f1 >= GOOD else Verdict.UNDECIDED
    sentence = told if seen is Verdict.SEEN else f"Better than guessing, but more wrong than right: {told}"
    return ExperimentResult(columns, tuple(rows), seen, f"{sentence}.", (_PLAIN,))


def draw(found: Units, theme: Theme) -> go.Figure:
    """What was forgotten and foretold, step by step, averaged over the runs."""
    from lpntk.figures import forgetting_figure

    runs = list(_steps(found).values())
    length = min((len(steps) for steps in runs), default=0)
    lines: dict[str, list[float]] = {"forgotten": [], **{title: [] for title in WAYS.values()}}
    hits: dict[str, list[float]] = {title: [] for title in WAYS.values()}
    for at in range(length):
        now = [steps[at] for steps in runs]
        lines["forgotten"].append(float(np.mean([step["forgotten"] for step in now])))
        for way, title in WAYS.items():
            lines[title].append(float(np.mean([step["named"][way] for step in now])))
            hits[title].append(float(np.mean([step["hits"][way] for step in now])))
    return forgetting_figure(
        {name: np.array(line) for name, line in lines.items()},
        {name: np.array(line) for name, line in hits.items()},
        theme,
    )


FORGETTING = Experiment(
    name="forgetting",
    title="Forgetting foretold",
    claim="Which samples the next step makes the model forget can be told before it is taken, from the "
    "kernel between them and the batch.",
    method="A fresh model takes plain gradient steps. Before each, the predictions of the observed samples "
    "after it are foretold to first order: q + rate · mean over the batch of A Σ (one-hot − q). Foretold is "
    "what is right before and would be wrong after; that is compared with what really happened.",
    options=(
        runs_option(3),
        option(
            "steps",
            "integer",
            "Steps",
            "How many steps each run takes from its initial weights.",
            default=30,
            minimum=1,
            maximum=100_000,
        ),
        option(
            "observed",
            "integer",
            "Observed samples",
            "How many samples are watched, drawn at random.",
            default=256,
            minimum=1,
            maximum=1_000_000,
        ),
    ),
    compute=compute,
    conclude=conclude,
    draw=draw,
)
