from __future__ import annotations

import pytest

from lpntk.domain import Cancelled, JobProgress, Stage
from lpntk.pipeline.stages.progress import TELL_SECONDS, WRITE_SECONDS, Reporter


class Watched:
    """A reporter with a clock that is set by hand, and what it tells and writes."""

    def __init__(self) -> None:
        self.now = 100.0
        self.told: list[JobProgress] = []
        self.written: list[JobProgress] = []
        self.stop = False
        self.report = Reporter(
            Stage.KERNEL,
            "tiles",
            check=self._check,
            tell=self.told.append,
            write=self.written.append,
            clock=lambda: self.now,
        )

    def _check(self) -> None:
        if self.stop:
            raise Cancelled("Enough.")


@pytest.fixture
def watched() -> Watched:
    return Watched()


def step(watched: Watched, seconds: float, done: int, total: int = 200) -> JobProgress:
    watched.now += seconds
    watched.report(done, total)
    return watched.told[-1]


def test_rate_and_time_left_follow_from_what_was_done_in_this_run(watched: Watched) -> None:
    watched.report(40, 100)
    step(watched, 60, 41, 100)  # took what all need: it says nothing of the others
    for done in range(51, 82, 10):
        assert step(watched, 5, done, 100).rate == (2.0 if done == 81 else None)

    assert watched.told[-1] == JobProgress(Stage.KERNEL, 81, 100, "tiles", rate=2.0, remaining=9.5)
    assert watched.told[-1].left == "about 10 s left"


def test_nothing_is_said_until_slow_first_steps_are_forgotten(watched: Watched) -> None:
    watched.report(0, 200)
    for done in (1, 2, 3):
        step(watched, 80, done)  # each compiles something
    said = [step(watched, 0.3, done).remaining for done in range(4, 200)]

    assert all(remaining is None or remaining < 100 for remaining in said)
    assert said[10] == pytest.approx(0.3 * 186, rel=0.01)


def test_an_early_guess_is_never_far_off(watched: Watched) -> None:
    watched.report(0, 200)
    seconds = [60.0, 20.0, 5.0] + [0.4] * 197
    for done, one in enumerate(seconds, 1):
        progress = step(watched, one, done)
        if progress.remaining is not None:
            assert progress.remaining <= 2 * sum(seconds[done:]) + 2


def test_the_pace_of_a_while_ago_is_forgotten(watched: Watched) -> None:
    for done in range(100):
        step(watched, 1, done, 400)
    for done in range(100, 200):
        last = step(watched, 2, done, 400)
    assert last.rate == pytest.approx(0.5)


def test_steps_too_many_to_mark_are_counted_together(watched: Watched) -> None:
    for done in range(20_000):
        last = step(watched, 0.001, done, 40_000)
    assert last.rate == pytest.approx(1000, rel=0.01)


def test_no_time_is_left_at_the_end_and_none_is_known_without_a_total(watched: Watched) -> None:
    for done in range(6):
        last = step(watched, 1, done, 0)
    assert last == JobProgress(Stage.KERNEL, 5, 0, "tiles", rate=1.0, remaining=None)
    assert last.left is None
    assert step(watched, 1, 6, 6).remaining == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "5 s"),
        (12, "15 s"),
        (54, "55 s"),
        (61, "1 min"),
        (3500, "58 min"),
        (3600, "1 h"),
        (9000, "2.5 h"),
    ],
)
def test_time_left_is_told_as_roughly_as_it_is_known(seconds: float, words: str) -> None:
    assert JobProgress("map", 1, 2, "epochs", 1.0, seconds).left == f"about {words} left"


def test_people_are_told_often_and_the_database_seldom(watched: Watched) -> None:
    step = TELL_SECONDS / 4
    for done in range(200):
        watched.report(done, 1000)
        watched.now += step

    seconds = 200 * step
    assert len(watched.told) == pytest.approx(seconds / TELL_SECONDS, abs=3)
    assert len(watched.written) == pytest.approx(seconds / WRITE_SECONDS, abs=3)


def test_the_first_and_the_last_are_told_at_once(watched: Watched) -> None:
    watched.report(0, 2)
    watched.report(1, 2)
    watched.report(2, 2)

    assert [progress.done for progress in watched.told] == [0, 2]
    assert [progress.done for progress in watched.written] == [0, 2]


def test_every_call_may_stop_the_work(watched: Watched) -> None:
    watched.report(0, 2)
    watched.stop = True
    with pytest.raises(Cancelled):
        watched.report(1, 2)
