"""One forward and one backward pass over a batch, with what went into and came back to chosen layers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.autograd.graph import GradientEdge

from lpntk.classifier import kind_of, logits_in
from lpntk.domain import InputError
from lpntk.domain.foreign import foreign_code, reason
from lpntk.kernels.passes.layer_watch import LayerWatch
from lpntk.kernels.passes.operation_gradients import operation_calls
from lpntk.kernels.passes.operations import Meeting, Plan, Watch
from lpntk.kernels.rules import Call


@dataclass(frozen=True)
class Capture:
    """What one pass gave.

    Attributes
    ----------
    logits
        (B, K), detached.
    calls
        For each watched layer its calls in the order in which they happened; by the keys of the plan, those
        of the parameters that operations take past their layers.
    operation_bytes
        What the results of those operations take, and the gradients at them.
    """

    logits: Tensor
    calls: dict[nn.Module, list[Call]]
    operation_bytes: int = 0


def capture(
    model: nn.Module,
    layers: Iterable[nn.Module],
    inputs: Tensor,
    directions: Callable[[Tensor], Tensor],
    plan: Plan | None = None,
    failed: set[str] | None = None,
) -> Capture:
    """Run `model` on `inputs` and back along one direction in logit space a sample.

    The backward pass asks for gradients at the layers' outputs only, so no gradient of any weight is
    formed, no `.grad` is touched and no `requires_grad` is changed. The hooks are gone on return.

    Parameters
    ----------
    model
        In evaluation mode, so that the samples of a batch do not act on each other.
    layers
        Layers with at least one parameter that requires a gradient.
    inputs
        (B, ...); a copy is given to the model, which may change it in place.
    directions
        From detached logits (B, K) to the vectors (B, K) that are sent backward.
    plan
        The operations that take parameters past their layers.
    failed
        Where to note those of the plan's parameters for which it does not do, instead of failing.

    Raises
    ------
    InputError
        If the model fails, or returns anything but logits (B, K), or goes another way than the plan's.
    """
    layer_watch = LayerWatch()
    tracker = None if plan is None else Watch(plan, len(inputs))
    followed = () if plan is None else plan.parameters.values()
    with contextlib.ExitStack() as stack:
        for layer in layers:
            # The plan knows the operations of the layer as it is.
            stack.enter_context(layer_watch.watching(layer, as_it_is=_holds_any(layer, followed)))
        with tracker or contextlib.nullcontext():
            logits = run(model, inputs)
    meetings = [] if tracker is None else _meetings(tracker, failed)
    places = layer_watch.places + [place for meeting in meetings for place in meeting.places]
    retain = any(meeting.derived for meeting in meetings)
    gradients = iter(_gradients_at(places, logits, directions(logits.detach()), retain))
    calls = layer_watch.calls(gradients)
    if plan is not None:
        calls |= operation_calls(plan, meetings, gradients, len(inputs), failed)
    return Capture(logits.detach(), calls, sum(meeting.nbytes for meeting in meetings))


def _holds_any(layer: nn.Module, parameters: Iterable[nn.Parameter]) -> bool:
    """Whether a layer holds one of some parameters."""
    held = {id(parameter) for parameter in layer.parameters()}
    return any(id(parameter) in held for parameter in parameters)


def _meetings(tracker: Watch, failed: set[str] | None) -> list[Meeting]:
    """What was seen, where the pass went the way that is known.

    Raises
    ------
    InputError
        If it went another way, and nobody asks for the parameters that this concerns.
    """
    if tracker.complete:
        return tracker.meetings
    if failed is None:
        raise InputError(
            "The model uses some of its parameters otherwise for some samples than for others: its way "
            "through its operations must not depend on the data.",
            field="model",
        )
    failed |= tracker.plan.parameters.keys()
    return []


def _gradients_at(
    places: Sequence[tuple[GradientEdge | None, torch.Size]],
    logits: Tensor,
    directions: Tensor,
    retain_graph: bool,
) -> list[Tensor]:
    """The gradients of the sum of directions * logits at some places of the graph; 0 where it does not go."""
    edges = [edge for edge, _ in places if edge is not None]
    found = iter(differentiate(logits, edges, directions, retain_graph=retain_graph))
    gradients = [None if edge is None else next(found) for edge, _ in places]
    return [
        logits.new_zeros(shape) if gradient is None else gradient
        for gradient, (_, shape) in zip(gradients, places, strict=True)
    ]


def run(model: nn.Module, inputs: Tensor) -> Tensor:
    """The logits (B, K) of `inputs`, of which the model gets a copy.

    Raises
    ------
    InputError
        If the model fails, or returns anything but a floating tensor (B, K) with K at least 2.
    """
    what = f"The model fails on inputs of shape {tuple(inputs.shape[1:])}"
    with foreign_code(what, _fitting(inputs), field="model"):
        logits = logits_in(model(inputs.clone()), len(inputs))
    if not isinstance(logits, Tensor) or not logits.is_floating_point():
        kind = f"a tensor of {logits.dtype}" if isinstance(logits, Tensor) else kind_of(logits)
        raise InputError(
            f"The model returns {kind} where logits of shape (N, K) are needed: "
            "wrap it in a module that returns its logits alone.",
            field="model",
        )
    if logits.dim() != 2 or logits.shape[0] != len(inputs) or logits.shape[1] < 2:
        raise InputError(
            f"The model returns shape {tuple(logits.shape)} for {len(inputs)} samples where logits of shape "
            f"({len(inputs)}, K) with at least K = 2 classes are needed: wrap it in a module that returns "
            "those.",
            field="model",
        )
    return logits


def differentiate(
    logits: Tensor,
    targets: Sequence[Tensor] | Sequence[GradientEdge],
    directions: Tensor,
    *,
    retain_graph: bool = False,
) -> Sequence[Tensor | None]:
    """The gradient of the sum of directions * logits at each target; None where it is not used.

    Raises
    ------
    InputError
        If autograd fails, as it does where a tensor that it needs was changed in place.
    """
    if not targets or not logits.requires_grad:
        return [None] * len(targets)
    try:
        return torch.autograd.grad(logits, targets, directions, allow_unused=True, retain_graph=retain_graph)
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        raise InputError(
            f"The model cannot be differentiated ({reason(error)}): change it so that loss.backward() works.",
            field="model",
        ) from error


def _fitting(inputs: Tensor) -> str:
    """What to do about a model that fails on inputs."""
    if inputs.is_floating_point():
        return "give a model and a data set that fit each other"
    return f"they are {inputs.dtype}, so scale them (inputs.float() / 255) or give a model that takes them"
