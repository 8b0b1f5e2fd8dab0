"""How an analysis's progress is shown on standard error."""

from __future__ import annotations

import itertools
import re

import pytest

from lpntk.cli import progress
from lpntk.cli.progress import stage_progress
from lpntk.domain import JobProgress, Stage
from lpntk.pipeline.results.views import StageView

STAGES = [StageView(stage, done=stage is Stage.DATA, seconds=None) for stage in Stage]


def report() -> None:
    with stage_progress(STAGES) as on_progress:
        on_progress(JobProgress(Stage.LEARNING, 0, 3, "epochs"))
        on_progress(JobProgress(Stage.LEARNING, 1, 3, "epochs", rate=0.5, remaining=4.0))
        on_progress(JobProgress(Stage.LEARNING, 3, 3, "epochs", rate=0.5, remaining=0.0))
        on_progress(JobProgress(Stage.KERNEL, 1024, 0, "tiles", rate=1234.4))


def test_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(step=6)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(clock)))
    report()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Samples: kept from before"
    assert "Learning: 1/3 epochs, 0.5 epochs/s, about 5 s left" in lines
    assert any(re.fullmatch(r"Learning: done in \d+ s", line) for line in lines)
    assert re.fullmatch(r"Kernel: done in \d+ s", lines[-1])


def test_the_time_that_is_stored_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with stage_progress([], lambda: [StageView(Stage.KERNEL, done=True, seconds=4.3)]) as on_progress:
        on_progress(JobProgress(Stage.LEARNING, 3, 3, "epochs"))
        on_progress(JobProgress(Stage.KERNEL, 1, 1, "tiles"))
    learning, kernel = capsys.readouterr().err.splitlines()
    assert learning.startswith("Learning: done in ")
    assert kernel == "Kernel: done in 4.3 s"


def test_a_quick_stage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    report()
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.partition(":")[0] for line in err.splitlines()] == ["Samples", "Learning", "Kernel"]


def test_a_stage_that_fails_is_not_called_done(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with stage_progress([]) as on_progress:
            on_progress(JobProgress(Stage.KERNEL, 1, 5, "tiles"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert "done" not in capsys.readouterr().err


def test_bars_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    report()
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capsys.readouterr().err)
    final = text.splitlines()[-3:]
    assert [line.split()[:2] for line in final] == [["✓", "Samples"], ["✓", "Learning"], ["✓", "Kernel"]]
    assert final[0].rstrip().endswith("kept from before")
    assert re.search(r"done in \d", final[1])
