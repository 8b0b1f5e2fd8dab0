"""Property test: a network drawn at random from all layer families has the kernel of the definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lpntk.domain import LABEL_VECTORS
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from support.reference import reference_kernel, relative_error

CLASSES = 3
ACTIVATIONS = (nn.Tanh, nn.SiLU, nn.GELU, nn.LeakyReLU, nn.Identity)
EPSILONS = st.sampled_from([1e-5, 1e-2])

# A layer for samples of some shape (channels first for images, last for tokens).
Family = Callable[[st.DrawFn, torch.Size], nn.Module]
# The first layers, the shape of a sample after them, the inputs, and which layers may follow.
Start = tuple[list[nn.Module], torch.Size, Tensor, list[Family]]


@dataclass(frozen=True)
class Drawn:
    """A classifier, what it takes, and the label vector."""

    model: nn.Module
    inputs: Tensor
    labels: Tensor
    label_vector: str


@pytest.mark.parametrize("kind", ["lines", "images", "volumes", "tokens", "words"])
@pytest.mark.filterwarnings("ignore:Using padding='same'")
@settings(max_examples=50, derandomize=True)
@given(data=st.data())
def test_kernel_of_a_network_of_any_layers(kind: str, data: st.DataObject) -> None:
    drawn = data.draw(networks(kind))
    samples = (drawn.inputs, drawn.labels)
    assert not GradientSource(drawn.model, samples).survey.fallback_names

    found = kernel(drawn.model, samples, drawn.label_vector, batch_size=3)

    expected = reference_kernel(drawn.model, *samples, drawn.label_vector)
    assert relative_error(found.matrix(), expected) < 1e-4


@st.composite
def networks(draw: st.DrawFn, kind: str) -> Drawn:
    torch.manual_seed(draw(st.integers(0, 2**16)))
    samples = draw(st.integers(2, 5))
    first, shape, inputs, families = KINDS[kind](draw, samples)
    layers = [*first]
    for family in draw(st.lists(st.sampled_from(families), min_size=1, max_size=4)):
        layer = family(draw, shape)
        after = nn.Sequential(layer).eval()(torch.randn(2, *shape)).shape[1:]
        layers += [layer, draw(st.sampled_from(ACTIVATIONS))()]
        if after == shape and draw(st.booleans()):
            layers.append(layer)
        shape = after
    layers += [nn.Flatten(), nn.Linear(shape.numel(), CLASSES)]
    model = draw(st.sampled_from([nn.Sequential, Scaled]))(*layers).eval()
    model.apply(shake)
    if draw(st.booleans()):
        model[-1].requires_grad_(False)
    return Drawn(
        model,
        inputs,
        torch.randint(0, CLASSES, (samples,)),
        draw(st.sampled_from(LABEL_VECTORS)),
    )


class Scaled(nn.Sequential):
    """Layers in a row, and a parameter that no layer holds."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__(*layers)
        self.scale = nn.Parameter(torch.rand(CLASSES) + 0.5)

    def __len__(self) -> int:
        return len(self._modules)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) * self.scale


class Attended(nn.Module):
    """Tokens with what they attend to added."""

    def __init__(self, width: int, heads: int, bias: bool) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, bias=bias, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.attention(x, x, x, need_weights=False)[0]


def shake(module: nn.Module) -> None:
    """Give normalisations statistics and weights other than zero and one."""
    if "Norm" in type(module).__name__:
        for name, values in (*module.named_parameters(), *module.named_buffers()):
            if values.is_floating_point():
                nn.init.uniform_(values, *((-1, 1) if name in ("bias", "running_mean") else (0.5, 2)))


def images(axes: int, draw: st.DrawFn, samples: int) -> Start:
    """Channels over one to three axes."""
    sizes = [draw(st.integers(3, 6 if axes < 3 else 4)) for _ in range(axes)]
    shape = torch.Size([draw(st.integers(1, 4)), *sizes])
    families = [
        convolution,
        transposed_convolution,
        partial(batch_norm, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)),
        partial(instance_norm, (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)),
        group_norm,
        layer_norm,
        prelu,
    ]
    return [], shape, torch.randn(samples, *shape), families


def tokens(draw: st.DrawFn, samples: int) -> Start:
    """Sequences, or grids, of vectors."""
    positions = draw(st.lists(st.integers(2, 4), min_size=1, max_size=2))
    shape = torch.Size([*positions, draw(st.sampled_from([4, 6]))])
    families = [linear, layer_norm, rms_norm, prelu]
    if len(positions) == 1:
        families += [attention, encoder]
    return [], shape, torch.randn(samples, *shape), families


def words(draw: st.DrawFn, samples: int) -> Start:
    """Sequences of whole numbers that stand for vectors."""
    count, length, width = draw(st.integers(2, 9)), draw(st.integers(2, 5)), draw(st.sampled_from([4, 6]))
    embedding = nn.Embedding(count, width, padding_idx=draw(st.sampled_from([None, 0, -1])))
    inputs = torch.randint(0, count, (samples, length))
    families = [linear, layer_norm, rms_norm, attention, encoder]
    return [embedding], torch.Size([length, width]), inputs, families


def convolution(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    channels, *sizes = shape
    groups = draw(st.sampled_from([1, channels]))
    kernel_size = tuple(draw(st.integers(1, min(3, size))) for size in sizes)
    padding = draw(st.sampled_from(["same", "valid", 0, 1, 2]))
    modes = ["zeros", "replicate", "circular", "reflect"]
    options: dict[str, Any] = {
        "stride": 1 if padding == "same" else draw(st.sampled_from([1, 2])),
        "padding": padding,
        "groups": groups,
        "bias": draw(st.booleans()),
        "padding_mode": draw(st.sampled_from(modes)),
        # Only images that are padded to their own size are never smaller than the kernel with its gaps.
        "dilation": draw(st.sampled_from([1, 2])) if padding == "same" and min(sizes) > 2 else 1,
    }
    kind = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[len(sizes) - 1]
    if padding == 2 and min(sizes) < 3:
        options["padding_mode"] = "zeros"
    return kind(channels, groups * draw(st.integers(1, 2)), kernel_size, **options)


def transposed_convolution(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    channels, *sizes = shape
    groups = draw(st.sampled_from([1, channels]))
    kernel_size = tuple(draw(st.integers(2, 3)) for _ in sizes)
    stride = draw(st.sampled_from([1, 2])) if max(sizes) < 8 else 1
    dilation = draw(st.sampled_from([1, 2]))
    kind = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)[len(sizes) - 1]
    return kind(
        channels,
        groups * draw(st.integers(1, 2)),
        kernel_size,
        stride=stride,
        padding=draw(st.integers(0, 1)) if min(sizes) > 1 else 0,
        output_padding=draw(st.integers(0, max(stride, dilation) - 1)),
        groups=groups,
        bias=draw(st.booleans()),
        dilation=dilation,
    )


def batch_norm(kinds: tuple[type[nn.Module], ...], draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return kinds[len(shape) - 2](shape[0], eps=draw(EPSILONS))


def instance_norm(kinds: tuple[type[nn.Module], ...], draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    # The statistics of very few numbers make gradients too steep for float32.
    tracked = draw(st.booleans()) or shape[1:].numel() < 4
    return kinds[len(shape) - 2](shape[0], affine=True, track_running_stats=tracked, eps=draw(EPSILONS))


def group_norm(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    groups = draw(st.sampled_from([1, shape[0]])) if shape[1:].numel() >= 4 else 1
    return nn.GroupNorm(groups, shape[0], eps=draw(EPSILONS))


def layer_norm(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    axes = draw(st.integers(1, len(shape))) if shape[-1] >= 4 else len(shape)
    return nn.LayerNorm(shape[-axes:], eps=draw(EPSILONS), bias=draw(st.booleans()))


def rms_norm(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return nn.RMSNorm(shape[-draw(st.integers(1, len(shape))) :], eps=draw(EPSILONS))


def prelu(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return nn.PReLU(draw(st.sampled_from([1, shape[0]])))


def linear(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return nn.Linear(shape[-1], draw(st.sampled_from([4, 6])), bias=draw(st.booleans()))


def attention(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return Attended(shape[-1], draw(st.sampled_from([1, 2])), draw(st.booleans()))


def encoder(draw: st.DrawFn, shape: torch.Size) -> nn.Module:
    return nn.TransformerEncoderLayer(
        shape[-1], 2, draw(st.sampled_from([3, 8])), norm_first=draw(st.booleans()), batch_first=True
    )


KINDS: dict[str, Callable[[st.DrawFn, int], Start]] = {
    "lines": partial(images, 1),
    "images": partial(images, 2),
    "volumes": partial(images, 3),
    "tokens": tokens,
    "words": words,
}
