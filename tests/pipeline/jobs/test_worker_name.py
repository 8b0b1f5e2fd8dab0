from __future__ import annotations

import os
import subprocess
import sys

from lpntk.pipeline.jobs.worker_name import is_gone, this_worker


def ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_only_a_process_that_has_ended_on_this_machine_is_gone() -> None:
    host = this_worker().rpartition(":")[0]

    assert this_worker() == f"{host}:{os.getpid()}"
    assert not is_gone(this_worker())
    assert is_gone(f"{host}:{ended_process()}")
    assert not is_gone(f"{host}-2:{ended_process()}")
    assert not is_gone("nonsense")
    assert not is_gone(f"{host}:nonsense")
