"""Putting a model into the state in which its gradients are taken, and back as it was given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch
from torch import nn

from lpntk.kernels.passes.precision import full_precision


@contextlib.contextmanager
def evaluation(model: nn.Module, device: torch.device) -> Iterator[None]:
    """The model in evaluation mode on `device`; on exit every module has its own mode and device again."""
    modes = {module: module.training for module in model.modules()}
    home = next(model.parameters()).device
    try:
        model.eval()
        model.to(device)
        yield
    finally:
        model.to(home)
        for module, mode in modes.items():
            module.training = mode


@contextlib.contextmanager
def exact_arithmetic(device: torch.device) -> Iterator[None]:
    """Full float32 with gradients on, whatever the caller has set: no autocast, no TF32, no fused layers.

    The fused path of torch.nn's transformer layers reads weights past the layers that hold them.
    """
    fused = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with (
            full_precision(),
            torch.autocast(device.type, enabled=False),
            torch.inference_mode(False),
            torch.enable_grad(),
        ):
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fused)
