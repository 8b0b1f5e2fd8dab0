"""What stays and what goes on average, against the mean of the previews."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from lpntk.domain import NotFoundError
from lpntk.pipeline.results import averages, plans
from lpntk.pipeline.results.averages import Side
from lpntk.pipeline.workspace import Workspace


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png))).astype(float)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("label", [None, 4])
def test_it_is_the_mean_of_the_previews(finished: Workspace, side: Side, label: int | None) -> None:
    with finished.results(1) as results:
        plan = plans.plan(results, "fpc-largest", 0.6)
        found = averages.average(results, plan, side, label)
        labels = dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))
        dataset_id = results.dataset_id
    chosen = [i for i in getattr(plan, side.value).tolist() if label is None or labels[i] == label]
    shown = [pixels(finished.preview(dataset_id, index).content) for index in chosen]
    np.testing.assert_allclose(pixels(found), np.mean(shown, axis=0), atol=0.5)


def test_of_many_a_part_is_taken_always_the_same(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with finished.results(1) as results:
        plan = plans.plan(results, "fpc-largest", 0.6)
        whole = averages.average(results, plan, Side.KEPT)
    monkeypatch.setattr(averages, "MOST_AVERAGED", 5)
    drawn = []
    for _ in range(2):
        with finished.results(1) as results:
            monkeypatch.setattr(results, "recall", lambda key, make: make())
            drawn.append(averages.average(results, plan, Side.KEPT))
    assert drawn[0] == drawn[1] != whole


def test_there_is_none_of_nothing_and_of_what_is_no_image(finished: Workspace) -> None:
    with finished.results(1) as results:
        everybody = plans.plan(results, "random", 1.0)
        with pytest.raises(NotFoundError, match="no sample of class 3 is pruned"):
            averages.average(results, everybody, Side.PRUNED, 3)
        results.dataset = replace(results.dataset, modality="text")
        with pytest.raises(NotFoundError, match="no images"):
            averages.average(results, everybody, Side.KEPT)
