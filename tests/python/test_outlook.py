"""`Analysis.outlook` and `Analysis.outlooks`: what is forecast of plans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

import lpntk
from lpntk.domain import InputError, NotFoundError

N = 40


@pytest.fixture
def analysis(tmp_path: Path) -> Iterator[lpntk.Analysis]:
    """Of a model that was brought: nothing was held out, and no epochs are known."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
    images, labels = torch.randn(N, 1, 6, 6), torch.arange(N) % 3
    analysis = lpntk.analyse(model, (images, labels), f"sqlite:///{tmp_path / 'my.db'}")
    yield analysis
    analysis.workspace.close()


def test_what_is_forecast_of_a_plan(analysis: lpntk.Analysis) -> None:
    found = analysis.outlook("fpc-largest", 0.5, seed=1)

    assert (found.strategy, found.keep, found.seed) == ("fpc-largest", 0.5, 1)
    assert found.held_out == "drawn"
    assert found.samples == N // 10
    assert found.random.low <= found.random.mean <= found.random.high
    assert found.sentence.startswith(f"Forecast {100 * found.accuracy:.1f} %")
    assert "drawn at random, since training held none out" in found.note
    with pytest.raises(InputError, match="Unknown pruning strategy 'best'"):
        analysis.outlook("best", 0.5)
    with pytest.raises(NotFoundError, match="has no score 'aum'"):
        analysis.outlook("aum", 0.5)


def test_strategies_by_what_is_forecast_of_them(analysis: lpntk.Analysis) -> None:
    found = analysis.outlooks(0.5)

    names = [one.strategy for one in found]
    assert {"random", "fpc-largest", "k-center", "grand"} <= set(names)
    assert not {"aum", "forgetting"} & set(names), "a model that was brought has no epochs"
    assert [one.accuracy for one in found] == sorted((one.accuracy for one in found), reverse=True)
    assert found[names.index("fpc-largest")] == analysis.outlook("fpc-largest", 0.5)
