"""Difficulty and set size: whether what is hard in a small set is hard in a large one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.experiment import ExperimentResult, Verdict
from lpntk.pipeline.experiments.base import Experiment, Units, option, runs_option
from lpntk.pipeline.experiments.intervals import interval, rounded, verdict

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

CORRELATIONS = (-1.0, 1.0)
_STEP, _LARGEST = 4, 4096
# How much larger the largest set must be than the next one to be worth a training.
_WORTH = 1.5


def sizes(most: int) -> list[int]:
    """Samples a class, the largest set first: powers of four, and as many as there are at most."""
    powers = [_STEP**power for power in range(7) if _STEP**power <= most]
    return sorted({*powers, *([most] if most >= _WORTH * powers[-1] else [])}, reverse=True)


def compute(run: Run) -> None:
    """Train a fresh model on each set, and compare with the larger ones of its run."""
    from lpntk.learning.experiments.difficulty import learning_difficulty
    from lpntk.pipeline.experiments.courses import course_of
    from lpntk.store import units

    dataset, course = course_of(run)
    task, found = run.task, run.units()
    most = min(task["largest"], int(np.bincount(dataset.labels)[np.unique(dataset.labels)].min()))
    wanted = sizes(most)
    if len(wanted) < 2:
        raise InputError(
            f"The smallest class of {dataset.name} has {most} samples, and sets of different sizes are to be "
            f"compared: analyse at least {_STEP} of each class.",
            field="largest",
        )
    progress = run.progress("training", "updates")
    done, total = 0, task["runs"] * len(wanted) * task["updates"]
    for number in range(task["runs"]):
        seed = run.request.seed + number
        rows = _nested(dataset.labels, wanted[0], seed)
        known: dict[int, NDArray[np.float64]] = {}
        for size in wanted:
            name = f"run-{number}/size-{size}"
            if name in found:
                with run.database.reading() as session:
                    known[size] = units.array(session, run.job_id, f"{name}/difficulty")
            else:
                before = done
                known[size] = learning_difficulty(
                    course,
                    rows[:, :size].ravel(),
                    run.request.learning,
                    updates=task["updates"],
                    points=task["points"],
                    seed=_seed_of(seed, size),
                    progress=lambda at, _, before=before: progress(before + at, total),
                )
                run.keep(name, _compared(number, size, known, len(rows)), {"difficulty": known[size]})
            done += task["updates"]


def _nested(labels: NDArray[np.int64], most: int, seed: int) -> NDArray[np.int64]:
    """(K, most) rows of each class in a random order: the first n of each are the set of n a class."""
    generator = np.random.default_rng(seed)
    return np.stack(
        [generator.permutation(np.flatnonzero(labels == label))[:most] for label in np.unique(labels)]
    )


def _seed_of(seed: int, size: int) -> int:
    """Another for each model: it is fresh, not the same one taught otherwise."""
    return int(np.random.SeedSequence([seed, size]).generate_state(1)[0])


def _compared(number: int, size: int, known: dict[int, NDArray[np.float64]], classes: int) -> dict[str, Any]:
    """A unit: how the difficulty of this set's samples goes with that which they have in each larger one."""
    mine = known[size].reshape(classes, size)
    correlations = {
        str(larger): rounded(_pearson(mine, known[larger].reshape(classes, larger)[:, :size]), 6)
        for larger in known
        if larger > size
    }
    return {"run": number, "size": size, "correlations": correlations, "mean": float(mine.mean())}


def _pearson(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if one.size < 2 or not (one.std() > 0 and other.std() > 0):
        return math.nan
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def _pairs(found: Units) -> dict[int, dict[tuple[int, int], float]]:
    """By run the correlation of each (smaller, larger)."""
    pairs: dict[int, dict[tuple[int, int], float]] = {}
    for unit in found.values():
        for larger, value in unit["correlations"].items():
            if value is not None:
                pairs.setdefault(unit["run"], {})[unit["size"], int(larger)] = value
    return pairs


def conclude(found: Units) -> ExperimentResult:
    """Whether correlation falls with the gap: Spearman's coefficient between the two, a number a run."""
    from scipy.stats import spearmanr

    pairs = _pairs(found)
    falls = []
    for of_run in pairs.values():
        gaps = [math.log(larger / smaller) for smaller, larger in of_run]
        if len(set(gaps)) > 1:
            falls.append(float(spearmanr(gaps, list(of_run.values())).statistic))
    rows = []
    for smaller, larger in sorted({pair for of_run in pairs.values() for pair in of_run}):
        pair = smaller, larger
        values = interval([of_run[pair] for of_run in pairs.values() if pair in of_run], CORRELATIONS)
        gap = rounded(larger / smaller, 2)
        numbers = (rounded(values.mean), rounded(values.low), rounded(values.high))
        rows.append((smaller, larger, gap, *numbers, values.count))
    rows.sort(key=lambda row: (row[2], row[0]))
    of = interval(falls, CORRELATIONS)
    found_verdict = verdict(of, above=False)
    return ExperimentResult(
        ("Samples a class", "Against", "Gap", "Correlation", "From", "To", "Runs"),
        tuple(rows),
        found_verdict,
        _sentence(found_verdict, of.words(), bool(falls), of.is_enough),
    )


def _sentence(found: Verdict, words: str, any_known: bool, is_enough: bool) -> str:
    if not any_known:
        return "There are too few sizes to say whether a larger gap means a lower correlation."
    measured = f"Spearman's coefficient between gap and correlation is {words}"
    if not is_enough:
        return f"{measured}, from fewer than three runs: too few to say."
    return {
        Verdict.SEEN: f"The larger the gap between two sets, the less their difficulties agree: {measured}.",
        Verdict.NOT_SEEN: f"A larger gap did not make difficulties agree less: {measured}.",
        Verdict.UNDECIDED: f"Whether a larger gap makes difficulties agree less is not sure: {measured}.",
    }[found]


def draw(found: Units, theme: Theme) -> go.Figure:
    """The correlation of each two sizes, and over the gap."""
    from lpntk.figures import difficulty_size_figure

    pairs = _pairs(found)
    sizes = sorted({size for of_run in pairs.values() for pair in of_run for size in pair})
    values = np.full((len(pairs), len(sizes), len(sizes)), np.nan)
    for number, of_run in enumerate(pairs.values()):
        for (smaller, larger), value in of_run.items():
            at = sizes.index(smaller), sizes.index(larger)
            values[number, at[0], at[1]] = values[number, at[1], at[0]] = value
        values[number][np.diag_indices(len(sizes))] = 1
    return difficulty_size_figure(np.array(sizes), values, theme)


DIFFICULTY_SIZE = Experiment(
    name="difficulty-size",
    title="Difficulty and set size",
    claim="What is hard to learn in a small set is not what is hard in a large one: the larger the gap "
    "between two sets, the lower the correlation of their samples' difficulties.",
    method="A fresh model learns each of nested random sets of 1, 4, 16, … samples a class with the same "
    "number of updates, a sample pulling equally hard in each. A sample's difficulty is its loss, summed "
    "over equally many looks; of every two sets Pearson's correlation is taken over the smaller one's "
    "samples.",
    options=(
        runs_option(3),
        option(
            "updates",
            "integer",
            "Updates",
            "How many steps each model is trained, whatever the size of its set.",
            default=100,
            minimum=1,
            maximum=1_000_000,
        ),
        option(
            "points",
            "integer",
            "Looks",
            "How often the loss is looked at over the training, at equal distances.",
            default=10,
            minimum=1,
            maximum=1000,
        ),
        option(
            "largest",
            "integer",
            "Largest set",
            "The most samples a class.",
            default=_LARGEST,
            minimum=2,
            maximum=_LARGEST,
        ),
    ),
    compute=compute,
    conclude=conclude,
    draw=draw,
)
