"""Finding out what a forward pass does with parameters that are read past their layers.

Which axis of a tensor is the samples' is seen from two passes over unlike many of them:
it is the one that grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from lpntk.kernels.passes.capture import run
from lpntk.kernels.passes.operation_gradients import linear_roles
from lpntk.kernels.passes.operations import (
    BatchAxis,
    Function,
    Operand,
    Plan,
    Step,
    Tracker,
    names_of,
    with_gradient,
)

Shapes = list[torch.Size | None]


class Uses(nn.Module):
    """Stands for the operations that take one parameter: what their calls are found by."""


@dataclass(frozen=True)
class _Operation:
    """One operation of a pass over some samples."""

    function: Function
    operands: Shapes
    results: Shapes


class OperationPlanner:
    """Looks at the operations of a model.

    Parameters
    ----------
    model
        In evaluation mode.
    inputs
        (B, ...): samples.
    """

    def __init__(self, model: nn.Module, inputs: Tensor) -> None:
        self._model = model
        self._inputs = inputs
        more = torch.cat([inputs, inputs[:1]])
        recorder = _Recorder()
        with recorder:
            run(model, more)
        self._operations = recorder.operations
        self._count = len(more)
        self._keys: dict[str, Uses] = {}

    def plan(self, parameters: Mapping[str, nn.Parameter]) -> Plan | None:
        """What becomes of some parameters, without those of which that cannot be said; None if of none.

        A parameter has the same key in every plan.
        """
        tracker = _Planner(parameters, len(self._inputs), self._operations, self._count)
        with tracker:
            run(self._model, self._inputs)
        if tracker.lost or not parameters.keys() - tracker.unknown:
            return None
        if tracker.unknown:
            return self.plan({name: p for name, p in parameters.items() if name not in tracker.unknown})
        keys = {name: self._keys.setdefault(name, Uses()) for name in parameters}
        used = frozenset(name for meeting in tracker.meetings for name in meeting.names)
        return Plan(parameters, tuple(tracker.steps), _linear(tracker), keys, used)


def _linear(tracker: Tracker) -> dict[str, str]:
    """The parameters that linear layers take, or operations like theirs, and nothing else."""
    found: dict[str, set[str | None]] = {}
    for meeting in tracker.meetings:
        roles = linear_roles(meeting)
        for name in meeting.names:
            found.setdefault(name, set()).add(roles[name][0] if name in roles else None)
    return {name: role for name, roles in found.items() if len(roles) == 1 for role in roles if role}


class _Recorder(TorchFunctionMode):
    """Notes all operations of a pass that give tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[_Operation] = []

    def __torch_function__(
        self, func: Function, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        operands = _shapes(tree_leaves((args, kwargs or {})))
        result = func(*args, **(kwargs or {}))
        self.operations.append(_Operation(func, operands, _shapes(with_gradient(result))))
        return result


class _Planner(Tracker):
    """Follows parameters through a second pass, beside what the first one over more samples did.

    Attributes
    ----------
    unknown
        Parameters that something takes of which it cannot be said where the samples are.
    """

    def __init__(
        self,
        parameters: Mapping[str, nn.Parameter],
        samples: int,
        operations: Sequence[_Operation],
        count: int,
    ) -> None:
        super().__init__(parameters, samples)
        self._others: Iterator[_Operation] = iter(operations)
        self._counts = samples, count
        self.unknown: set[str] = set()

    def _concerns(self, args: tuple[Any, ...], kwargs: dict[str, Any] | None) -> bool:
        return not self.lost

    def _step(
        self,
        function: Function,
        leaves: Sequence[Any],
        tensors: Sequence[Tensor],
        operands: Mapping[int, Operand],
        result: Any,
    ) -> Step | None:
        other = next(self._others, None)
        if other is None or other.function != function:
            self.lost = True
            return None
        names = names_of(operands)
        if not tensors:
            # What gives nothing has changed something, such as a part of a tensor.
            self.unknown |= names if result is None else set()
            return None
        if not operands:
            return None
        try:
            step = Step(
                function,
                {at: operand.names for at, operand in operands.items()},
                tuple(self._axes(_shapes(leaves), other.operands)),
                tuple(self._axes(_shapes(tensors), other.results)),
            )
        except _UnclearError:
            self.unknown |= names
            return None
        if step.meets and None in step.results:
            self.unknown |= names
        return step

    def _axes(self, shapes: Shapes, others: Shapes) -> Iterator[BatchAxis | None]:
        if len(shapes) != len(others):
            raise _UnclearError
        for shape, other in zip(shapes, others, strict=True):
            yield None if shape is None or other is None else _batch_axis(shape, other, *self._counts)


class _UnclearError(Exception):
    """The samples are not on one axis."""


def _batch_axis(shape: torch.Size, other: torch.Size, samples: int, count: int) -> BatchAxis | None:
    """The axis on which one shape has some samples and the other others; None where they are equal."""
    if shape == other:
        return None
    grown = [at for at, sizes in enumerate(zip(shape, other, strict=False)) if sizes[0] != sizes[1]]
    if len(shape) != len(other) or len(grown) != 1:
        raise _UnclearError
    (axis,) = grown
    share, rest = divmod(shape[axis], samples)
    if rest or other[axis] != share * count:
        raise _UnclearError
    return BatchAxis(axis, share)


def _shapes(leaves: Sequence[Any]) -> Shapes:
    return [leaf.shape if isinstance(leaf, Tensor) else None for leaf in leaves]
