"""What is kept for the next request: only of what never changes, and no more than fits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lpntk.domain import DataSettings
from lpntk.pipeline.workspace import Workspace
from lpntk.store.recent import Recent
from support.analyses import REQUEST, finished_analysis


def test_the_least_recently_used_goes_when_the_limit_is_reached() -> None:
    recent = Recent(limit=3000)
    for key in "abc":
        recent.keep(key, np.zeros(1000, dtype=np.uint8))
    recent.find("a")
    recent.keep("d", np.zeros(1000, dtype=np.uint8))

    assert [recent.find(key) is not None for key in "abcd"] == [True, False, True, True]


@pytest.mark.parametrize(("limit", "size"), [(0, 1), (999, 1000)])
def test_what_does_not_fit_is_not_kept(limit: int, size: int) -> None:
    recent = Recent(limit)
    recent.keep("a", bytes(size))

    assert recent.find("a") is None


def test_an_analysis_after_a_deleted_one_shows_its_own_samples(tmp_path: Path) -> None:
    url, number = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        with workspace.results(number) as results:
            before = results.labels
        workspace.delete(number)
        again = workspace.submit(replace(REQUEST, data=DataSettings("digits", limit=60)))
        workspace.run(again.id)
        with workspace.results(again.id) as results:
            after = results.labels

    assert (len(before), len(after)) == (200, 60)


def test_a_second_request_reads_the_same_arrays(tmp_path: Path) -> None:
    url, number = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        found = []
        for _ in range(2):
            with workspace.results(number) as results:
                found.append(results.labels)

    assert found[0] is found[1]
    assert not found[0].flags.writeable
