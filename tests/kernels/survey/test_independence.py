"""A model whose logits for a sample depend on other samples or on chance is refused by the layer's name."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.survey.independence import require_independent
from support.models import (
    Attention,
    LeNetLike,
    Normed,
    Positions,
    Recurrent,
    Repeated,
    Residual,
    Tied,
    Untraceable,
    Unused,
    digit_tensors,
)

GOOD = [LeNetLike, Residual, Attention, Normed, Repeated, Tied, Recurrent, Untraceable, Unused, Positions]


class Nested(nn.Module):
    """Two blocks, the second of which does something of the test's choice after its own layer."""

    def __init__(self, layer: nn.Module | None = None, change: Any = None) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(1, 6, 3), layer or nn.Identity(), nn.ReLU(inplace=True))
        self.second = Block(change)
        self.head = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.second(self.first(x).flatten(1)))


class Block(nn.Module):
    def __init__(self, change: Any) -> None:
        super().__init__()
        self.linear = nn.Linear(6 * 36, 16)
        self.change = change
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        x = self.linear(x)
        return self.act(x if self.change is None else self.change(x))


class Stubborn(nn.Module):
    """A layer that eval() does not reach."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def train(self, mode: bool = True) -> Stubborn:
        return super().train(True)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)


def refusal(model: nn.Module, count: int = 12) -> str:
    torch.manual_seed(0)
    with pytest.raises(InputError) as caught:
        GradientSource(model, digit_tensors(count))
    assert caught.value.field == "model"
    return str(caught.value)


@pytest.mark.parametrize("network", GOOD)
@pytest.mark.parametrize("scale", [1, 1e4])
def test_models_that_look_at_one_sample_at_a_time_are_taken(network: type[nn.Module], scale: float) -> None:
    torch.manual_seed(0)
    require_independent(network().eval(), scale * digit_tensors(3)[0])


@pytest.mark.parametrize("count", [2, 3, 12])
def test_batch_statistics_for_want_of_others(count: int) -> None:
    message = refusal(Nested(nn.BatchNorm2d(6, track_running_stats=False)), count)

    assert message.startswith("Layer 'first.1' (BatchNorm2d) mixes the samples of a batch")
    assert "track_running_stats=True" in message


def test_batch_statistics_of_a_layer_that_stays_in_training_mode() -> None:
    norm = nn.BatchNorm2d(6)
    before = norm.running_mean.clone()
    message = refusal(Nested(Stubborn(norm)))

    assert message.startswith("Layer 'first.1.layer' (BatchNorm2d) mixes the samples of a batch")
    assert "stays in training mode after model.eval()" in message
    assert torch.equal(norm.running_mean, before)
    assert norm.num_batches_tracked == 0


def test_batch_statistics_of_single_values() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 8), Stubborn(nn.BatchNorm1d(8)), nn.Linear(8, 10))

    assert refusal(model).startswith("Layer '2.layer' (BatchNorm1d) mixes the samples of a batch")


def test_dropout_of_a_layer_that_stays_in_training_mode() -> None:
    message = refusal(Nested(Stubborn(nn.Dropout(0.5))))

    assert message.startswith("Layer 'first.1.layer' (Dropout) gives other values at every call")
    assert "stays in training mode after model.eval()" in message


def test_dropout_that_is_always_on() -> None:
    message = refusal(Nested(change=lambda x: F.dropout(x, 0.5, training=True)))

    assert message == (
        "Layer 'second' (Block) gives other values at every call: "
        "switch off its random part in evaluation mode."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x - x.mean(dim=0),
        lambda x: x.softmax(dim=0),
        lambda x: x + x.flip(0),
        lambda x: x / len(x),
    ],
)
def test_samples_that_are_mixed(change: Any) -> None:
    message = refusal(Nested(change=change))

    assert message.startswith("Layer 'second' (Block) mixes the samples of a batch")
    assert "compute what it gives for a sample from that sample only" in message


def test_attention_over_the_batch() -> None:
    class Confused(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attention = nn.MultiheadAttention(8, 2)
            self.head = nn.Linear(8, 10)

        def forward(self, x: Tensor) -> Tensor:
            x = x[:, 0]
            return self.head(self.attention(x, x, x)[0].mean(dim=1))

    message = refusal(Confused())

    assert message.startswith("Layer 'attention' (MultiheadAttention) mixes the samples of a batch")


def test_the_model_itself_is_named_where_no_layer_of_it_is_responsible() -> None:
    class Centring(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            logits = super().forward(x)
            return logits - logits.mean(dim=0)

    assert refusal(Centring()).startswith("The model (Centring) mixes the samples of a batch")


def test_layers_in_training_mode_that_do_not_mind_are_taken() -> None:
    require_independent(Nested(Stubborn(nn.ReLU())).eval(), digit_tensors(3)[0])
