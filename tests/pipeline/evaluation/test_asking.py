"""What an evaluation asks for is made fit for any process, or refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import lpntk
from lpntk.domain import InputError
from lpntk.domain.evaluation_request import EvaluationRequest, IndexList
from lpntk.pipeline.evaluation.asking import prepare
from support import data


def asked(workspace, **wanted):
    with workspace.results(1) as results:
        return prepare(results, EvaluationRequest.of(**{"keeps": [0.5], **wanted}))


def archive(path, seed=0):
    images, labels = data.digits()
    chosen = np.random.default_rng(seed).permutation(len(labels))[:50]
    np.savez(path, images=images[chosen], labels=labels[chosen])
    return path


def test_an_unknown_strategy_is_refused(finished):
    with pytest.raises(InputError, match=r"Unknown pruning strategy .fpc-larges.*fpc-largest"):
        asked(finished, strategies=["fpc-larges"])


def test_a_list_of_other_samples_is_refused(finished):
    with finished.results(1) as results:
        there = set(results.indices.tolist())
    other = next(index for index in range(1797) if index not in there)
    with pytest.raises(InputError, match=f"holds 1 samples that analysis 1 does not have, such as {other}:"):
        asked(finished, lists=[IndexList.of("mine", [*there, other])])


def test_a_test_set_is_named_for_any_process_with_what_its_files_are(finished, tmp_path, monkeypatch):
    archive(tmp_path / "judges.npz")
    monkeypatch.chdir(tmp_path)
    request = asked(finished, test="judges.npz")
    assert request.test == str(tmp_path / "judges.npz")
    archive(tmp_path / "judges.npz", seed=1)
    again = asked(finished, test="judges.npz")
    assert again.test_contents != request.test_contents


def test_a_test_set_that_is_not_there_is_refused(finished, tmp_path):
    with pytest.raises(InputError, match="The test set:") as caught:
        asked(finished, test=str(tmp_path / "nowhere.npz"))
    assert caught.value.field == "test"


def test_a_test_set_that_has_changed_is_refused(finished, tmp_path):
    request = EvaluationRequest.of(keeps=[0.5], seeds=1, test=str(archive(tmp_path / "judges.npz")))
    task_id = finished.evaluate(1, request)
    archive(tmp_path / "judges.npz", seed=1)
    with pytest.raises(InputError, match=r"judges\.npz has changed since"):
        finished.run_task(task_id)


def test_a_model_that_was_given_as_an_object_is_refused(tmp_path):
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    images, labels = torch.rand(8, 1, 4, 4), torch.arange(8) % 2
    analysis = lpntk.analyse(model, (images, labels), db=f"sqlite:///{tmp_path / 'given.db'}", heads=0.5)
    with analysis.workspace as workspace, pytest.raises(InputError, match="cannot be built afresh"):
        workspace.evaluate(analysis.id, EvaluationRequest.of(keeps=[0.5]))
