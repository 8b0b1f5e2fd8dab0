"""The gradients of each sample at the parameters that its operations took, from one backward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn
from torch.func import vjp, vmap
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils._pytree import tree_leaves, tree_unflatten

from lpntk.kernels.passes.operations import Function, Meeting, Operand, Plan, changes_in_place
from lpntk.kernels.rules import Call

# Products with a matrix on the right, whose gradient is that of a linear layer with its ends exchanged.
_PRODUCTS = (torch.matmul, torch.mm, Tensor.matmul, Tensor.mm, Tensor.__matmul__)


def operation_calls(
    plan: Plan,
    meetings: Sequence[Meeting],
    gradients: Iterator[Tensor],
    samples: int,
    failed: set[str] | None = None,
) -> dict[nn.Module, list[Call]]:
    """By the plan's keys, the calls of a pass: of a linear layer, or one that is the gradient itself.

    Parameters
    ----------
    plan, meetings
        What is known of the model, and what was seen of it.
    gradients
        Those at the results of the meetings, in order.
    samples
        B.
    failed
        Where to note parameters for which torch has no way, instead of failing.
    """
    calls: dict[nn.Module, list[Call]] = {plan.keys[name]: [] for name in plan.linear}
    given: dict[str, Tensor] = {}
    for meeting in meetings:
        mine = [next(gradients) for _ in meeting.places]
        try:
            found = list(_written(plan, meeting, mine, samples))
        except torch.OutOfMemoryError:
            raise
        except Exception:  # torch.func has no one type of error for what it cannot do
            if failed is None:
                raise
            failed |= meeting.names
            continue
        for name, call in _linear_calls(plan, meeting, mine, samples).items():
            calls[plan.keys[name]].append(call)
        for name, values in found:
            given[name] = given[name] + values if name in given else values
    return calls | {plan.keys[name]: [Call(values, values)] for name, values in given.items()}


def _linear_calls(plan: Plan, meeting: Meeting, gradients: Sequence[Tensor], samples: int) -> dict[str, Call]:
    """By name, what a meeting is for the plan's linear parameters: the call of a linear layer."""
    calls = {}
    for name, (role, at) in linear_roles(meeting).items():
        if name in plan.linear:
            given, result = meeting.step.operands[at], meeting.step.results[0]
            assert given is not None
            assert result is not None
            a, b = given.first(meeting.leaves[at], samples), result.first(gradients[0], samples)
            exchanged = role == "weight" and meeting.step.function in _PRODUCTS
            calls[name] = Call(b, a) if exchanged else Call(a, b)
    return calls


def linear_roles(meeting: Meeting) -> dict[str, tuple[str, int]]:
    """By name, what a linear layer would call the parameters, and which leaf is what goes into it.

    Empty where the operation is not linear, or the samples are not where one needs them.
    """
    function, leaves = meeting.step.function, meeting.leaves
    order: tuple[str, ...]
    if function == F.linear:
        order = ("input", "weight", "bias")
    elif function in _PRODUCTS and len(leaves) == 2 and _is_matrix(leaves[1]):
        order = ("input", "weight")
    else:
        return {}
    names = _argument_names(meeting, order)
    given = names.index("input") if "input" in names else 0
    axes = (meeting.step.operands[given], meeting.step.results[0])
    values = leaves[given]
    if any(axis is None or axis.axis >= values.dim() - 1 for axis in axes):
        return {}
    return {
        name: (names[at], given)
        for at, operand in meeting.operands.items()
        if operand.tensor.is_leaf
        for name in operand.names
    }


def _written(
    plan: Plan, meeting: Meeting, gradients: Sequence[Tensor], samples: int
) -> Iterator[tuple[str, Tensor]]:
    """The gradients (B, n) that a meeting gives at the parameters that it took, but the linear ones."""
    for operand, gradient in _at_operands(plan, meeting, gradients, samples):
        yield from _at_parameters(plan, operand, gradient)


def _at_operands(
    plan: Plan, meeting: Meeting, gradients: Sequence[Tensor], samples: int
) -> Iterator[tuple[Operand, Tensor]]:
    """What the meeting took, in the graph, each with the gradients (B, *shape) of the samples at it."""
    if meeting.copies:
        axes = [axis for axis in meeting.step.results if axis is not None]
        for operand, axis, gradient in zip(meeting.copies, axes, gradients, strict=True):
            yield operand, axis.first(gradient, samples)
        return
    places = [at for at, operand in meeting.operands.items() if not operand.names <= plan.linear.keys()]
    if places:
        pulled = _pull_back(meeting, places, gradients, samples)
        yield from zip((meeting.operands[at] for at in places), pulled, strict=True)


def _at_parameters(plan: Plan, operand: Operand, gradient: Tensor) -> Iterator[tuple[str, Tensor]]:
    """The gradients (B, n) at the parameters of which an operand was made, from those at the operand."""
    if operand.tensor.is_leaf:
        (name,) = operand.names
        yield name, gradient.reshape(len(gradient), -1)
        return
    names = sorted(operand.names)
    parameters = [plan.parameters[name] for name in names]
    found = torch.autograd.grad(
        [operand.tensor], parameters, [gradient], is_grads_batched=True, retain_graph=True, allow_unused=True
    )
    for name, values in zip(names, found, strict=True):
        if values is not None:
            yield name, values.reshape(len(values), -1)


def _pull_back(
    meeting: Meeting, places: Sequence[int], gradients: Sequence[Tensor], samples: int
) -> tuple[Tensor, ...]:
    """The operation done again for each sample, and its gradients (B, *shape) at some of its operands."""
    step, leaves = meeting.step, list(meeting.leaves)
    batched = {at: axis for at, axis in enumerate(step.operands) if axis is not None}
    function = _out_of_place(step.function)

    def of_one(mine: list[Tensor], given: list[Tensor]) -> tuple[Tensor, ...]:
        def operation(*operands: Tensor) -> list[Tensor]:
            now = dict(enumerate(leaves)) | dict(zip(batched, mine, strict=True))
            now |= dict(zip(places, operands, strict=True))
            args, kwargs = tree_unflatten(list(now.values()), meeting.spec)
            return _tensors(function(*args, **kwargs))[: len(given)]

        back = vjp(operation, *(leaves[at] for at in places))[1]
        return back(given)

    inner = [axis.split(leaves[at], samples) for at, axis in batched.items()]
    axes = [axis for axis in step.results if axis is not None]
    outer = [axis.split(gradient, samples) for axis, gradient in zip(axes, gradients, strict=True)]
    dims = ([axis.axis for axis in batched.values()], [axis.axis for axis in axes])
    # Fused attention has no batched form; the plain one has.
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        return vmap(of_one, in_dims=dims)(inner, outer)


def _argument_names(meeting: Meeting, order: Sequence[str]) -> list[str]:
    """What the leaves of an operation's arguments are called, `order` being those given by position."""
    args, kwargs = tree_unflatten(range(len(meeting.leaves)), meeting.spec)
    by_leaf = dict(zip(args, order, strict=False)) | {at: name for name, at in kwargs.items()}
    return [by_leaf[at] for at in range(len(meeting.leaves))]


def _is_matrix(leaf: Any) -> bool:
    return isinstance(leaf, Tensor) and leaf.dim() == 2


def _tensors(result: Any) -> list[Tensor]:
    return [leaf for leaf in tree_leaves(result) if isinstance(leaf, Tensor) and leaf.is_floating_point()]


def _out_of_place(function: Function) -> Function:
    if not changes_in_place(function):
        return function
    return getattr(Tensor, function.__name__.removesuffix("_"))
