"""timm's networks, with weights that are drawn, against autograd in float64."""

from __future__ import annotations

import pytest
import torch

from lpntk.domain import Architecture
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.learning import build_model
from support.optional import needs_timm
from support.reference import reference_kernel_of_scalars, relative_error

pytestmark = needs_timm

NETWORKS = [
    "convnext_atto",
    "deit_tiny_patch16_224",
    "densenet121",
    "efficientnet_b0",
    "ghostnet_100",
    "mixer_s32_224",
    "mobilenetv3_small_050",
    "regnetx_002",
    "resnet18",
    "vit_tiny_patch16_224",
]


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_of_timm_is_exact_and_needs_no_second_pass(name: str) -> None:
    size = 64
    torch.manual_seed(0)
    model = build_model(Architecture(f"timm:{name}", 4, (size, size, 3), (0.5,) * 3, (0.25,) * 3))
    inputs, labels = torch.randn(3, 3, size, size), torch.tensor([0, 3, 1])

    source = GradientSource(model, (inputs, labels))
    with KernelEngine(source) as engine:
        (tile,) = (tile for step in engine.schedule.steps for tile in engine.tiles(step))

    assert not source.without_rule
    assert relative_error(tile.values.numpy(), reference_kernel_of_scalars(model, inputs, labels)) < 1e-4
