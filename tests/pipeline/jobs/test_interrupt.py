from __future__ import annotations

import signal
import threading
from contextlib import suppress

import pytest

from lpntk.pipeline.jobs.interrupt import Interrupt


def test_a_ctrl_c_that_was_swallowed_is_raised_again() -> None:
    with Interrupt() as interrupt:
        interrupt.check()
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt.check()

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_somebody_else_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    came = []
    former = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        with Interrupt() as interrupt:
            signal.raise_signal(signal.SIGINT)
            interrupt.check()
    finally:
        signal.signal(signal.SIGINT, former)
    assert came == [True]


def test_it_may_be_used_in_any_thread() -> None:
    done = []

    def work() -> None:
        with Interrupt() as interrupt:
            interrupt.check()
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_within_a_callback_of_c_code_it_is_only_remembered() -> None:
    space = {"__name__": "llvmlite.binding", "signal": signal}
    exec("def callback(): signal.raise_signal(signal.SIGINT)", space)
    with Interrupt() as interrupt:
        space["callback"]()
        with pytest.raises(KeyboardInterrupt):
            interrupt.check()
