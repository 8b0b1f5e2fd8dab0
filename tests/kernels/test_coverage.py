"""Whole networks of many layer families against the slow float64 reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import Tensor, nn

from lpntk._torchvision import torchvision
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from support.reference import reference_kernel, reference_kernel_of_scalars, relative_error

models = torchvision.models
# With what is followed past its layer.
NETWORKS: dict[str, tuple[Callable[..., nn.Module], set[str]]] = {
    "resnet18": (models.resnet18, set()),
    "mobilenet_v3_small": (models.mobilenet_v3_small, set()),
    "efficientnet_b0": (models.efficientnet_b0, set()),
    "vit_b_16": (partial(models.vit_b_16, image_size=32), {"class_token", "encoder.pos_embedding"}),
    "convnext_tiny": (models.convnext_tiny, {"layer_scale"}),
    "swin_t": (models.swin_t, {"attn.qkv", "attn.proj", "attn.relative_position_bias_table"}),
    "swin_v2_t": (
        models.swin_v2_t,
        {"attn.qkv", "attn.proj", "attn.logit_scale", "attn.cpb_mlp"},
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_torchvision_s_networks(name: str) -> None:
    torch.manual_seed(0)
    build, past = NETWORKS[name]
    model = build(num_classes=4).eval()
    inputs, labels = torch.randn(3, 3, 32, 32), torch.tensor([0, 3, 1])

    source = GradientSource(model, (inputs, labels))
    followed = source.survey.plan.parameters if source.survey.plan else {}
    assert not source.survey.fallback_names
    assert all(any(part in name for part in past) for name in followed)
    assert all(any(part in name for name in followed) for part in past)
    with KernelEngine(source) as engine:
        (tile,) = (tile for step in engine.schedule.steps for tile in engine.tiles(step))

    assert relative_error(tile.values.numpy(), reference_kernel_of_scalars(model, inputs, labels)) < 1e-4


class Tokens(nn.Module):
    """Numbers looked up, attended to and normalised."""

    def __init__(self, batch_first: bool = True) -> None:
        super().__init__()
        self.batch_first = batch_first
        self.tokens = nn.Embedding(12, 8, padding_idx=0)
        self.encoder = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.1, batch_first=batch_first)
        self.norm = nn.RMSNorm(8)
        self.head = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        values = self.tokens(x)
        if self.batch_first:
            return self.head(self.norm(self.encoder(values)).mean(dim=1))
        return self.head(self.norm(self.encoder(values.transpose(0, 1))).mean(dim=0))


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("label_vector", ["sign", "residual"])
def test_a_transformer_is_exact(batch_first: bool, label_vector: str) -> None:
    torch.manual_seed(0)
    model = Tokens(batch_first).eval()
    inputs, labels = torch.randint(0, 12, (7, 5)), torch.arange(7) % 4

    looked = GradientSource(model, (inputs, labels)).survey
    found = kernel(model, (inputs, labels), label_vector, batch_size=4)

    assert not looked.fallback_names
    followed = looked.plan.parameters if looked.plan else {}
    assert not any("self_attn" in name or "tokens" in name for name in followed)
    # With the batch second, linear layers and norms do not see whose positions are whose.
    assert bool(followed) != batch_first
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels, label_vector)) < 1e-5


class Crossing(nn.Module):
    """Attention to something else, and with a mask: for these no layer has a rule."""

    def __init__(self, masked: bool) -> None:
        super().__init__()
        self.masked = masked
        self.first = nn.Linear(6, 8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        values = self.first(x)
        if self.masked:
            mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1)
            attended, _ = self.attention(values, values, values, attn_mask=mask)
        else:
            attended, _ = self.attention(values, values.flip(1), value=values.flip(1))
        return self.head(attended.mean(dim=1))


@pytest.mark.parametrize("masked", [True, False])
def test_other_attention_is_followed_and_is_exact(masked: bool) -> None:
    torch.manual_seed(0)
    model, inputs, labels = Crossing(masked).eval(), torch.randn(6, 4, 6), torch.arange(6) % 3

    looked = GradientSource(model, (inputs, labels)).survey
    assert looked.plan is not None
    assert {name.split(".")[0] for name in looked.plan.parameters} == {"attention"}
    assert not looked.fallback_names
    found = kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5


def test_only_chosen_and_trainable_parameters_take_part() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 3)
    )
    inputs, labels = torch.randn(6, 3, 4), torch.arange(6) % 3
    model[1].requires_grad_(False)

    found = kernel(model, (inputs, labels), parameters=r"^[13]\.|5\.bias")

    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("3.") or name == "5.bias")
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5
