from __future__ import annotations

import sys

import numpy as np
import pytest
import torch
from torch.utils.data import Dataset, Subset

from lpntk.domain import Cancelled, InputError, LearningSettings
from lpntk.learning import batches as batches_module
from lpntk.learning import build_model, train
from lpntk.learning.weights import write_weights
from support import data
from support.training import TrainingSample, training_sample

CPU = torch.device("cpu")


def learn(sample, model, *, seed=0, progress=None, items=None, **settings):
    options = {} if progress is None else {"progress": progress}
    return train(
        sample.items if items is None else items,
        sample.labels,
        sample.architecture(model),
        LearningSettings(model=model, **settings),
        seed=seed,
        device=CPU,
        **options,
    )


def mean_loss(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels].astype(float)).mean()


@pytest.mark.parametrize("model", ["lenet", "mlp"])
def test_digits_are_learnt(digits, model):
    checkpoint, trace = learn(digits, model, epochs=10)
    assert checkpoint.accuracy > 0.97
    assert checkpoint.validation_accuracy > 0.93
    assert trace.probabilities.shape == (10, 1797, 10)
    assert trace.probabilities.dtype == np.float32
    assert trace.probabilities.sum(axis=2) == pytest.approx(1, abs=1e-5)


def test_mnist_is_learnt_in_three_epochs():
    sample = training_sample(*data.mnist(1797))
    assert learn(sample, "lenet", epochs=3)[0].accuracy > 0.88


def test_residual_network_learns_colour_images(few_colours):
    checkpoint, trace = learn(few_colours, "resnet18", epochs=6, batch_size=10)
    first, *_, last = (mean_loss(predicted, few_colours.labels) for predicted in trace.probabilities)
    assert last < first - 0.02
    assert checkpoint.accuracy > 0.1


def test_kept_weights_are_those_of_the_best_epoch_on_held_out_samples(digits):
    checkpoint, trace = learn(digits, "mlp", epochs=6)
    held_out = trace.validation
    right = trace.probabilities.argmax(axis=2) == digits.labels
    accuracy = right[:, held_out].mean(axis=1)
    best = checkpoint.epoch - 1
    assert checkpoint.validation_accuracy == accuracy[best] == accuracy.max()
    ties = np.flatnonzero(accuracy == accuracy.max())
    losses = [mean_loss(trace.probabilities[epoch][held_out], digits.labels[held_out]) for epoch in ties]
    assert ties[np.argmin(losses)] == best
    assert checkpoint.accuracy == right[best].mean()
    logits = build_model(checkpoint.architecture, checkpoint.weights)(digits.items.tensors[0])
    assert logits.softmax(1).detach().numpy() == pytest.approx(trace.probabilities[best], abs=1e-5)


def test_a_tenth_of_each_class_is_held_out(digits):
    _, trace = learn(digits, "mlp", epochs=1)
    sizes = np.bincount(digits.labels)
    assert (np.bincount(digits.labels[trace.validation]) == np.floor(sizes / 10 + 0.5)).all()
    _, other = learn(digits, "mlp", epochs=1, seed=1)
    assert (trace.validation != other.validation).any()


def test_with_too_few_samples_none_is_held_out_and_all_decide(few_digits):
    tiny = TrainingSample(Subset(few_digits.items, range(12)), few_digits.labels[:12], (8, 8, 1))
    checkpoint, trace = learn(tiny, "mlp", epochs=3)
    assert not trace.validation.any()
    assert checkpoint.validation_accuracy is None
    accuracies = (trace.probabilities.argmax(axis=2) == tiny.labels).mean(axis=1)
    assert checkpoint.accuracy == accuracies.max()


@pytest.mark.parametrize("model", ["lenet", "resnet18"])
def test_same_seed_same_result_to_the_bit(few_colours, model):
    first, second = (learn(few_colours, model, epochs=2, batch_size=40, seed=5) for _ in range(2))
    assert first[0].weights == second[0].weights
    assert (first[1].probabilities == second[1].probabilities).all()
    other = learn(few_colours, model, epochs=2, batch_size=40, seed=6)
    assert (first[1].probabilities != other[1].probabilities).any()


def test_result_does_not_depend_on_the_global_generator_and_leaves_it_alone(few_digits):
    torch.manual_seed(1)
    first = learn(few_digits, "lenet", epochs=1)
    torch.manual_seed(2)
    before = torch.get_rng_state()
    numpy_before = np.random.get_state()[1].copy()
    second = learn(few_digits, "lenet", epochs=1)
    assert (first[1].probabilities == second[1].probabilities).all()
    assert torch.equal(torch.get_rng_state(), before)
    assert (np.random.get_state()[1] == numpy_before).all()


def test_result_is_the_same_when_images_do_not_fit_into_memory(few_digits, monkeypatch):
    held = learn(few_digits, "mlp", epochs=2)
    monkeypatch.setattr(batches_module, "_HELD_BYTES", 0)
    fetched = learn(few_digits, "mlp", epochs=2)
    assert (held[1].probabilities == fetched[1].probabilities).all()


class WithManyAtOnce(Dataset):
    """Hands out single items only inside lists."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, row):
        assert row == 0, "fetched one by one"
        return self.items[row]

    def __getitems__(self, rows):
        return [self.items[row] for row in rows]


def test_many_items_are_fetched_at_once_where_the_data_set_can(few_digits):
    one_by_one = learn(few_digits, "mlp", epochs=1)
    at_once = learn(few_digits, "mlp", epochs=1, items=WithManyAtOnce(few_digits.items))
    assert (one_by_one[1].probabilities == at_once[1].probabilities).all()


def test_progress_counts_every_batch_up_to_the_total(few_digits):
    told: list[tuple[int, int]] = []
    learn(few_digits, "mlp", epochs=3, batch_size=50, progress=lambda *numbers: told.append(numbers))
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))
    assert {total for _, total in told} == {3 * (4 + 1)}


def test_training_can_be_cancelled_and_leaves_the_global_generator_alone(few_digits):
    def cancel(done: int, total: int, /) -> None:
        raise Cancelled("stop")

    before = torch.get_rng_state()
    with pytest.raises(Cancelled):
        learn(few_digits, "mlp", progress=cancel)
    assert torch.equal(torch.get_rng_state(), before)


def test_divergence_says_what_to_do(few_digits):
    with pytest.raises(InputError, match=r"diverged at epoch 1: lower learning_rate \(it is 10\)") as caught:
        learn(few_digits, "resnet18", epochs=2, learning_rate=10.0, batch_size=16)
    assert caught.value.field == "learning_rate"


def test_learning_rate_is_taken_from_the_settings(few_digits):
    _, slow = learn(few_digits, "mlp", epochs=1, learning_rate=1e-6)
    _, recipe = learn(few_digits, "mlp", epochs=1)
    assert mean_loss(recipe.probabilities[0], few_digits.labels) < mean_loss(
        slow.probabilities[0], few_digits.labels
    )


def test_batch_normalisation_never_meets_a_batch_of_one(few_colours):
    rows = len(few_colours.labels)
    held_out = int(learn(few_colours, "mlp", epochs=1)[1].validation.sum())
    checkpoint, _ = learn(few_colours, "torchvision:resnet18", epochs=1, batch_size=rows - held_out - 1)
    assert checkpoint.epoch == 1


def test_model_that_gives_no_logits_while_training_is_refused(few_digits, tmp_path, monkeypatch):
    (tmp_path / "two_faced.py").write_text(
        "from torch import nn\n"
        "class Net(nn.Sequential):\n"
        "    def __init__(self, num_classes):\n"
        "        super().__init__(nn.Flatten(), nn.Linear(64, num_classes))\n"
        "    def forward(self, x):\n"
        "        logits = super().forward(x)\n"
        "        return [str(logits)] if self.training else logits\n"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="two_faced:Net returns list"):
        learn(few_digits, "two_faced:Net", epochs=1)
    sys.modules.pop("two_faced")


MODES = """
from collections import namedtuple
from torch import nn

Output = namedtuple("Output", ["logits", "aux_logits"])

class Net(nn.Module):
    def __init__(self, returned):
        super().__init__()
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(64, 8), nn.BatchNorm1d(8), nn.Linear(8, 10))
        self.auxiliary = nn.Linear(64, 10)
        self.returned = returned

    def forward(self, x):
        logits = self.layers(x)
        return self.returned(logits, self.auxiliary(x.flatten(1))) if self.training else logits

def plain(num_classes):
    return Net(lambda logits, auxiliary: logits)

def named(num_classes):
    return Net(lambda logits, auxiliary: Output(logits, auxiliary))

def mapping(num_classes):
    return Net(lambda logits, auxiliary: {"aux": auxiliary, "logits": logits})

def pair(num_classes):
    return Net(lambda logits, auxiliary: (logits, auxiliary))

def fails(num_classes):
    return Net(lambda logits, auxiliary: [][1])

def single(num_classes):
    return plain(num_classes).float()

def frozen(num_classes):
    return Net(lambda logits, auxiliary: logits.detach())
"""


@pytest.fixture
def modes(tmp_path, monkeypatch):
    (tmp_path / "nets_of_two_modes.py").write_text(MODES)
    monkeypatch.chdir(tmp_path)
    yield "nets_of_two_modes"
    sys.modules.pop("nets_of_two_modes", None)


def test_model_that_gives_more_than_logits_while_training_is_trained_by_its_logits(few_digits, modes):
    plain, _ = learn(few_digits, f"{modes}:plain", epochs=2)
    for factory in ("named", "mapping", "pair"):
        checkpoint, _ = learn(few_digits, f"{modes}:{factory}", epochs=2)
        assert checkpoint.weights == plain.weights


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        (
            "fails",
            r"fails in training mode on a batch of 128 \(IndexError: .*, in .*two_modes\.py, line 31\)",
        ),
        ("frozen", r"fails in training mode on a batch of 128 \(RuntimeError: element 0 of tensors"),
    ],
)
def test_model_that_fails_while_training_only_is_told_as_such(few_digits, modes, factory, message):
    with pytest.raises(InputError, match=message) as caught:
        learn(few_digits, f"{modes}:{factory}")
    assert caught.value.field == "model"


def test_batches_of_one_that_a_model_cannot_take_are_told_as_such(few_digits, modes):
    with pytest.raises(InputError, match=r"on a batch of 1 .* give a larger batch_size") as caught:
        learn(few_digits, f"{modes}:plain", batch_size=1)
    assert caught.value.field == "batch_size"


@pytest.fixture
def default_of_float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.usefixtures("default_of_float64")
def test_a_default_of_float64_is_no_hindrance(few_digits, modes):
    checkpoint, trace = learn(few_digits, "mlp", epochs=2)
    assert checkpoint.accuracy > 0.3
    assert trace.probabilities.dtype == np.float32
    assert learn(few_digits, f"{modes}:single", epochs=1)[0].epoch == 1


def test_the_model_after_each_epoch_is_shown(few_digits):
    shown = {}

    def look(epoch, model):
        shown[epoch] = write_weights(model)
        return False

    options = {"seed": 0, "device": CPU}
    settings = LearningSettings(model="mlp", epochs=4)
    arguments = (few_digits.items, few_digits.labels, few_digits.architecture("mlp"), settings)
    checkpoint, trace = train(*arguments, **options, after_epoch=look)

    assert list(shown) == [1, 2, 3, 4]
    assert shown[checkpoint.epoch] == checkpoint.weights
    ended, short = train(*arguments, **options, after_epoch=lambda epoch, model: epoch == 2)
    np.testing.assert_array_equal(short.probabilities, trace.probabilities[:2])
    assert ended.epoch <= 2
