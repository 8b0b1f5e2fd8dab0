"""Kappa of every sample with itself, a few gradients at a time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from lpntk.domain import Cancelled, InputError
from lpntk.kernels.exact.diagonal import exact_diagonal
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import Attention, LeNetLike, Positions, Repeated, digit_tensors


def loss_gradients(model: nn.Module, inputs: torch.Tensor, labels: torch.Tensor) -> list[float]:
    """The squared length of the cross-entropy's gradient of each sample, one backward pass each."""
    lengths = []
    for image, label in zip(inputs, labels, strict=True):
        model.zero_grad()
        nn.functional.cross_entropy(model(image[None]), label[None]).backward()
        grads = [p.grad for p in model.parameters() if p.grad is not None]
        lengths.append(sum(float(grad.double().square().sum()) for grad in grads))
    return lengths


@pytest.mark.parametrize("network", [LeNetLike, Attention, Positions, Repeated])
def test_with_the_residual_it_is_the_gradient_of_the_loss(network: type[nn.Module]) -> None:
    torch.manual_seed(0)
    model = network().eval()
    inputs, labels = digit_tensors(40)
    expected = loss_gradients(model, inputs, labels)
    with GradientSource(model, (inputs, labels), "residual") as source:
        found = exact_diagonal(source)
        classes = source.num_classes

    np.testing.assert_allclose(classes * found, expected, rtol=2e-4)


def test_a_small_budget_gives_the_same_and_one_too_small_says_what_would_do() -> None:
    torch.manual_seed(0)
    with GradientSource(LeNetLike(), digit_tensors(30), "residual") as source:
        whole = exact_diagonal(source)
        told: list[tuple[int, int]] = []
        few = exact_diagonal(source, memory_budget=40_000, progress=lambda *so_far: told.append(so_far))
        with pytest.raises(InputError, match=r"does not hold .* give at least \d+ MiB"):
            exact_diagonal(source, memory_budget=100)

    np.testing.assert_allclose(few, whole, rtol=1e-5)
    assert len(told) > 1
    assert told[-1] == (30, 30)


def test_it_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("enough")

    with GradientSource(LeNetLike(), digit_tensors(30)) as source, pytest.raises(Cancelled):
        exact_diagonal(source, progress=stop)


def test_samples_without_a_gradient_are_not_known() -> None:
    inputs, labels = digit_tensors(10)
    inputs = inputs.clone()
    inputs[4] = 1e30  # too large for what is computed from it
    with GradientSource(LeNetLike(), (inputs, labels), "residual", on_bad_gradient="exclude") as source:
        found = exact_diagonal(source)

    assert np.flatnonzero(np.isnan(found)).tolist() == [4]
