"""Which models a kernel can be computed from, and what to give instead of the others."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from lpntk.classifier import INSTEAD_OF_A_PROGRAM, program
from lpntk.domain import InputError

# Packages whose layers hold quantised weights.
_QUANTISED = ("torch.ao.nn.quantized", "torch.nn.quantized", "torch.ao.nn.intrinsic.quantized")


def require_usable(model: Any) -> None:
    """Refuse what is no model, and models whose weights have no gradient or no values.

    Raises
    ------
    InputError
        If it is no torch.nn.Module that can be put into evaluation mode, a layer is quantised, there is no
        parameter, they lie on several devices, or one has no values, is not finite, or is neither float32 nor
        float64.
    """
    _require_module(model)
    for name, layer in model.named_modules():
        if type(layer).__module__.startswith(_QUANTISED):
            raise _wrong(
                f"Layer '{name}' ({type(layer).__name__}) is quantised, and quantised weights have no "
                "gradient: give the model as it was before it was quantised."
            )
    for what, name, tensor in _tensors(model):
        if fault := _fault(tensor):
            raise _wrong(f"{what} '{name}' {fault}.")
    devices = sorted({str(parameter.device) for parameter in model.parameters()})
    if not devices:
        raise _wrong("The model has no parameters: the kernel is taken over them.")
    if len(devices) > 1:
        raise _wrong(f"The model is spread over {', '.join(devices)}: move it to one device.")
    _require_numbers(model)


def _require_module(model: Any) -> None:
    if (fault := program(model)) is not None:
        raise _wrong(f"The model {fault}: {INSTEAD_OF_A_PROGRAM}.")
    if isinstance(model, nn.Module):
        return
    kind = type(model).__name__
    if inspect.isclass(model):
        kind, advice = f"the class {model.__name__}", f"make one of it, such as {model.__name__}()"
    elif isinstance(model, Mapping):
        advice = "build the model, load its weights with model.load_state_dict(...), and give the model"
    else:
        advice = "give a torch.nn.Module that returns logits"
    raise _wrong(f"The model is {kind} where a torch.nn.Module is needed: {advice}.")


def _tensors(model: nn.Module) -> Iterator[tuple[str, str, Tensor]]:
    """What each is called, its name and its values."""
    for name, parameter in model.named_parameters():
        yield "Parameter", name, parameter
    for name, buffer in model.named_buffers():
        yield "Buffer", name, buffer


def _fault(tensor: Tensor) -> str | None:
    """Why there is nothing to compute with; None where there is."""
    if is_lazy(tensor):
        return "has no shape yet: run the model once on a batch, and then train it or load its weights"
    if tensor.is_meta:
        return "has no values, being on the meta device: build the model on a real one and load its weights"
    if tensor.is_quantized:
        return "is quantised, and so has no gradient: give the model as it was before"
    if tensor.layout is not torch.strided:
        return "is sparse: make it dense with .to_dense()"
    if tensor.is_inference():
        return (
            "was made within torch.inference_mode(), where nothing can be differentiated: build the model "
            "outside of it, or load its state dict into one that was"
        )
    return None


def _require_numbers(model: nn.Module) -> None:
    for name, parameter in model.named_parameters():
        if parameter.dtype not in (torch.float32, torch.float64):
            raise _wrong(f"Parameter '{name}' is {parameter.dtype}: convert the model with model.float().")
        if not parameter.isfinite().all():
            raise _wrong(
                f"Parameter '{name}' has values that are NaN or infinite: the training went wrong, or the "
                "file with the weights is damaged."
            )
    for name, buffer in model.named_buffers():
        if buffer.is_floating_point() and buffer.isnan().any():
            raise _wrong(
                f"Buffer '{name}' has values that are NaN: the training went wrong, or the file with the "
                "weights is damaged."
            )


def _wrong(sentence: str) -> InputError:
    return InputError(sentence, field="model")
