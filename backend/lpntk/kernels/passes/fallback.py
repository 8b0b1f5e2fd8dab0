"""Per-sample gradients of parameters without a rule: by torch.func, or sample by sample where it cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap
from torch.nn.attention import SDPBackend, sdpa_kernel

from lpntk.classifier import logits_in
from lpntk.domain import LpntkError
from lpntk.kernels.passes.capture import differentiate, run

# How far torch.func's gradients may be from plain autograd's, relative to their norm: what float32 explains.
AGREEMENT = 1e-3


class SampleGradients(Protocol):
    """Computes the gradients of the named parameters for each sample of a batch."""

    def __call__(self, inputs: Tensor, directions: Tensor) -> list[Tensor]:
        """For each parameter of n numbers (B, n): the gradients of directions[i] . z(inputs[i])."""
        ...


class VmapGradients:
    """torch.func's vmap over grad: exact for every model that torch.func can trace."""

    def __init__(self, model: nn.Module, names: Sequence[str]) -> None:
        self._model = model
        self._names = tuple(names)

    def __call__(self, inputs: Tensor, directions: Tensor) -> list[Tensor]:
        def scalar(parameters: dict[str, Tensor], sample: Tensor, direction: Tensor) -> Tensor:
            logits = logits_in(functional_call(self._model, parameters, (sample[None],)), 1)
            return (logits[0] * direction).sum()

        parameters = {name: p.detach() for name, p in _named(self._model, self._names).items()}
        # Other parameters still require gradients: without no_grad a graph for them would be built as well.
        # Fused attention has no batched form; the plain one has.
        with torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
            gradients = vmap(grad(scalar), in_dims=(None, 0, 0))(parameters, inputs.clone(), directions)
        # A parameter may be a single number without an axis.
        return [gradient.reshape(len(inputs), -1) for gradient in gradients.values()]


class LoopGradients:
    """Plain autograd, one sample at a time: slow, but right by definition."""

    def __init__(self, model: nn.Module, names: Sequence[str]) -> None:
        self._model = model
        self._parameters = list(_named(model, names).values())

    def __call__(self, inputs: Tensor, directions: Tensor) -> list[Tensor]:
        out = [p.new_zeros(len(inputs), p.numel()) for p in self._parameters]
        for row in range(len(inputs)):
            logits = run(self._model, inputs[row : row + 1])
            gradients = differentiate(logits, self._parameters, directions[row : row + 1])
            for values, gradient in zip(out, gradients, strict=True):
                if gradient is not None:
                    values[row] = gradient.to_dense().flatten()
        return out


def _named(model: nn.Module, names: Sequence[str]) -> dict[str, nn.Parameter]:
    """Some of a model's parameters; a scripted one has no get_parameter."""
    known = dict(model.named_parameters())
    return {name: known[name] for name in names}


def choose_fallback(
    model: nn.Module, expected: Mapping[str, Tensor], inputs: Tensor, directions: Tensor
) -> SampleGradients:
    """torch.func where it can trace the model and agrees with plain autograd, else plain autograd.

    Parameters
    ----------
    model
        In evaluation mode.
    expected
        By name, the gradients (B, n) of the parameters in question by plain autograd.
    inputs, directions
        (B, ...) and (B, K): what those are the gradients of.
    """
    names = list(expected)
    try:
        by_vmap = VmapGradients(model, names)
        gradients = by_vmap(inputs, directions)
    except (LpntkError, torch.OutOfMemoryError):
        raise
    except Exception:  # torch.func has no one type of error for what it cannot trace
        return LoopGradients(model, names)
    total = sum(e.square().sum() for e in expected.values())
    off = sum((g - e).square().sum() for g, e in zip(gradients, expected.values(), strict=True))
    return by_vmap if off <= AGREEMENT**2 * total else LoopGradients(model, names)
