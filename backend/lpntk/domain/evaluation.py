"""What retraining says of a part of the samples, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Literal, get_args

Schedule = Literal["updates", "epochs"]
"""Whether a part is trained on for as many updates as all samples are, or for as many epochs."""
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)

Verdict = Literal["better", "no different", "worse", "too few seeds"]

FULL, RANDOM = "full", "random"
"""The arms that stand beside all others: training on all samples, and on a random share of each class."""
COMPANION = "random like "
"""What the name of the random arm begins with that a list from elsewhere is compared with."""
LEAST_SEEDS = 3
CONFIDENCE = 0.95

Interval = tuple[float, float]


@dataclass(frozen=True)
class EvaluationUnit:
    """One training and what came of it.

    Attributes
    ----------
    arm, keep
        What chose the samples (a strategy, the name of a list, `FULL`), and at which share in (0, 1].
    seed
        Of the training, and of the choice where that is drawn.
    schedule
        How long it was trained; on all samples both are the same.
    right
        (K,) how many test samples of each class are classified correctly.
    samples
        How many test samples there are.
    kept, updates
        How many samples were trained on, and for how many batches.
    diverged
        Whether the training diverged.
    """

    arm: str
    keep: float
    seed: int
    schedule: Schedule
    right: tuple[int, ...]
    samples: int
    kept: int
    updates: int
    diverged: bool = False

    @property
    def accuracy(self) -> float:
        """Share of the test samples classified correctly, in [0, 1]."""
        return sum(self.right) / self.samples


@dataclass(frozen=True)
class Comparison:
    """How much better an arm is than another, seed by seed.

    Attributes
    ----------
    against
        What it is compared with: "random" or "the full set".
    difference
        The mean of the differences in accuracy between trainings of the same seed.
    interval
        The 95 % t interval of that; None with one seed.
    seeds
        How many seeds both have.
    verdict
        "better" or "worse" where the interval is above or below 0.
    """

    against: str
    difference: float
    interval: Interval | None
    seeds: int
    verdict: Verdict

    @property
    def sentence(self) -> str:
        """The comparison in words, to stand after an accuracy."""
        how_far = f"{_points(self.difference)} {self.against}"
        if self.verdict == "too few seeds":
            return f"{how_far}: too few seeds to tell ({self.seeds} of at least {LEAST_SEEDS})"
        assert self.interval is not None, "there is one from two seeds on"
        low, high = (_signed(bound) for bound in self.interval)
        than = "from" if self.verdict == "no different" else "than"
        return f"{how_far} ({low} to {high}): {self.verdict} {than} {self.against}"


@dataclass(frozen=True)
class EvaluationSummary:
    """What all trainings of an arm at a share and schedule come to.

    Attributes
    ----------
    arm, keep, schedule
        As of a unit.
    mean, std
        Of the accuracies; the sample standard deviation is None with one seed.
    interval
        The 95 % t interval of the mean, within [0, 1]; None with one seed.
    seeds, diverged
        How many trainings there are, and how many of them diverged.
    kept, updates
        Mean numbers of samples and of batches that were trained on.
    against_random, against_full
        None where there is nothing to compare with yet, or it would be compared with itself.
    """

    arm: str
    keep: float
    schedule: Schedule
    mean: float
    std: float | None
    interval: Interval | None
    seeds: int
    diverged: int
    kept: float
    updates: float
    against_random: Comparison | None
    against_full: Comparison | None

    @property
    def sentence(self) -> str:
        """What it comes to, in a sentence: the verdict against random, or else against the full set."""
        average = f"{self.mean:.1%} on average"
        comparison = self.against_random or self.against_full
        text = f"{average} over {_counted(self.seeds)}"
        if comparison is not None:
            text = f"{average}, {comparison.sentence}"
        if self.diverged:
            text += f"; {self.diverged} of {_counted(self.seeds)} diverged"
        return f"{text}."


def summarise(
    units: Iterable[EvaluationUnit], companions: Mapping[str, str] | None = None
) -> list[EvaluationSummary]:
    """Every arm at every share and schedule, in the order of the units; larger shares first.

    Parameters
    ----------
    companions
        The random arm that an arm is compared with, where that is not `RANDOM`.
    """
    found = list(units)
    cells: dict[tuple[str, float, Schedule], dict[int, EvaluationUnit]] = {}
    schedules = [schedule for schedule in SCHEDULES if any(unit.schedule == schedule for unit in found)]
    for unit in found:
        for schedule in schedules if unit.arm == FULL else (unit.schedule,):
            cells.setdefault((unit.arm, unit.keep, schedule), {})[unit.seed] = unit
    arms = list(dict.fromkeys(unit.arm for unit in found))
    randoms = {RANDOM, *(companions or {}).values()}

    def summary(arm: str, keep: float, schedule: Schedule) -> EvaluationSummary:
        own = cells[arm, keep, schedule]
        companion = None if arm == FULL or arm in randoms else (companions or {}).get(arm, RANDOM)
        return _summary(
            list(own.values()),
            schedule,
            None if companion is None else _compare(RANDOM, own, cells.get((companion, keep, schedule), {})),
            None if arm == FULL else _compare("the full set", own, cells.get((FULL, 1.0, schedule), {})),
        )

    order = sorted(cells, key=lambda cell: (SCHEDULES.index(cell[2]), arms.index(cell[0]), -cell[1]))
    return [summary(*cell) for cell in order]


def _summary(
    units: Sequence[EvaluationUnit],
    schedule: Schedule,
    against_random: Comparison | None,
    against_full: Comparison | None,
) -> EvaluationSummary:
    accuracies = [unit.accuracy for unit in units]
    interval = _interval(accuracies, _rounding(units[0].samples))
    return EvaluationSummary(
        units[0].arm,
        units[0].keep,
        schedule,
        mean=fmean(accuracies),
        std=stdev(accuracies) if len(units) > 1 else None,
        interval=None if interval is None else (max(0.0, interval[0]), min(1.0, interval[1])),
        seeds=len(units),
        diverged=sum(unit.diverged for unit in units),
        kept=fmean(unit.kept for unit in units),
        updates=fmean(unit.updates for unit in units),
        against_random=against_random,
        against_full=against_full,
    )


def _compare(
    against: str, own: Mapping[int, EvaluationUnit], other: Mapping[int, EvaluationUnit]
) -> Comparison | None:
    pairs = [(own[seed], other[seed]) for seed in own if seed in other]
    if not pairs:
        return None
    differences = [one.accuracy - two.accuracy for one, two in pairs]
    # The roundings of two independent accuracies add up as variances do.
    interval = _interval(differences, math.sqrt(2) * _rounding(pairs[0][0].samples))
    verdict: Verdict = "no different"
    if interval is None or len(pairs) < LEAST_SEEDS:
        verdict = "too few seeds"
    elif interval[0] > 0:
        verdict = "better"
    elif interval[1] < 0:
        verdict = "worse"
    return Comparison(against, fmean(differences), interval, len(pairs), verdict)


def _interval(values: Sequence[float], least_deviation: float) -> Interval | None:
    """The t interval of the mean of normal values whose unknown variance is not below a least one."""
    from scipy.special import stdtrit  # takes its time to import, and commands need only the words above

    count = len(values)
    if count < 2:
        return None
    deviation = max(stdev(values), least_deviation)
    half = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * deviation / math.sqrt(count)
    mean = fmean(values)
    return mean - half, mean + half


def _rounding(samples: int) -> float:
    """The standard deviation of rounding to a whole number of samples.

    Seeds may agree to the last sample on a small test set, and then the interval would be a point.
    """
    return 1 / (samples * math.sqrt(12))


def _points(difference: float) -> str:
    side = "below" if difference < 0 else "above"
    return f"{_signed(abs(difference)).removeprefix('+')} points {side}"


def _signed(difference: float) -> str:
    """Points with their sign, small ones with a digit more: what is not 0 should not look so."""
    points = 100 * difference
    return f"{points:+.2f}" if 0.005 <= abs(points) < 0.05 else f"{points:+.1f}"


def _counted(seeds: int) -> str:
    return "1 seed" if seeds == 1 else f"{seeds} seeds"
