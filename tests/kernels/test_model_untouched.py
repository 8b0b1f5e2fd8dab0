"""A model comes back as it was given, whatever happens."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.kernel import kernel
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import Attention, LeNetLike, Normed, digit_tensors


def snapshot(model: nn.Module) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for name, module in model.named_modules():
        hooks = [
            dict(getattr(module, kind))
            for kind in ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks")
        ]
        state[name] = (module.training, hooks, sorted(vars(module)))
    for name, parameter in model.named_parameters():
        state[f"{name}!"] = (id(parameter), parameter.requires_grad, parameter.grad, parameter.data_ptr())
    for name, buffer in model.named_buffers():
        state[f"{name}?"] = buffer.tolist()
    return state


def flags() -> tuple[Any, ...]:
    return (
        torch.is_grad_enabled(),
        torch.get_float32_matmul_precision(),
        torch.backends.mha.get_fastpath_enabled(),
        torch.backends.cudnn.allow_tf32,
    )


@pytest.mark.parametrize("network", [LeNetLike, Normed, Attention])
def test_everything_is_as_before(network: type[nn.Module]) -> None:
    model = network().train()
    first, second = list(model.modules())[1:3]
    first.eval()
    second.register_forward_hook(lambda layer, args, output: None)
    next(model.parameters()).requires_grad_(False)
    before, flags_before, weights = snapshot(model), flags(), [p.clone() for p in model.parameters()]

    kernel(model, digit_tensors(10))

    assert snapshot(model) == before
    assert flags() == flags_before
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), weights, strict=True))


def test_everything_is_as_before_after_a_failure() -> None:
    model = LeNetLike().train()
    before, flags_before = snapshot(model), flags()
    inputs, labels = digit_tensors(10)
    labels[7] = 10

    with pytest.raises(InputError):
        kernel(model, (inputs, labels))

    assert snapshot(model) == before
    assert flags() == flags_before


def test_between_construction_and_use_the_model_is_as_given() -> None:
    model = LeNetLike().train()
    engine = KernelEngine(GradientSource(model, digit_tensors(10)))

    assert model.training
    with engine:
        assert not model.training
    assert model.training


def test_data_that_the_model_changes_in_place_stays() -> None:
    class Scaling(Normed):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x.mul_(2))

    torch.manual_seed(0)
    inputs, labels = digit_tensors(10)
    before = inputs.clone()
    model = Scaling()
    found = kernel(model, (inputs, labels)).matrix()

    assert torch.equal(inputs, before)
    model.__class__ = Normed
    assert (kernel(model, (2 * inputs, labels)).matrix() == found).all()


@pytest.mark.parametrize("outer", [torch.no_grad, torch.inference_mode])
def test_it_works_within_no_grad(outer: type[contextlib.AbstractContextManager[None]]) -> None:
    torch.manual_seed(0)
    model, data = Normed(), digit_tensors(10)
    expected = kernel(model, data).matrix()

    with outer():
        assert (kernel(model, data).matrix() == expected).all()


def test_autocast_around_it_changes_nothing() -> None:
    torch.manual_seed(0)
    model, data = Normed(), digit_tensors(10)
    expected = kernel(model, data).matrix()

    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert (kernel(model, data).matrix() == expected).all()
