"""Small blocks, a clock that moves, and what is computed without interruption."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.pipeline.material import requested as material
from lpntk.pipeline.workspace import Workspace
from lpntk.store import jobs
from lpntk.store.engine import Database
from support.analyses import REQUEST
from support.databases import empty_file
from support.interruptions import LEASE, Ticking
from support.results import Results, results


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small blocks, every step written down, and a lease that is long for such a clock."""
    monkeypatch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 50)
    monkeypatch.setattr("lpntk.pipeline.stages.exact_kernel.WRITE_SECONDS", 0)
    monkeypatch.setattr("lpntk.pipeline.stages.exact_kernel.WRITE_RATIO", 0)
    monkeypatch.setattr(jobs, "LEASE_SECONDS", LEASE)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Database(empty_file(tmp_path / "x.db")), Ticking()) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What a run without interruption computes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 50)
        with Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('straight') / 'x.db'}") as workspace:
            analysis_id = workspace.submit(REQUEST).id
            workspace.run(analysis_id)
            return results(workspace.url, analysis_id)


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry a training."""
    done: list[int] = []
    original = material.train

    def train(*args: object, **named: object) -> object:
        done.append(1)
        return original(*args, **named)

    monkeypatch.setattr(material, "train", train)
    return done
