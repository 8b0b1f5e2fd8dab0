"""`Analysis.experiment`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

import lpntk
from lpntk.domain import ConflictError, InputError, JobProgress
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis


@pytest.fixture
def analysis(tmp_path: Path) -> Iterator[lpntk.Analysis]:
    url, analysis_id = finished_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        yield lpntk.Analysis(workspace, analysis_id)


def test_an_experiment_has_a_verdict_a_table_and_a_figure(analysis: lpntk.Analysis) -> None:
    told: list[JobProgress] = []
    found = analysis.experiment("forgetting", runs=3, steps=4, observed=30, on_progress=told.append)

    assert found.seen is None
    assert found.claim.startswith("Which samples the next step")
    assert [row["Foretold by"] for row in found.table] == ["eNTK with the error", "eNTK with the sign"]
    assert [tuple(row) for row in found.table] == [found.result.columns] * 2
    assert found.figure().data
    assert any(progress.unit == "steps" for progress in told)
    told.clear()
    assert analysis.experiment("forgetting", runs=3, steps=4, observed=30, on_progress=told.append) == found
    assert told == []


def test_what_there_is_not_is_refused(analysis: lpntk.Analysis) -> None:
    with pytest.raises(InputError, match="Unknown experiment"):
        analysis.experiment("foretelling")
    with pytest.raises(InputError, match="has no option 'depth'"):
        analysis.experiment("forgetting", depth=3)


def test_a_model_that_was_given_has_no_training(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 2))
    samples = (torch.rand(12, 1, 4, 4), torch.arange(12) % 2)
    given = lpntk.analyse(model, samples, db=f"sqlite:///{tmp_path / 'x.db'}", heads=0.5)
    with given.workspace, pytest.raises(ConflictError, match=f"Analysis {given.id} is of a model and data"):
        given.experiment("forgetting")
