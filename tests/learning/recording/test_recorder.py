"""`lpntk.Recorder` in people's own loops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset, Subset, TensorDataset, WeightedRandomSampler

import lpntk
from lpntk.domain import InputError
from lpntk.learning.recording.files import read_recording
from support.loops import loader_of, network, some_digits, teach

EPOCHS = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.trace"


@pytest.fixture(autouse=True)
def _seeded() -> Any:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        yield


@pytest.mark.parametrize("workers", [0, 2])
def test_each_sample_has_what_its_own_batch_said(file: Path, workers: int) -> None:
    dataset, model = some_digits(), network()
    numbered = TensorDataset(*dataset.tensors, torch.arange(len(dataset)))
    recorder = lpntk.Recorder(model, loader_of(numbered, num_workers=workers), file)
    expected = np.zeros((EPOCHS, len(dataset), 10), np.float32)
    for epoch in range(EPOCHS):
        rows: list[int] = []

        def batches() -> Any:
            for inputs, labels, numbers in recorder.epoch():
                rows.extend(numbers.tolist())  # noqa: B023 - used up within the epoch
                yield inputs, labels

        said = np.concatenate(teach(model, batches()))
        expected[epoch, rows] = said

    found = read_recording(file)

    np.testing.assert_allclose(found.probabilities, expected, rtol=1e-6)
    np.testing.assert_array_equal(found.labels, dataset.tensors[1])
    np.testing.assert_array_equal(found.indices, np.arange(len(dataset)))
    assert (found.epochs.tolist(), found.recorded_in, found.notes) == ([1, 2, 3], "training", ())


@pytest.mark.parametrize("evaluate", [False, True])
def test_the_training_is_the_one_that_it_would_have_been(file: Path, evaluate: bool) -> None:
    alone, recorded = network(), network()
    loaders = [DataLoader(some_digits(), batch_size=32, shuffle=True) for _ in range(2)]
    recorder = lpntk.Recorder(recorded, loaders[1], file, evaluate=evaluate, checkpoints=["last"])
    for model, through in ((alone, lambda: loaders[0]), (recorded, recorder.epoch)):
        torch.manual_seed(5)
        for _ in range(EPOCHS):
            teach(model, through())

    for one, other in zip(alone.parameters(), recorded.parameters(), strict=True):
        assert torch.equal(one, other)
    assert recorded.training
    assert not recorded._forward_hooks


def test_evaluation_is_what_the_model_says_after_the_epoch(file: Path) -> None:
    dataset, model = some_digits(), network()
    recorder = lpntk.Recorder(model, loader_of(dataset), file, evaluate=True, every=2)
    for _ in range(4):
        teach(model, recorder.epoch())

    found = read_recording(file)

    with torch.no_grad():
        expected = model.eval()(dataset.tensors[0]).softmax(dim=1)
    assert found.epochs.tolist() == [2, 4]
    assert found.recorded_in == "evaluation"
    np.testing.assert_allclose(found.probabilities[-1], expected, rtol=1e-5, atol=1e-7)


def test_a_loader_to_evaluate_by_takes_the_place_of_one_that_augments(file: Path) -> None:
    dataset, model = some_digits(), network()
    noisy = TensorDataset(dataset.tensors[0] + 0.5 * torch.rand_like(dataset.tensors[0]), dataset.tensors[1])
    plain = DataLoader(dataset, batch_size=50)
    recorder = lpntk.Recorder(model, loader_of(noisy), file, evaluate=plain)
    teach(model, recorder.epoch())

    with torch.no_grad():
        expected = model.eval()(dataset.tensors[0]).softmax(dim=1)
    np.testing.assert_allclose(recorder.recording().probabilities[0], expected, rtol=1e-5, atol=1e-7)
    with pytest.raises(InputError, match="loader to evaluate by has 100 samples, and the training's 200"):
        lpntk.Recorder(model, loader_of(dataset), file, evaluate=DataLoader(some_digits(100)))


def test_checkpoints_are_the_weights_after_their_epochs(file: Path) -> None:
    model = network()
    recorder = lpntk.Recorder(model, loader_of(some_digits()), file, checkpoints=[2, "last"])
    after = []
    for _ in range(EPOCHS):
        teach(model, recorder.epoch())
        after.append({name: value.clone() for name, value in model.state_dict().items()})

    for path, expected in ((recorder.checkpoint(2), after[1]), (recorder.checkpoint("last"), after[2])):
        found = torch.load(path, weights_only=True)
        assert all(torch.equal(found[name], expected[name]) for name in expected)
    assert not recorder.checkpoint(1).exists()
    assert recorder.checkpoint(2).parent == file.parent


def test_a_subset_is_recorded_by_the_indices_of_the_whole(file: Path) -> None:
    dataset = some_digits()
    rows = [150, 3, 77, 12, 199, 40, 41, 42]
    part = Subset(Subset(dataset, rows), [0, 1, 2, 3, 4, 5])
    model = network()
    recorder = lpntk.Recorder(model, loader_of(part, batch_size=2), file)
    teach(model, recorder.epoch())

    found = recorder.recording()

    assert found.indices.tolist() == sorted(rows[:6])
    np.testing.assert_array_equal(found.labels, dataset.tensors[1][sorted(rows[:6])])


def test_samples_that_the_loader_drops_are_not_known(file: Path) -> None:
    model = network()
    in_order = loader_of(some_digits(), shuffle=False, drop_last=True)
    recorder = lpntk.Recorder(model, in_order, file)
    for _ in range(2):
        teach(model, recorder.epoch())

    found = recorder.recording()

    assert np.isnan(found.probabilities[:, 192:]).all()
    assert not np.isnan(found.probabilities[:, :192]).any()
    assert found.notes == ("8 of 200 samples came in no epoch.",)


def test_of_a_sample_that_comes_again_the_latest_counts(file: Path) -> None:
    dataset = some_digits()
    sampler = WeightedRandomSampler([1.0] * 200, 200, generator=torch.Generator().manual_seed(0))
    model = network()
    recorder = lpntk.Recorder(model, DataLoader(dataset, batch_size=32, sampler=sampler), file)
    teach(model, recorder.epoch())

    assert "Samples came more than once in an epoch" in recorder.recording().notes[0]


def test_an_epoch_that_is_left_counts_as_far_as_it_went(file: Path) -> None:
    model = network()
    with lpntk.Recorder(model, loader_of(some_digits()), file) as recorder:
        for _ in range(2):
            for inputs, _labels in recorder.epoch():
                model(inputs)
                break

    found = read_recording(file)

    assert (~np.isnan(found.probabilities[:, :, 0])).sum(axis=1).tolist() == [32, 32]


def test_a_training_that_dies_leaves_the_epochs_before(file: Path) -> None:
    model = network()
    recorder = lpntk.Recorder(model, loader_of(some_digits()), file)
    teach(model, recorder.epoch())

    def dying() -> Any:
        for inputs, labels in recorder.epoch():
            yield inputs, labels
            raise RuntimeError("no more power")

    with pytest.raises(RuntimeError, match="no more power"), recorder:
        teach(model, dying())

    assert read_recording(file).epochs.tolist() == [1]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_logits_may_be_given_by_hand_and_come_within_more(file: Path) -> None:
    class Several(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = network()

        def forward(self, inputs: torch.Tensor) -> dict[str, torch.Tensor]:
            return {"logits": self.net(inputs), "other": inputs}

    model = Several()
    heard = lpntk.Recorder(model, loader_of(some_digits(), shuffle=False), file)
    given = lpntk.Recorder(network(1), loader_of(some_digits(), shuffle=False), file)
    for recorder in (heard, given):
        torch.manual_seed(0)
        for inputs, _labels in recorder.epoch():
            logits = model(inputs)["logits"]
            if recorder is given:
                recorder.record(logits)

    np.testing.assert_array_equal(heard.recording().probabilities, given.recording().probabilities)


def test_a_model_that_never_runs_is_said_after_the_first_epoch(file: Path) -> None:
    recorder = lpntk.Recorder(network(), loader_of(some_digits()), file)
    with pytest.raises(InputError, match="Nothing was recorded in epoch 1: the model that the recorder"):
        teach(network(), recorder.epoch())
    odd = nn.Conv2d(1, 10, 8)
    recorder = lpntk.Recorder(odd, loader_of(some_digits()), file)
    with pytest.raises(InputError, match=r"the model gives \(8, 10, 1, 1\), which is no"):
        teach(nn.Sequential(odd, nn.Flatten()), recorder.epoch())


class _Stream(IterableDataset):
    def __iter__(self) -> Any:
        return iter(())


class _Growing(list):
    pass


@pytest.mark.parametrize(
    ("loader", "settings", "words"),
    [
        (DataLoader(_Stream()), {}, "IterableDataset, whose samples have no index"),
        (DataLoader(some_digits(), in_order=False), {}, "in whatever order they are ready"),
        (iter([1, 2]), {}, "list_iterator, which has no samples by position"),
        (DataLoader(Subset(some_digits(), [1, 1, 2])), {}, "a subset that has a sample twice"),
        (DataLoader(some_digits()), {"labels": [1.0, 2.0]}, "give 200 whole numbers"),
        (DataLoader(some_digits()), {"every": 0}, "every is 0: it must be at least 1"),
        (DataLoader(some_digits()), {"checkpoints": [0]}, "checkpoints has 0: give the numbers of epochs"),
        (DataLoader(some_digits()), {"checkpoints": ["best"]}, "checkpoints has 'best'"),
    ],
)
def test_what_cannot_be_recorded_is_refused_at_once(
    file: Path, loader: Any, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        lpntk.Recorder(network(), loader, file, **settings)


def test_batches_whose_samples_nobody_knows_are_refused(file: Path) -> None:
    recorder = lpntk.Recorder(network(), some_digits(), file)
    with pytest.raises(InputError, match="was given a data set, and knows no batches"):
        next(iter(recorder.epoch()))
    with pytest.raises(InputError, match="No epoch has ended yet"):
        recorder.recording()
    with pytest.raises(InputError, match="Nobody knows which samples are in this batch"):
        lpntk.Recorder(network(), loader_of(some_digits()), file).begin_batch([])


def test_another_order_than_the_loaders_is_noticed_by_the_labels(file: Path) -> None:
    dataset, model = some_digits(), network()
    labels = dataset.tensors[1].roll(1)
    recorder = lpntk.Recorder(model, loader_of(dataset), file, labels=labels)
    with pytest.raises(InputError, match=r"comes with the label \d where it had"):
        teach(model, recorder.epoch())


def test_a_data_set_that_grows_is_refused(file: Path) -> None:
    dataset, model = _Growing(list(some_digits(64))), network()
    recorder = lpntk.Recorder(model, DataLoader(dataset, batch_size=32), file)
    teach(model, recorder.epoch())
    dataset.append(dataset[0])
    with pytest.raises(InputError, match="has 65 samples where it had 64"):
        teach(model, recorder.epoch())
