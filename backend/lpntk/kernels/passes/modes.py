"""Putting a model into the state in which its gradients are taken, and back as it was given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch
from torch import nn

from lpntk.domain import InputError
from lpntk.kernels.passes.precision import full_precision


@contextlib.contextmanager
def evaluation(model: nn.Module, device: torch.device) -> Iterator[None]:
    """The model in evaluation mode on `device`; on exit every module has its own mode and device again."""
    modes = {module: module.training for module in model.modules()}
    home = next(model.parameters()).device
    model.eval()
    try:
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


def require_usable(model: nn.Module) -> None:
    """Refuse weights that no kernel can be computed from.

    Raises
    ------
    InputError
        If there is no parameter, they lie on several devices, or one is not finite or neither float32 nor
        float64.
    """
    devices = sorted({str(parameter.device) for parameter in model.parameters()})
    if not devices:
        raise InputError("The model has no parameters: the kernel is taken over them.", field="model")
    if len(devices) > 1:
        raise InputError(
            f"The model is spread over {', '.join(devices)}: move it to one device.", field="model"
        )
    for name, parameter in model.named_parameters():
        if parameter.dtype not in (torch.float32, torch.float64):
            raise InputError(
                f"Parameter '{name}' is {parameter.dtype}: convert the model with model.float().",
                field="model",
            )
        if not parameter.isfinite().all():
            raise InputError(
                f"Parameter '{name}' has values that are NaN or infinite: the training went wrong, or the "
                "file with the weights is damaged.",
                field="model",
            )
    for name, buffer in model.named_buffers():
        if buffer.is_floating_point() and buffer.isnan().any():
            raise InputError(
                f"Buffer '{name}' has values that are NaN: the training went wrong, or the file with the "
                "weights is damaged.",
                field="model",
            )
