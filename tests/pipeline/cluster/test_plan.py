"""What an analysis will take on a cluster, by rates that are given."""

from __future__ import annotations

from typing import Any

import pytest

from lpntk.domain import AnalysisRequest, Estimate
from lpntk.domain.estimate import CrewSize
from lpntk.kernels.exact.calibration import Rates
from lpntk.pipeline.cluster.ray_crew import size_of
from lpntk.pipeline.estimate import kernel
from lpntk.pipeline.estimate.estimate import estimate
from lpntk.pipeline.workspace import Workspace
from support.sharded import EXACT, SKETCH

A_PASS, A_PAIR = 1.0, 0.01


@pytest.fixture(autouse=True)
def rates(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Rates(features=A_PASS, product=A_PAIR, summary=0.0, transfer=9.0)
    monkeypatch.setattr(kernel.calibration, "calibrate", lambda *arguments: given)


def planned(workspace: Workspace, asked: AnalysisRequest, crew: CrewSize | None = None) -> Estimate:
    return estimate(workspace._database, asked, crew=crew)


def test_a_kernel_on_a_cluster_is_divided_among_its_workers(workspace: Workspace) -> None:
    alone = planned(workspace, EXACT)
    four = planned(workspace, EXACT, CrewSize(4, 1, 32))

    assert alone.crew is None
    assert four.crew == CrewSize(4, 1, 32)
    # Blocks of 30 of 200 samples: their pairs, those in blocks on the diagonal whole, after one pass.
    pairs = (200**2 + 6 * 30**2 + 20**2) / 2
    assert alone.stages["kernel"] == pytest.approx(200 * A_PASS + pairs * A_PAIR)
    # The threads that the tests run with are one; the diagonal is computed here, and each of the 28 tiles
    # that are shards of their own needs two blocks.
    at_most = 200 * A_PASS + (28 * 60 * A_PASS + pairs * A_PAIR) / 4
    assert 200 * A_PASS + (200 * A_PASS + pairs * A_PAIR) / 4 < four.stages["kernel"] <= at_most


def test_slower_workers_are_reckoned_with(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.get_num_threads", lambda: 4)

    one, four = (planned(workspace, EXACT, CrewSize(2, n, 16)).stages["kernel"] for n in (1, 4))

    diagonal = 200 * A_PASS
    assert one - diagonal == pytest.approx(4 * (four - diagonal))


def test_the_first_pass_of_a_sketch_is_divided(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Given:
        sketch, pair = A_PASS, A_PAIR

        def searched(self, size: int) -> int:
            return size

        def summary(self, size: int) -> float:
            return 0.0

    monkeypatch.setattr(kernel, "calibrate", lambda *arguments: Given())

    # The second one says how far the sketch is from the kernel.
    assert planned(workspace, SKETCH).stages["kernel"] == pytest.approx(2 * 200 * A_PASS)
    four = planned(workspace, SKETCH, CrewSize(4, 0, 32)).stages["kernel"]
    assert four == pytest.approx(1.25 * 200 * A_PASS)


def test_the_size_of_a_cluster(cluster: Any) -> None:
    assert size_of(cluster.address, "auto") == CrewSize(2, 1, 16)
