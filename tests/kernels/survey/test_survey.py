"""Which parameters are left to the fallback, and which are not."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.passes.fallback import LoopGradients, VmapGradients
from lpntk.kernels.survey.survey import Survey, survey
from support.models import (
    Attention,
    LeNetLike,
    Positions,
    Repeated,
    Residual,
    Tied,
    Untraceable,
    Unused,
    digit_tensors,
)


class Plain(LeNetLike):
    """A parameter that no layer holds."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(10))

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) * self.scale


def look(model: nn.Module, samples: int = 1000) -> Survey:
    model.eval()
    return survey(model, digit_tensors(3)[0], samples)


def followed(looked: Survey) -> set[str]:
    """The parameters whose gradients come from operations."""
    assert looked.plan is not None
    assert looked.fallback is None
    return set(looked.plan.parameters)


@pytest.mark.parametrize("network", [LeNetLike, Residual, Repeated])
def test_networks_of_known_layers_need_no_fallback(network: type[nn.Module]) -> None:
    looked = look(network())

    assert looked.fallback is None
    assert len(looked.routes) == len(list(network().parameters()))


@pytest.mark.parametrize("network", [Plain, Attention, Tied, Positions, Untraceable])
def test_parameters_that_are_read_past_their_layers_need_none_either(network: type[nn.Module]) -> None:
    looked = look(network())

    assert looked.fallback is None
    assert looked.plan is not None
    assert {route.name for route in looked.routes} == {name for name, _ in network().named_parameters()}


def test_only_parameters_past_their_layers_are_followed() -> None:
    assert followed(look(Plain())) == {"scale"}
    assert followed(look(Attention())) == {"token"}
    assert followed(look(Tied())) == {"narrow.weight"}
    assert followed(look(Positions())) == {"turned.weight", "turned.bias"}
    assert look(LeNetLike()).plan is None


def test_samples_without_a_finite_gradient_say_nothing_about_a_rule() -> None:
    class Root(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x.abs().sqrt())

    class Everywhere(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            return (super().forward(x) * 0).sqrt()

    inputs = digit_tensors(3)[0]
    inputs[1] = 0
    assert survey(Root().eval(), inputs, 100).fallback is None
    assert survey(Everywhere().eval(), inputs, 100).fallback is None


def test_long_gradients_are_compared_precisely() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(2000, 2000), nn.Tanh(), nn.Linear(2000, 3)).eval()

    assert survey(model, torch.randn(3, 2000), 100).fallback is None


def test_a_use_that_shows_in_no_gradient_is_seen_all_the_same() -> None:
    class Gated(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = nn.Linear(64, 64)
            self.head = nn.Linear(64, 10)

        def forward(self, x: Tensor) -> Tensor:
            x = torch.tanh(self.body(x.flatten(1)))
            return self.head(x + F.relu(F.linear(x, self.body.weight) - 1e6))

    assert followed(look(Gated())) == {"body.weight"}


def test_unused_layers_are_left_out_and_watched() -> None:
    model = Unused()
    looked = look(model)

    names = {route.name for route in looked.routes}
    assert not {"idle.weight", "idle.bias", "lonely"} & names
    assert looked.layers[model.idle] == 0
    assert {"body.weight", "still.weight", "cut.weight"} <= names


def test_vmap_is_taken_where_it_can_trace_and_plain_autograd_where_not() -> None:
    class OneByOne(nn.Module):
        def __init__(self, model: nn.Module) -> None:
            super().__init__()
            self.model = model

        def forward(self, x: Tensor) -> Tensor:
            return torch.cat([self.model(image[None]) for image in x])

    assert isinstance(look(OneByOne(Plain())).fallback, VmapGradients)
    assert isinstance(look(OneByOne(Untraceable())).fallback, LoopGradients)


def test_a_replaced_forward_has_no_rule() -> None:
    model = LeNetLike()
    layer = model.layers[0]
    layer.forward = lambda x: nn.Conv2d.forward(layer, x) * 2

    assert followed(look(model)) == {"layers.0.weight", "layers.0.bias"}


def test_a_model_that_changes_what_autograd_needs_is_named_so() -> None:
    class Spoilt(LeNetLike):
        def forward(self, x: Tensor) -> Tensor:
            out = self.layers(x)
            x.mul_(2)
            return out

    with pytest.raises(InputError, match=r"cannot be differentiated .*loss\.backward\(\) works"):
        look(Spoilt())


@pytest.mark.parametrize("broken", ["frozen", "detached"])
def test_a_model_that_nothing_can_act_on_is_refused(broken: str) -> None:
    model: nn.Module = LeNetLike().requires_grad_(broken != "frozen")
    if broken == "detached":
        model.register_forward_hook(lambda module, args, output: output.detach())

    with pytest.raises(InputError, match="requires_grad"):
        look(model)
