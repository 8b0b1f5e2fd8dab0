"""`lpntk.analyse(…, trace=…)`: the dynamics of a training in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import Subset, TensorDataset

import lpntk
from lpntk.domain import InputError, TrainingTrace
from support.loops import loader_of, network, some_digits, teach

ROWS = list(range(60, 20, -1))


@pytest.fixture
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'my.db'}"


def recorded(dataset: Any, file: Path) -> tuple[torch.nn.Module, lpntk.Recorder]:
    """Two epochs of somebody's own training."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = network()
        recorder = lpntk.Recorder(model, loader_of(dataset), file)
        for _ in range(2):
            teach(model, recorder.epoch())
    return model, recorder


def test_a_subset_that_was_recorded_is_analysed_with_its_dynamics(db: str, tmp_path: Path) -> None:
    subset = Subset(some_digits(), ROWS)
    model, recorder = recorded(subset, tmp_path / "run.trace")

    traced = lpntk.analyse(model, subset, db, trace=recorder.file)
    plain = lpntk.analyse(model, subset, db)
    same = lpntk.analyse(model, subset, db, trace=str(recorder.file))

    found = traced.scores(frame=False)
    recording = recorder.recording()
    places = np.searchsorted(recording.indices, ROWS)
    labels = some_digits().tensors[1].numpy()[ROWS]
    expected = recording.probabilities[:, places, labels].mean(axis=0)
    np.testing.assert_allclose(found["mean_confidence"], expected, rtol=1e-5)
    assert traced.id == same.id != plain.id
    assert "mean_confidence" not in plain.scores(frame=False)
    assert traced.prune("by:forgetting_events:highest", 0.5).kept.size


def test_arrays_are_taken_in_the_order_of_the_samples(db: str) -> None:
    data, model = some_digits(40), network()
    generator = np.random.default_rng(0)
    probabilities = generator.dirichlet(np.ones(10), (3, 40)).astype(np.float32)
    held_out = np.arange(40) % 8 == 0

    analysis = lpntk.analyse(model, data, db, trace=TrainingTrace(probabilities, held_out))

    labels = data.tensors[1].numpy()
    found = analysis.scores(frame=False)["mean_confidence"]
    np.testing.assert_allclose(found, probabilities[:, np.arange(40), labels].mean(axis=0), rtol=1e-5)


@pytest.mark.parametrize(
    ("probabilities", "words"),
    [
        (np.full((2, 40, 9), 1 / 9), "has probabilities of 9 classes, and the data set has 10"),
        (np.full((2, 40, 10), 0.2), "What the trace has of sample 0 in epoch 1 are no probabilities"),
        (np.full((2, 30, 10), 0.1), "is of 30 samples, 40 of them marked as held out or not"),
        (np.full((40, 10), 0.1), "The probabilities in the trace are float64 of shape"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(db: str, probabilities: np.ndarray, words: str) -> None:
    with pytest.raises(InputError, match=words):
        lpntk.analyse(
            network(), some_digits(40), db, trace=TrainingTrace(probabilities, np.zeros(40, np.bool_))
        )


def test_a_trace_of_other_samples_is_refused(db: str, tmp_path: Path) -> None:
    model, recorder = recorded(some_digits(), tmp_path / "run.trace")
    images, labels = some_digits().tensors
    with pytest.raises(InputError, match="it is of other samples, or of another order") as caught:
        lpntk.analyse(model, TensorDataset(images.flip(0), labels.flip(0)), db, trace=recorder.file)
    assert caught.value.field == "trace"
    with pytest.raises(InputError, match=r"nothing\.trace cannot be read"):
        lpntk.analyse(model, some_digits(), db, trace=tmp_path / "nothing.trace")
