"""Property tests: layers of any configuration give the gradients that autograd gives, in both forms."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lpntk.kernel.capture import capture
from lpntk.kernel.fallback import LoopGradients
from lpntk.kernel.features import FeatureLayout
from lpntk.kernel.gram import own_products, products, squared_norms
from lpntk.kernel.routes import Route
from lpntk.kernel.survey import survey

SAMPLES = 3


@st.composite
def convolutions(draw: st.DrawFn) -> dict[str, Any]:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    padding = draw(st.sampled_from(["valid", "same", 0, 1, 2, (2, 0), (0, 1)]))
    stride = 1 if padding == "same" else draw(st.sampled_from([1, 2, 3, (1, 2)]))
    return {
        "in_channels": groups * draw(st.integers(1, 2)),
        "out_channels": groups * draw(st.integers(1, 3)),
        "kernel_size": (draw(st.integers(1, 4)), draw(st.integers(1, 4))),
        "stride": stride,
        "padding": padding,
        "dilation": draw(st.sampled_from([1, 2, (1, 3)])),
        "groups": groups,
        "bias": draw(st.booleans()),
        "padding_mode": draw(st.sampled_from(["zeros", "zeros", "reflect", "replicate", "circular"])),
    }


@settings(max_examples=60)
@given(options=convolutions(), seed=st.integers(0, 2**16), channels_last=st.booleans())
def test_convolution(options: dict[str, Any], seed: int, channels_last: bool) -> None:
    torch.manual_seed(seed)
    layer = nn.Conv2d(**options)
    inputs = torch.randn(SAMPLES, layer.in_channels, 7, 8)
    try:
        shape = layer(inputs).shape
    except RuntimeError:
        assume(False)
    if channels_last:
        inputs = inputs.contiguous(memory_format=torch.channels_last)
    model = nn.Sequential(layer, nn.Tanh(), nn.Flatten(), nn.Linear(shape[1:].numel(), 4))
    check_rules(model, inputs, expected_forms=1 if layer.groups == 1 else 0)


@settings(max_examples=30)
@given(
    axes=st.lists(st.integers(1, 4), max_size=2),
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    bias=st.booleans(),
    seed=st.integers(0, 2**16),
)
def test_linear(axes: list[int], sizes: tuple[int, int], bias: bool, seed: int) -> None:
    torch.manual_seed(seed)
    inputs = torch.randn(SAMPLES, *axes, sizes[0])
    width = sizes[1] * torch.Size(axes).numel()
    model = nn.Sequential(nn.Linear(*sizes, bias=bias), nn.Tanh(), nn.Flatten(), nn.Linear(width, 3))
    check_rules(model, inputs, expected_forms=1)


@pytest.mark.parametrize("positions", [1, 2, 40])
def test_products_of_many_positions_are_the_same_in_parts(positions: int) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 30), nn.Tanh(), nn.Flatten(), nn.Linear(30 * positions, 3))
    check_rules(model, torch.randn(70, positions, 5), expected_forms=1)


def check_rules(model: nn.Module, inputs: Tensor, expected_forms: int) -> None:
    """Both forms of every parameter give autograd's products; a rule is found for each."""
    looked = survey(model, inputs, samples=100)
    assert not looked.fallback_names

    calls = capture(model, looked.layers, inputs, directions).calls
    names = [route.name for route in looked.routes]
    gradients = LoopGradients(model, names)(inputs, directions(model(inputs)))
    first = looked.routes[0]
    assert first.extent.factorable == bool(expected_forms)
    for route, gradient in zip(looked.routes, gradients, strict=True):
        expected = gradient.flatten(1) @ gradient.flatten(1).T
        for forced in forms(route):
            features = forced.allocate(len(inputs), torch.device("cpu"))
            features.fill(0, len(inputs), calls, {})
            scale = expected.diagonal().max()
            torch.testing.assert_close(products(features, features), expected, rtol=1e-4, atol=1e-5 * scale)
            torch.testing.assert_close(own_products(features), expected, rtol=1e-4, atol=1e-5 * scale)
            torch.testing.assert_close(squared_norms(features), expected.diagonal(), rtol=1e-4, atol=1e-6)


def forms(route: Route) -> list[FeatureLayout]:
    """Layouts that write the gradient out and that keep it in factors, where it can be."""
    written, factored = FeatureLayout([], 1), FeatureLayout([], 1)
    written.columns, written.width = {route: slice(0, route.extent.written)}, route.extent.written
    factored.factored = (route,)
    return [written, factored] if route.extent.factorable else [written]


def directions(logits: Tensor) -> Tensor:
    return torch.linspace(-1, 2, logits.numel()).view(logits.shape)
