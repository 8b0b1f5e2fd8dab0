"""A worker of a cluster, without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lpntk.domain import InputError
from lpntk.domain.shard import Shard
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.summary.device_tile import DeviceTile
from lpntk.pipeline.cluster.worker import PieceError, Worker
from lpntk.pipeline.stages.assignment import Assignment, assignment
from lpntk.pipeline.workspace import Workspace
from support.sharded import EXACT, prepared


@pytest.fixture
def given(workspace: Workspace) -> Assignment:
    return assignment(workspace._database, prepared(workspace, EXACT))


def test_what_nobody_foresaw_names_the_tile(given: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    original = KernelEngine.tiles

    def fail(engine: KernelEngine, *arguments: Any) -> Iterator[DeviceTile]:
        for tile in original(engine, *arguments):
            if (tile.rows.start, tile.columns.start) == (30, 90):
                raise OSError("the disk is gone")
            yield tile

    monkeypatch.setattr(KernelEngine, "tiles", fail)
    worker = Worker(1)
    worker.open(given)

    with pytest.raises(PieceError) as caught:
        worker.compute(Shard(1, 1))
    assert str(caught.value) == "the tile of rows 30 to 59 and columns 90 to 119 (OSError: the disk is gone)"


def test_what_is_meant_for_people_stays_as_it_is(given: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(engine: KernelEngine, *arguments: Any) -> Iterator[DeviceTile]:
        raise InputError("There is no gradient.")

    monkeypatch.setattr(KernelEngine, "tiles", refuse)
    worker = Worker(0)
    worker.open(given)

    with pytest.raises(InputError, match=r"^There is no gradient\.$"):
        worker.compute(Shard(1, 1))


def test_a_worker_says_where_it_is_and_takes_its_part_of_the_memory(given: Assignment) -> None:
    worker = Worker(1)
    assert set(worker.hello()["versions"]) == {"lpntk", "torch"}

    worker.open(given)

    assert worker._bench is not None
    budget = worker._bench.assignment.request.kernel.memory_budget
    assert budget is not None
    assert 0 < budget < 64 << 30
