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


def test_rate_and_time_left_follow_from_what_was_done_in_this_run(watched: Watched) -> None:
    watched.report(40, 100)
    watched.now += 60
    watched.report(41, 100)
    watched.now += 5
    watched.report(51, 100)

    assert watched.told == [
        JobProgress(Stage.KERNEL, 40, 100, "tiles"),
        JobProgress(Stage.KERNEL, 41, 100, "tiles"),  # the first took what all need, so it tells no rate
        JobProgress(Stage.KERNEL, 51, 100, "tiles", rate=2.0, remaining=24.5),
    ]


def test_no_time_is_left_at_the_end_and_none_is_known_without_a_total(watched: Watched) -> None:
    watched.report(0, 0)
    watched.report(1, 0)
    watched.now += 1
    watched.report(6, 0)
    assert watched.told[-1] == JobProgress(Stage.KERNEL, 6, 0, "tiles", rate=5.0, remaining=None)
    watched.now += 1
    watched.report(10, 10)
    assert watched.told[-1].remaining == 0


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
