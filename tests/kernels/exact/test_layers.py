"""Which layers make the kernel between two samples, against plain autograd."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn

from lpntk.kernels.exact.layers import layer_products
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import LeNetLike, Residual, digit_tensors
from support.reference import reference_kernel


def gradients(model: nn.Module, image: torch.Tensor, label: int) -> dict[str, torch.Tensor]:
    """Of each layer, side by side, of K^(-1/2) s . z in float64."""
    model = copy.deepcopy(model).double().eval()
    logits = model(image[None].double())[0]
    signs = -torch.ones_like(logits)
    signs[label] = 1
    names = [name for name, _ in model.named_parameters()]
    found = torch.autograd.grad((signs @ logits) * len(logits) ** -0.5, list(model.parameters()))
    layers: dict[str, list[torch.Tensor]] = {}
    for name, gradient in zip(names, found, strict=True):
        layers.setdefault(name.rpartition(".")[0], []).append(gradient.flatten())
    return {layer: torch.cat(parts) for layer, parts in layers.items()}


@pytest.mark.parametrize("kind", [LeNetLike, Residual])
def test_each_layer_has_the_product_of_its_gradients(kind: type[nn.Module]) -> None:
    torch.manual_seed(0)
    model = kind().eval()
    inputs, labels = digit_tensors(12)
    one, other = (gradients(model, inputs[row], int(labels[row])) for row in (3, 9))

    with GradientSource(model, (inputs, labels)) as source:
        found = layer_products(source, 3, 9)

    assert found.names == tuple(one)
    expected = [
        [float(a @ b) for a, b in ((one[name], other[name]), (one[name],) * 2, (other[name],) * 2)]
        for name in found.names
    ]
    np.testing.assert_allclose(found.products, expected, rtol=1e-4, atol=1e-5)
    kappa = reference_kernel(model, inputs, labels)
    np.testing.assert_allclose(found.products.sum(axis=0), [kappa[3, 9], kappa[3, 3], kappa[9, 9]], rtol=1e-4)
