"""What is to be evaluated by retraining."""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lpntk.domain.arrays import is_number
from lpntk.domain.errors import InputError, require_one_of, shown
from lpntk.domain.evaluation import COMPANION, FULL, RANDOM, SCHEDULES, Schedule
from lpntk.domain.forecast import HeldOut
from lpntk.domain.words import has_controls

MOST_ARMS, MOST_SHARES, MOST_SEEDS = 24, 12, 20
LONGEST_LIST_NAME = 60


@dataclass(frozen=True)
class IndexList:
    """Samples that somebody else chose.

    Attributes
    ----------
    name
        What to call it.
    packed
        Which they are, as `IndexList.of` packs them: a request is shown with every list of analyses.
    """

    name: str
    packed: str

    @classmethod
    def of(cls, name: str, indices: ArrayLike) -> Self:
        """A list of these indices.

        Raises
        ------
        InputError
            If one is no index, or the name is none.
        """
        numbers = np.unique(np.asarray(indices))
        if not numbers.size or numbers.dtype.kind not in "iu" or numbers[0] < 0:
            raise InputError(
                f"The list {shown(name)} holds no indices: give whole numbers from 0.", field="lists"
            )
        return cls(name, base64.b64encode(zlib.compress(_gaps(numbers.astype(np.uint64)), 9)).decode())

    @property
    def indices(self) -> NDArray[np.int64]:
        """(n,) int64, ascending."""
        planes = np.frombuffer(zlib.decompress(base64.b64decode(self.packed)), dtype=np.uint8)
        gaps = np.ascontiguousarray(planes.reshape(8, -1).T).view("<u8").ravel()
        return np.cumsum(gaps, dtype=np.uint64).astype(np.int64)

    @property
    def companion(self) -> str:
        """The arm of as many random samples of each class."""
        return f"{COMPANION}{self.name}"


@dataclass(frozen=True)
class Training:
    """One training that belongs to an evaluation; see `EvaluationUnit`."""

    arm: str
    keep: float
    seed: int
    schedule: Schedule

    @property
    def name(self) -> str:
        """What tells it from the others of its evaluation."""
        return f"seed {self.seed}, {self.arm} at {self.keep!r}, same {self.schedule}"


@dataclass(frozen=True)
class EvaluationRequest:
    """Which parts of the samples are trained on, how often, and what they are tested on.

    The full set, and random samples at each share, are always trained on besides.

    Attributes
    ----------
    strategies, keeps
        Each strategy at each share in (0, 1).
    lists
        What somebody else chose.
    seeds
        How many; they are 0, 1, ….
    schedules
        As many updates as the full set takes, as many epochs, or both.
    test
        Another source of samples to test on than the analysis has; None for that.
    test_contents
        What the files of that source were, as of `Contents.test`.
    """

    strategies: tuple[str, ...] = ()
    keeps: tuple[float, ...] = ()
    seeds: int = 5
    schedules: tuple[Schedule, ...] = ("updates",)
    lists: tuple[IndexList, ...] = ()
    test: str | None = None
    test_contents: str = ""

    @classmethod
    def of(
        cls,
        strategies: Iterable[str] = (),
        keeps: Iterable[float] = (),
        seeds: int = 5,
        schedules: Iterable[str] = ("updates",),
        lists: Iterable[IndexList] = (),
        test: str | None = None,
    ) -> Self:
        """The request, each thing asked for once, in an order that does not depend on how it was asked for.

        Raises
        ------
        InputError
            If it asks for nothing, for too much, or for a share or a name that cannot be.
        """
        _require_several(strategies=strategies, keeps=keeps, schedules=schedules)
        if not isinstance(seeds, int | np.integer) or isinstance(seeds, bool):
            raise InputError(f"seeds is {seeds!r}: give a whole number.", field="seeds")
        if test is not None and not isinstance(test, str):
            raise InputError("test must name a source, such as a folder.", field="test")
        strategies, keeps = list(strategies), list(keeps)
        if not all(isinstance(name, str) for name in strategies):
            raise InputError("Strategies are given by their names.", field="strategies")
        if not all(is_number(keep) for keep in keeps):
            raise InputError("Shares are numbers, such as 0.8.", field="keeps")
        wanted = [require_one_of(one, SCHEDULES, "schedule", field="schedules") for one in schedules]
        request = cls(
            tuple(dict.fromkeys(name for name in strategies if name not in (FULL, RANDOM))),
            tuple(sorted({float(keep) for keep in keeps}, reverse=True)),
            int(seeds),
            tuple(one for one in SCHEDULES if one in wanted),
            tuple(sorted(lists, key=lambda one: one.name)),
            test,
        )
        request._check()
        return request

    def _check(self) -> None:
        _require_names([one.name for one in self.lists], self.strategies)
        arms = len(self.strategies) + len(self.lists)
        if arms > MOST_ARMS:
            raise InputError(f"These are {arms} arms: give at most {MOST_ARMS}.", field="strategies")
        if not self.keeps and not self.lists:
            raise InputError("Say which shares to keep, such as 0.8 and 0.5.", field="keeps")
        if self.strategies and not self.keeps:
            raise InputError("Say which shares the strategies are to keep, such as 0.8.", field="keeps")
        if len(self.keeps) > MOST_SHARES:
            raise InputError(
                f"These are {len(self.keeps)} shares: give at most {MOST_SHARES}.", field="keeps"
            )
        for keep in self.keeps:
            if not 0 < keep < 1:  # neither is NaN
                raise InputError(
                    f"keep is {keep:g}: give a share above 0 and below 1, since all samples are trained on "
                    "besides.",
                    field="keeps",
                )
        if not self.schedules:
            raise InputError("Say how long to train: updates, epochs or both.", field="schedules")
        if not 1 <= self.seeds <= MOST_SEEDS:
            raise InputError(f"seeds is {self.seeds}: it must be between 1 and {MOST_SEEDS}.", field="seeds")

    def trainings(self, samples: int) -> Iterator[Training]:
        """All trainings on `samples` samples, seed by seed: where it stops, the seeds before are complete."""
        for seed in range(self.seeds):
            yield Training(FULL, 1.0, seed, self.schedules[0])
            for keep in self.keeps:
                for arm in (RANDOM, *self.strategies):
                    yield from (Training(arm, keep, seed, schedule) for schedule in self.schedules)
            for one in self.lists:
                share = len(one.indices) / samples
                for arm in (one.companion, one.name):
                    yield from (Training(arm, share, seed, schedule) for schedule in self.schedules)

    @property
    def companions(self) -> dict[str, str]:
        """The random arm of each list."""
        return {one.name: one.companion for one in self.lists}

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "arms": [*self.strategies, *({"list": one.name, "packed": one.packed} for one in self.lists)],
            "keeps": list(self.keeps),
            "seeds": self.seeds,
            "schedules": list(self.schedules),
            "test": self.test,
            "test_contents": self.test_contents,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse of `to_dict`."""
        arms = values["arms"]
        return cls(
            tuple(arm for arm in arms if isinstance(arm, str)),
            tuple(values["keeps"]),
            values["seeds"],
            cast("tuple[Schedule, ...]", tuple(values["schedules"])),
            tuple(IndexList(arm["list"], arm["packed"]) for arm in arms if not isinstance(arm, str)),
            values["test"],
            values["test_contents"],
        )


@dataclass(frozen=True)
class EvaluationEstimate:
    """What an evaluation will take on this machine.

    Attributes
    ----------
    trainings, updates
        How many trainings there are, and batches in all of them.
    full_updates
        How many batches a training on all samples has.
    samples, test_samples, held_out
        How many are trained on, how many are tested on, and what these are.
    seconds
        By a few updates that were tried.
    """

    trainings: int
    updates: int
    full_updates: int
    samples: int
    test_samples: int
    held_out: HeldOut
    seconds: float


def _require_names(names: Sequence[str], strategies: Sequence[str]) -> None:
    """Refuse names of lists that are none, too long, or those of other arms."""
    for name in names:
        if not name.strip() or len(name) > LONGEST_LIST_NAME or has_controls(name):
            raise InputError(
                f"A list is called '{shown(name)}': give it a name of 1 to {LONGEST_LIST_NAME} characters.",
                field="lists",
            )
        taken = name in (FULL, RANDOM, *strategies) or name.startswith(COMPANION)
        if taken or names.count(name) > 1:
            raise InputError(f"Two arms are called '{name}': give the list another name.", field="lists")


def _gaps(ascending: NDArray[np.uint64]) -> bytes:
    """Differences, byte plane by byte plane: of small ones all but a plane or two are zeros."""
    gaps = np.diff(ascending, prepend=np.uint64(0)).astype("<u8")
    return gaps.view(np.uint8).reshape(-1, 8).T.tobytes()


def expected_rows(training: Training, samples: int) -> int:
    """About how many of `samples` samples a training is on."""
    return max(1, math.floor(training.keep * samples + 0.5))


def _require_several(**given: Any) -> None:
    """Refuse one thing where several are asked for: a text would be taken for its letters."""
    for field, values in given.items():
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise InputError(f"{field} is {values!r}: give a list, even of one.", field=field)
