"""Giving shards to whoever is free, and again to another if a worker dies."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from lpntk.domain import InputError, LpntkError
from lpntk.pipeline.cluster.connection import crew_size
from lpntk.pipeline.cluster.worker import Worker
from lpntk.pipeline.shards.part_file import PartFile
from lpntk.pipeline.shards.pieces import name_of, pieces
from lpntk.pipeline.stages.assignment import Assignment, versions
from lpntk.pipeline.stages.crew import Part

# What fails so often, each time with another worker, is not to be had.
MOST_FAILURES = 3
# How often it is looked whether there are more machines, or none any more; and how long none is borne.
LOOK_SECONDS, LONELY_SECONDS = 5.0, 120.0
_POLL_SECONDS = 0.2


@dataclass(eq=False)
class _Hand:
    """A worker.

    Attributes
    ----------
    actor
        Its handle.
    opens
        Whether it has been told to read the samples.
    shard
        Which it computes, or did last; 0 before the first.
    file
        Where what it computes is to go; None while it computes nothing.
    """

    actor: Any
    opens: bool = False
    shard: int = 0
    file: PartFile | None = None


class Dispatch:
    """Has shards computed by actors of a Ray cluster. A context manager: the actors are gone afterwards.

    Parameters
    ----------
    ray
        The package, connected.
    assignment
        What all shards are of.
    files
        Of the shards that are to be computed.
    gpus
        Whether each worker has a GPU of its own.
    """

    def __init__(self, ray: Any, assignment: Assignment, files: Sequence[PartFile], *, gpus: bool) -> None:
        self._ray, self._assignment, self._gpus = ray, assignment, gpus
        self._given = ray.put(assignment)
        self._waiting = {file.shard.number: file for file in files}
        self._flying: dict[Any, _Hand] = {}
        self._failures: Counter[int] = Counter()
        self._look = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for hand in self._flying.values():
            self._ray.kill(hand.actor)

    def run(self, check: Callable[[], None]) -> Iterator[tuple[PartFile, Part]]:
        """What each shard comes to, in whatever order.

        Raises
        ------
        InputError
            If a worker has other versions or other samples, if pieces fail always, or nobody is there.
        """
        last_seen = time.monotonic()
        while self._waiting or self._busy():
            now = time.monotonic()
            if now >= self._look:
                self._look = now + LOOK_SECONDS
                last_seen = now if self._hire() or self._busy() else last_seen
                _require_somebody(now - last_seen)
            check()
            for answer in self._answers():
                hand = self._flying.pop(answer)
                file = hand.file
                result = self._result(answer, hand)
                if file is not None and isinstance(result, Part):
                    yield file, result

    def _answers(self) -> list[Any]:
        """What has come of what was asked, after a moment."""
        if not self._flying:
            time.sleep(_POLL_SECONDS)
            return []
        ready, _ = self._ray.wait(list(self._flying), num_returns=1, timeout=_POLL_SECONDS)
        return list(ready)

    def _busy(self) -> bool:
        return any(hand.file is not None for hand in self._flying.values())

    def _hire(self) -> bool:
        """Have as many workers as the cluster holds, if there is work for them; whether it holds any."""
        try:
            workers, threads = crew_size(self._ray, gpus=self._gpus)
        except InputError:
            return False
        wanted = min(workers, len(self._waiting) + len(self._flying))
        for _ in range(wanted - len(self._flying)):
            self._hire_one(threads)
        return True

    def _hire_one(self, threads: int) -> None:
        variables = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        options: dict[str, Any] = {"num_cpus": threads}
        if self._gpus:
            variables, options = {}, {"num_cpus": 0, "num_gpus": 1}
        environment = {"env_vars": {**variables, "RAY_USAGE_STATS_ENABLED": "0"}}
        actor = self._ray.remote(Worker).options(runtime_env=environment, **options).remote(threads)
        self._flying[actor.hello.remote()] = _Hand(actor)

    def _result(self, answer: Any, hand: _Hand) -> Part | None:
        """What a worker answered; it goes on with what is next for it."""
        try:
            result = self._ray.get(answer)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, LpntkError):
                raise type(error.cause)(error.cause.message, field=error.cause.field) from None
            if self._failed(hand, str(error.cause)):
                self._give(hand)
            else:
                self._ray.kill(hand.actor)
            return None
        except self._ray.exceptions.RayError as error:
            self._failed(hand, f"its worker's process ended ({type(error).__name__})")
            self._look = 0.0  # for another in its place
            return None
        if isinstance(result, dict):
            _require_same_versions(result)
        done = result if isinstance(result, Part) else None
        hand.file = None
        self._give(hand)
        return done

    def _failed(self, hand: _Hand, how: str) -> bool:
        """Put what a worker was at back among what waits; whether that was a shard. InputError in the end."""
        number = 0 if hand.file is None else hand.file.shard.number
        self._failures[number] += 1
        if self._failures[number] >= MOST_FAILURES:
            if hand.file is None:
                what = "reading the samples"
            else:
                own = sorted(pieces(self._assignment, hand.file.shard.count)[number - 1])
                what = f"shard {hand.file.shard}, from {name_of(self._assignment, own[0])} on,"
            raise InputError(
                f"On {MOST_FAILURES} workers {what} failed, at last with {how}: lpntk resume "
                f"{self._assignment.analysis_id} goes on once the reason is gone.",
                field="cluster",
            )
        if hand.file is None:
            return False
        self._waiting[number], hand.file = hand.file, None
        return True

    def _give(self, hand: _Hand) -> None:
        """Tell a worker what is next for it; it goes if there is nothing."""
        if not hand.opens:
            hand.opens = True
            self._flying[hand.actor.open.remote(self._given)] = hand
        elif self._waiting:
            hand.shard = _next_shard(sorted(self._waiting), hand.shard)
            hand.file = self._waiting.pop(hand.shard)
            self._flying[hand.actor.compute.remote(hand.file.shard)] = hand
        else:
            self._ray.kill(hand.actor)


def _next_shard(waiting: Sequence[int], last: int) -> int:
    """The one after the last, whose features are partly there; else one amid the longest run of them."""
    if last + 1 in waiting:
        return last + 1
    runs: list[list[int]] = []
    for number in waiting:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    longest = max(runs, key=len)
    return longest[len(longest) // 2]


def _require_same_versions(hello: dict[str, Any]) -> None:
    for name, ours in versions().items():
        theirs = hello["versions"].get(name)
        if theirs != ours:
            raise InputError(
                f"The worker on {hello['node']} has {name} {theirs}, and here is {ours}: install the same "
                "version everywhere.",
                field="cluster",
            )


def _require_somebody(seconds: float) -> None:
    if seconds > LONELY_SECONDS:
        raise InputError(
            f"The Ray cluster has had nobody to compute for {LONELY_SECONDS:.0f} seconds: add a node to it "
            "by `ray start --address=HOST:PORT`, and lpntk resume goes on.",
            field="cluster",
        )
