"""The kernel against its definition, for networks with everything that could go wrong in them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import lpntk
from lpntk.domain import LABEL_VECTORS
from lpntk.learning.lenet import LeNet
from support.data import mnist
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
    Words,
    digit_tensors,
)
from support.reference import reference_kernel, relative_error

NETWORKS = [LeNetLike, Residual, Attention, Normed, Repeated, Tied, Recurrent, Untraceable, Unused, Positions]


@pytest.mark.parametrize("label_vector", LABEL_VECTORS)
@pytest.mark.parametrize("network", NETWORKS)
def test_kernel_is_that_of_the_definition(network: type[nn.Module], label_vector: str) -> None:
    torch.manual_seed(0)
    model = network()
    inputs, labels = digit_tensors(12)

    found = lpntk.kernel(model, (inputs, labels), label_vector)

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels, label_vector)) < 1e-4


def test_lenet_on_mnist() -> None:
    torch.manual_seed(0)
    images, labels = mnist(4)
    inputs = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    model = LeNet((28, 28, 1), 10)

    found = lpntk.kernel(model, (inputs, torch.from_numpy(labels)))

    expected = reference_kernel(model, inputs, torch.from_numpy(labels))
    assert relative_error(found.matrix(), expected) < 1e-4


def test_whole_numbers_as_inputs_and_an_embedding_that_is_the_output_layer() -> None:
    torch.manual_seed(0)
    inputs, labels = torch.randint(0, 10, (8, 5)), torch.arange(8)
    model = Words()

    found = lpntk.kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-4


@pytest.mark.parametrize("frozen", ["stem", "first", "down", "head.weight", "stem.bias"])
def test_frozen_parameters_are_left_out(frozen: str) -> None:
    torch.manual_seed(0)
    model = Residual()
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not name.startswith(frozen))
    inputs, labels = digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-4


def test_model_in_double_precision() -> None:
    torch.manual_seed(0)
    model = Normed().double()
    inputs, labels = digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels))

    assert found.matrix().dtype == np.float32
    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-5


def test_own_layer_types_with_the_parameters_of_a_known_one() -> None:
    class Doubled(nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return 2 * super().forward(x)

    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Flatten(), Doubled(64, 12), nn.Tanh(), nn.utils.parametrizations.weight_norm(nn.Linear(12, 10))
    )
    model[1].weight.register_hook(lambda gradient: gradient)
    inputs, labels = digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-4


def test_hooks_of_the_users_own() -> None:
    torch.manual_seed(0)
    model = LeNetLike()
    model.layers[0].register_forward_hook(lambda layer, args, output: output.mul_(3))
    model.layers[2].register_forward_pre_hook(lambda layer, args: (args[0] * 2,))
    inputs, labels = digit_tensors(8)

    found = lpntk.kernel(model, (inputs, labels))

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels)) < 1e-4


def test_matrix_is_symmetric_and_positive_semi_definite() -> None:
    torch.manual_seed(0)
    matrix = lpntk.kernel(LeNetLike(), digit_tensors(60)).matrix()

    assert np.array_equal(matrix, matrix.T)
    eigenvalues = np.linalg.eigvalsh(matrix.astype(np.float64))
    assert eigenvalues.min() > -1e-5 * eigenvalues.max()


def test_sure_predictions_make_no_wrong_residual_kernel() -> None:
    torch.manual_seed(0)
    model = Tied()
    with torch.no_grad():
        model.head.bias[3] = 40.0
    inputs, labels = digit_tensors(12)

    found = lpntk.kernel(model, (inputs, labels), "residual")

    assert relative_error(found.matrix(), reference_kernel(model, inputs, labels, "residual")) < 1e-4
