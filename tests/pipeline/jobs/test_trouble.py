from __future__ import annotations

import logging

import pytest

from lpntk.pipeline.jobs.trouble import LONGEST_PAUSE, Trouble

log = logging.getLogger("troubled")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_same_trouble_is_said_ever_less_often_and_once_that_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    trouble = Trouble(log, clock)
    said = []
    for quarter in range(4 * 1000):
        clock.now = quarter / 4
        before = len(caplog.messages)
        trouble.say("The disk is full.")
        if len(caplog.messages) > before:
            said.append(clock.now)
    trouble.over()
    trouble.over()

    assert said == [0, 10, 30, 70, 150, 310, 630]
    assert caplog.messages == ["The disk is full."] * len(said) + ["That is over: The disk is full."]


def test_another_trouble_is_said_at_once(caplog: pytest.LogCaptureFixture) -> None:
    trouble = Trouble(log, Clock())
    trouble.over()
    for sentence in ("Full.", "Gone.", "Gone.", "Full."):
        trouble.say(sentence)

    assert caplog.messages == ["Full.", "Gone.", "Full."]


def test_lasting_trouble_is_never_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    trouble = Trouble(log, clock)
    for hour in range(100):
        clock.now = hour * LONGEST_PAUSE
        trouble.say("Full.")

    assert len(caplog.messages) == 100
