"""A kernel on a Ray cluster is the kernel of one process, to the bit, whatever dies meanwhile."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    InputError,
    JobProgress,
    JobState,
    LearningSettings,
    Stage,
)
from lpntk.pipeline.cluster import dispatch
from lpntk.pipeline.cluster.dispatch import Dispatch
from lpntk.pipeline.shards.part_file import PartFile
from lpntk.pipeline.workspace import Workspace
from support.interruptions import stop_at, without_map
from support.results import Results, results
from support.said import texts
from support.sharded import EXACT, SKETCH, STREAMED, alone

MANY = replace(STREAMED, data=DataSettings("digits", limit=600))
"""Twenty blocks: 210 tiles."""

NETS = """
import os
from torch import nn

class Net(nn.Sequential):
    def forward(self, x):
        # Only where a worker computes, past the trials, and only of the one sample that is white all over.
        if "RAY_RAYLET_PID" in os.environ and len(x) > 20 and (x.flatten(1).amin(1) > 1).any():
            os._exit(1)
        return super().forward(x)

def make(num_classes, image_size):
    return Net(nn.Flatten(), nn.Linear(image_size**2, num_classes))
"""


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the shards whose results were written, one by one."""
    written: list[int] = []
    original = PartFile.write

    def write(file: PartFile, part: Any) -> None:
        original(file, part)
        written.append(file.shard.number)

    monkeypatch.setattr(PartFile, "write", write)
    return written


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How shards, or the beginning of workers, have failed."""
    ways: list[str] = []
    original = Dispatch._failed

    def fail(self: Dispatch, hand: Any, how: str) -> bool:
        ways.append(how)
        return original(self, hand, how)

    monkeypatch.setattr(Dispatch, "_failed", fail)
    return ways


def run(
    workspace: Workspace,
    cluster: Any,
    asked: AnalysisRequest,
    act: Callable[[], None] | None = None,
    after: int = 0,
) -> Results:
    """All but the map; when so many pieces are there, something else happens."""
    analysis_id = workspace.submit(asked).id
    end = stop_at(Stage.MAP, "epochs", 0)
    unit = "blocks" if asked.kernel.method == "sketch" else "tiles"
    then = stop_at(Stage.KERNEL, unit, after, act)

    def told(progress: JobProgress) -> None:
        end(progress)
        if after:
            then(progress)

    with suppress(KeyboardInterrupt):
        workspace.run(analysis_id, told, cluster=cluster.address)
    return without_map(results(workspace.url, analysis_id))


def workers() -> list[int]:
    """The processes that compute."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if path.read_bytes().startswith(b"ray::Worker"):
                found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("asked", [EXACT, STREAMED, SKETCH], ids=["matrix", "streamed", "sketch"])
def test_a_cluster_computes_what_one_process_does(
    workspace: Workspace, cluster: Any, asked: AnalysisRequest, given: list[int], tmp_path: Path
) -> None:
    assert run(workspace, cluster, asked) == alone(asked)
    assert len(given) == len(set(given)) >= 7
    assert workers() == []


def test_workers_read_texts_too(workspace: Workspace, cluster: Any) -> None:
    assert run(workspace, cluster, texts()) == alone(texts())


def test_a_killed_worker_costs_what_it_was_at(
    workspace: Workspace,
    cluster: Any,
    given: list[int],
    failed: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    killed: list[int] = []

    def kill() -> None:
        killed.extend(workers()[:1])
        os.kill(killed[0], signal.SIGKILL)

    assert run(workspace, cluster, MANY, kill, after=20) == alone(MANY)
    assert killed
    assert capfd.readouterr().out == ""
    assert len(failed) == 1
    assert sorted(given) == list(range(1, 17))


def test_a_run_that_was_stopped_goes_on_with_what_is_there(
    workspace: Workspace, cluster: Any, given: list[int]
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    run(workspace, cluster, MANY, stop, after=60)
    assert workspace.analysis(1).state is JobState.CANCELLED
    before = list(given)
    assert 1 <= len(before) < 16
    given.clear()

    assert run(workspace, cluster, MANY) == alone(MANY)
    assert sorted(before + given) == list(range(1, 17))


def test_what_always_fails_is_named(
    workspace: Workspace, cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = load_digits()
    images = (digits.images[:100] * 15).astype(np.uint8)
    images[70] = 255
    np.savez(tmp_path / "digits.npz", images=images, labels=digits.target[:100])
    (tmp_path / "failing_nets.py").write_text(NETS)
    monkeypatch.chdir(tmp_path)
    asked = AnalysisRequest(
        DataSettings(str(tmp_path / "digits.npz")),
        LearningSettings("failing_nets:make", epochs=1),
    )
    analysis_id = workspace.submit(asked).id

    with pytest.raises(InputError) as caught:
        workspace.run(analysis_id, cluster=cluster.address)

    assert re.fullmatch(
        r"On 3 workers shard \d+/10, from the tile of rows (.* and columns 60 to 89|60 to 89 and .*) on, "
        r"failed, at last with its worker's process ended \(ActorDiedError\): lpntk resume 1 .*\.",
        caught.value.message,
    ), caught.value.message
    assert workers() == []


def test_workers_of_other_versions_are_refused(
    workspace: Workspace, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = workspace.submit(EXACT).id
    monkeypatch.setattr(dispatch, "versions", lambda: {"lpntk": "0.0.0", "torch": "9"})

    with pytest.raises(InputError, match=r"The worker on .* has lpntk .*, and here is 0\.0\.0: install"):
        workspace.run(analysis_id, cluster=cluster.address)

    assert workspace.analysis(analysis_id).state is JobState.FAILED
    assert workers() == []


def test_a_lost_node_is_done_without(
    workspace: Workspace, cluster: Any, given: list[int], failed: list[str]
) -> None:
    lost = cluster.worker_nodes.copy().pop()

    assert run(
        workspace, cluster, MANY, lambda: cluster.remove_node(lost, allow_graceful=False), after=20
    ) == alone(MANY)
    assert len(failed) <= 1
    assert sorted(given) == list(range(1, 17))
