"""Property tests: layers of any configuration give the gradients that autograd gives, in both forms."""

from __future__ import annotations

import copy
import warnings
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lpntk._torchvision import torchvision
from lpntk.kernels.features.features import FeatureLayout
from lpntk.kernels.features.products import own_products, products, squared_norms
from lpntk.kernels.features.routes import Route
from lpntk.kernels.kernel import kernel
from lpntk.kernels.passes.capture import capture
from lpntk.kernels.passes.fallback import LoopGradients
from lpntk.kernels.survey.survey import survey
from support.reference import reference_kernel, relative_error

SAMPLES = 3
CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
SIZES = (9,), (7, 8), (4, 5, 6)


@st.composite
def convolutions(draw: st.DrawFn) -> nn.Module:
    torch.manual_seed(draw(st.integers(0, 2**16)))
    axes = draw(st.integers(1, 3))
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    padding = draw(st.one_of(st.sampled_from(["valid", "same"]), by_axis(axes, 0, 2)))
    return CONVOLUTIONS[axes - 1](
        groups * draw(st.integers(1, 2)),
        groups * draw(st.integers(1, 3)),
        draw(by_axis(axes, 1, 4 if axes < 3 else 3)),
        stride=1 if padding == "same" else draw(by_axis(axes, 1, 3)),
        padding=padding,
        dilation=draw(by_axis(axes, 1, 3 if axes < 3 else 2)),
        groups=groups,
        bias=draw(st.booleans()),
        padding_mode=draw(st.sampled_from(["zeros", "zeros", "reflect", "replicate", "circular"])),
    )


@st.composite
def transposed_convolutions(draw: st.DrawFn) -> nn.Module:
    torch.manual_seed(draw(st.integers(0, 2**16)))
    axes = draw(st.integers(1, 3))
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    stride, dilation = draw(by_axis(axes, 1, 3)), draw(by_axis(axes, 1, 2))
    return TRANSPOSED[axes - 1](
        groups * draw(st.integers(1, 2)),
        groups * draw(st.integers(1, 2)),
        draw(by_axis(axes, 1, 3)),
        stride=stride,
        padding=draw(by_axis(axes, 0, 2)),
        output_padding=tuple(
            draw(st.integers(0, max(step, gap) - 1)) for step, gap in zip(stride, dilation, strict=True)
        ),
        groups=groups,
        bias=draw(st.booleans()),
        dilation=dilation,
    )


def by_axis(axes: int, least: int, most: int) -> st.SearchStrategy[tuple[int, ...]]:
    """One number an axis."""
    return st.tuples(*[st.integers(least, most)] * axes)


@settings(max_examples=120)
@given(layer=st.one_of(convolutions(), transposed_convolutions()), channels_last=st.booleans())
@pytest.mark.filterwarnings("ignore:Using padding='same'")
def test_convolution(layer: Any, channels_last: bool) -> None:
    axes = len(layer.kernel_size)
    sizes = SIZES[axes - 1] if not layer.transposed else [size // 2 for size in SIZES[axes - 1]]
    inputs = torch.randn(SAMPLES, layer.in_channels, *sizes)
    try:
        outputs = layer(inputs)
    except RuntimeError:
        assume(False)
    assume(outputs.numel() > 0)
    if channels_last:
        inputs = inputs.transpose(1, -1).contiguous().transpose(1, -1)
    model = nn.Sequential(layer, nn.Tanh(), nn.Flatten(), nn.Linear(outputs[0].numel(), 4))
    check_rules(model, inputs, factorable=layer.groups == 1)


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
    check_rules(model, inputs, factorable=True)


@pytest.mark.parametrize("positions", [1, 2, 40])
def test_products_of_many_positions_are_the_same_in_parts(positions: int) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 30), nn.Tanh(), nn.Flatten(), nn.Linear(30 * positions, 3))
    check_rules(model, torch.randn(70, positions, 5), factorable=True)


ELEMENTWISE = {
    "BatchNorm1d": (nn.BatchNorm1d(5), (5,)),
    "BatchNorm1d over positions": (nn.BatchNorm1d(5, eps=0.1), (5, 3)),
    "BatchNorm2d": (nn.BatchNorm2d(4), (4, 3, 2)),
    "BatchNorm2d of one channel": (nn.BatchNorm2d(1), (1, 3, 2)),
    "BatchNorm3d": (nn.BatchNorm3d(2), (2, 3, 2, 4)),
    "InstanceNorm1d": (nn.InstanceNorm1d(3, affine=True), (3, 7)),
    "InstanceNorm2d": (nn.InstanceNorm2d(3, affine=True, eps=0.1), (3, 4, 5)),
    "InstanceNorm2d with statistics": (
        nn.InstanceNorm2d(3, affine=True, track_running_stats=True),
        (3, 4, 5),
    ),
    "InstanceNorm3d": (nn.InstanceNorm3d(2, affine=True), (2, 3, 2, 4)),
    "GroupNorm": (nn.GroupNorm(2, 6), (6, 3, 4)),
    "GroupNorm without positions": (nn.GroupNorm(1, 6, eps=0.1), (6,)),
    "LayerNorm": (nn.LayerNorm(6), (6,)),
    "LayerNorm over positions": (nn.LayerNorm(6, eps=0.1), (2, 3, 6)),
    "LayerNorm of three axes": (nn.LayerNorm((4, 2, 3)), (4, 2, 3)),
    "LayerNorm of two axes": (nn.LayerNorm((2, 3), bias=False), (4, 2, 3)),
    "LayerNorm2d": (torchvision.models.convnext.LayerNorm2d(6), (6, 3, 4)),
    "RMSNorm": (nn.RMSNorm(6), (4, 6)),
    "RMSNorm of two axes": (nn.RMSNorm((4, 6), eps=0.1), (3, 4, 6)),
    "PReLU": (nn.PReLU(), (3, 4)),
    "PReLU without positions": (nn.PReLU(5), (5,)),
    "PReLU by channel": (nn.PReLU(5), (5, 3, 4)),
}


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_layers_that_scale_number_by_number(name: str) -> None:
    torch.manual_seed(0)
    layer, shape = ELEMENTWISE[name]
    layer = copy.deepcopy(layer).eval()
    for values in layer.state_dict().values():
        if values.is_floating_point():
            nn.init.uniform_(values, 0.3, 2)
    model = nn.Sequential(layer, nn.Tanh(), nn.Flatten(), nn.Linear(torch.Size(shape).numel(), 4))
    check_rules(model, 2 * torch.randn(SAMPLES, *shape) + 1, factorable=False)


@settings(max_examples=20)
@given(
    lengths=st.lists(st.integers(1, 5), max_size=2),
    padding=st.sampled_from([None, 0, -1, 3]),
    dtype=st.sampled_from([torch.int64, torch.int32]),
    seed=st.integers(0, 2**16),
)
def test_embedding(lengths: list[int], padding: int | None, dtype: torch.dtype, seed: int) -> None:
    torch.manual_seed(seed)
    inputs = torch.randint(0, 7, (SAMPLES, *lengths), dtype=dtype)
    inputs.view(-1)[0] = 1  # where all are padding, there is no gradient at all
    embedding = nn.Embedding(7, 3, padding_idx=padding)
    model = nn.Sequential(embedding, nn.Tanh(), nn.Flatten(), nn.Linear(3 * inputs[0].numel(), 4))
    check_rules(model, inputs, factorable=False)


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("bias", [True, False])
def test_attention_to_itself(batch_first: bool, bias: bool) -> None:
    class Turned(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attention = nn.MultiheadAttention(6, 2, bias=bias, batch_first=batch_first)

        def forward(self, x: Tensor) -> Tensor:
            x = x if batch_first else x.transpose(0, 1)
            out = self.attention(x, x, x)[0]
            return out if batch_first else out.transpose(0, 1)

    torch.manual_seed(0)
    model = nn.Sequential(Turned(), nn.Tanh(), nn.Flatten(), nn.Linear(24, 4))
    check_rules(model, torch.randn(SAMPLES, 4, 6), factorable=True)


class OneByOne(nn.Module):
    """Gives its layer one sample at a time, without an axis for the batch."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([self.layer(sample) for sample in x])


def old_weight_norm(layer: nn.Module) -> nn.Module:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore", FutureWarning)
        return nn.utils.weight_norm(layer)


BEYOND_RULES = {
    "max_norm": (lambda: nn.Embedding(7, 5, max_norm=0.5), {"weight"}),
    "scale_grad_by_freq": (lambda: nn.Embedding(7, 5, scale_grad_by_freq=True), set()),
    "words one by one": (lambda: OneByOne(nn.Embedding(7, 5)), {"layer.weight"}),
    "images one by one": (
        lambda: nn.Sequential(nn.Embedding(7, 5), OneByOne(nn.Conv1d(3, 3, 3, padding=1))),
        {"1.layer.weight", "1.layer.bias"},
    ),
    "weight_norm": (
        lambda: nn.Sequential(nn.Embedding(7, 5), old_weight_norm(nn.Linear(5, 5))),
        set(),
    ),
}


@pytest.mark.parametrize("name", BEYOND_RULES)
@pytest.mark.filterwarnings("ignore:No layer rule covers", "ignore:There is a performance drop")
def test_what_is_beyond_the_rules_is_exact_with_the_fallback_or_without(name: str) -> None:
    torch.manual_seed(0)
    build, left = BEYOND_RULES[name]
    model = nn.Sequential(build(), nn.Tanh(), nn.Flatten(), nn.Linear(15, 3))
    inputs, labels = torch.randint(0, 7, (6, 3)), torch.arange(6) % 3
    expected = reference_kernel(model, inputs, labels)

    assert set(survey(model.eval(), inputs, samples=6).fallback_names) == {f"0.{name}" for name in left}
    assert relative_error(kernel(model, (inputs, labels)).matrix(), expected) < 1e-5


@pytest.mark.filterwarnings("ignore:No layer rule covers", "ignore:There is a performance drop")
def test_sparse_gradients_are_as_exact_as_dense_ones() -> None:
    torch.manual_seed(0)
    embedding = nn.Embedding(7, 5)
    model = nn.Sequential(embedding, nn.Tanh(), nn.Flatten(), nn.Linear(15, 3))
    inputs, labels = torch.randint(0, 7, (6, 3)), torch.arange(6) % 3
    expected = reference_kernel(model, inputs, labels)
    embedding.sparse = True

    assert survey(model.eval(), inputs, samples=6).fallback_names == ("0.weight",)
    assert relative_error(kernel(model, (inputs, labels)).matrix(), expected) < 1e-5


def check_rules(model: nn.Module, inputs: Tensor, *, factorable: bool) -> None:
    """Both forms of every parameter give the products of autograd in float64; a rule is found for each."""
    model.eval()
    looked = survey(model, inputs, samples=100)
    assert not looked.fallback_names

    captured = capture(model, looked.layers, inputs, directions)
    precise = copy.deepcopy(model).double()
    precise_inputs = inputs.double() if inputs.is_floating_point() else inputs
    names = [route.name for route in looked.routes]
    gradients = LoopGradients(precise, names)(precise_inputs, directions(captured.logits).double())
    assert looked.routes[0].extent.factorable == factorable
    for route, gradient in zip(looked.routes, gradients, strict=True):
        expected = (gradient.flatten(1) @ gradient.flatten(1).T).float()
        for forced in forms(route):
            features = forced.allocate(len(inputs), torch.device("cpu"))
            features.fill(0, len(inputs), captured.calls, {})
            scale = expected.diagonal().max()
            torch.testing.assert_close(products(features, features), expected, rtol=1e-4, atol=1e-5 * scale)
            torch.testing.assert_close(own_products(features), expected, rtol=1e-4, atol=1e-5 * scale)
            torch.testing.assert_close(
                squared_norms(features), expected.diagonal(), rtol=1e-4, atol=1e-5 * scale
            )


def forms(route: Route) -> list[FeatureLayout]:
    """Layouts that write the gradient out and that keep it in factors, where it can be."""
    written, factored = FeatureLayout([], 1), FeatureLayout([], 1)
    written.columns, written.width = {route: slice(0, route.extent.written)}, route.extent.written
    factored.factored = (route,)
    return [written, factored] if route.extent.factorable else [written]


def directions(logits: Tensor) -> Tensor:
    return torch.linspace(-1, 2, logits.numel()).view(logits.shape)
