"""Finding out whether a sample's logits depend on nothing but the sample.

If they depend on the other samples of its batch, or on chance, then a sample has no gradient of its own and
there is no kernel. Whether that is so is seen from the logits of a few samples among others, beside
themselves, and once more; only where they differ is the layer looked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.utils._pytree import tree_leaves

from lpntk.domain import InputError
from lpntk.kernels.passes.capture import run

# How far a sample's values may be apart, relative to the largest: more than batches of other sizes change in
# float32, and less than statistics over other samples or a dropped value do.
AGREEMENT = 1e-3


def require_independent(model: nn.Module, inputs: Tensor) -> None:
    """Refuse a model whose logits for a sample depend on other samples or on chance.

    Parameters
    ----------
    model
        In evaluation mode. Its buffers are as before on return.
    inputs
        (B, ...): two or more of the samples.

    Raises
    ------
    InputError
        If it does, with the name of the first layer that is responsible; or if the model fails.
    """
    with torch.no_grad(), _buffers_kept(model):
        among_others = run(model, inputs)
        if not _close(run(model, inputs), among_others):
            layer = _first_difference(model, inputs, inputs, None)
            advice = _advice(layer.module, "switch off its random part")
            raise InputError(f"{layer} gives other values at every call: {advice}.", field="model")
        for place, sample in enumerate(inputs):
            # Beside itself, not alone: batch statistics of one value cannot be taken.
            beside_itself = torch.stack([sample, sample])
            if not _close(run(model, beside_itself)[0], among_others[place], among_others):
                layer = _first_difference(model, inputs, beside_itself, place)
                advice = _advice(layer.module, "compute what it gives for a sample from that sample only")
                raise InputError(
                    f"{layer} mixes the samples of a batch, so that a sample has no gradient of its own: "
                    f"{advice}.",
                    field="model",
                )


@dataclass(frozen=True)
class _Layer:
    """A layer, and what a message calls it."""

    name: str
    module: nn.Module

    def __str__(self) -> str:
        kind = type(self.module).__name__
        return f"Layer '{self.name}' ({kind})" if self.name else f"The model ({kind})"


def _advice(module: nn.Module, otherwise: str) -> str:
    if module.training:
        return "it stays in training mode after model.eval(), so let eval() reach it"
    if isinstance(module, _BatchNorm) and module.running_mean is None:
        return "let it keep statistics of its own (track_running_stats=True)"
    return f"{otherwise} in evaluation mode"


@contextlib.contextmanager
def _buffers_kept(model: nn.Module) -> Iterator[None]:
    """Undo what layers in training mode do to their statistics."""
    before = [(buffer, buffer.clone()) for buffer in model.buffers()]
    try:
        yield
    finally:
        for buffer, values in before:
            buffer.copy_(values)


def _close(values: Tensor, expected: Tensor, scale: Tensor | None = None) -> bool:
    """Whether two tensors are the same but for rounding, relative to the largest of `scale`."""
    if values.shape != expected.shape:
        return False
    finite = expected if scale is None else scale
    largest = finite[finite.isfinite()].abs().max().item() if finite.isfinite().any() else 0.0
    return torch.allclose(
        values.double(), expected.double(), rtol=0.0, atol=AGREEMENT * largest, equal_nan=True
    )


@dataclass(frozen=True)
class _Event:
    """A layer is entered or left, with the tensors that it is given or gives back."""

    layer: _Layer
    entered: bool
    tensors: Sequence[Tensor]


def _first_difference(model: nn.Module, inputs: Tensor, others: Tensor, place: int | None) -> _Layer:
    """The layer in whose own code two passes part.

    They are over equal batches where `place` is None, else over one and over its sample at `place`, twice.
    """
    running: list[_Layer] = []
    events, other_events = _events(model, inputs), _events(model, others)
    for event, other in zip(events, other_events, strict=False):
        same = all(
            _same(tensor, beside, place, len(inputs))
            for tensor, beside in zip(event.tensors, other.tensors, strict=False)
        )
        if not same:
            # What a layer is given is made by the layer that calls it.
            return running[-1] if event.entered and running else event.layer
        if event.entered:
            running.append(event.layer)
        else:
            running.pop()
    return _Layer("", model)


def _events(model: nn.Module, inputs: Tensor) -> list[_Event]:
    """What one pass gives to every layer and gets from it, in order."""
    events: list[_Event] = []

    def note(layer: _Layer, entered: bool, values: Any) -> None:
        tensors = [leaf.clone() for leaf in tree_leaves(values) if isinstance(leaf, Tensor)]
        events.append(_Event(layer, entered, tensors))

    with contextlib.ExitStack() as hooks:
        for name, module in model.named_modules():
            layer = _Layer(name, module)
            entering = module.register_forward_pre_hook(
                lambda _, args, named, layer=layer: note(layer, True, (args, named)), with_kwargs=True
            )
            leaving = module.register_forward_hook(
                lambda _, args, output, layer=layer: note(layer, False, output)
            )
            hooks.callback(entering.remove)
            hooks.callback(leaving.remove)
        run(model, inputs)
    return events


def _same(tensor: Tensor, beside: Tensor, place: int | None, batch: int) -> bool:
    """Whether `tensor` has at sample `place` what `beside` has at the first of two, wherever the batch is.

    Where no axis can be the batch's, nothing can be said.
    """
    if place is None:
        return _close(tensor, beside)
    pairs = [
        (one, other)
        for one, other in zip(_at(tensor, place, batch), _at(beside, 0, 2), strict=False)
        if one is not None and other is not None and one.shape == other.shape
    ]
    return not pairs or any(_close(one, other, tensor) for one, other in pairs)


def _at(tensor: Tensor, place: int, batch: int) -> list[Tensor | None]:
    """One sample's part: where samples come first, where positions do, and where the batch is second."""
    found: list[Tensor | None] = [None, None, None]
    if tensor.dim() >= 1 and len(tensor) % batch == 0:
        found[0] = tensor.unflatten(0, (batch, -1))[place]
        found[1] = tensor.unflatten(0, (-1, batch))[:, place]
    if tensor.dim() >= 2 and tensor.shape[1] == batch:
        found[2] = tensor[:, place]
    return found
