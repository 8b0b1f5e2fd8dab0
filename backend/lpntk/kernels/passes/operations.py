"""Operations that take parameters past their layers, watched while a model runs.

A layer that holds a parameter is not always what reads it: a class token is expanded, a position embedding
added, a weight handed to torch.nn.functional.linear. A torch function mode sees every operation. What it
makes of parameters alone (a slice, a transpose, a table of biases looked up) is the same for all samples;
where that meets the samples is a *meeting*, and there the gradients part by sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.graph import GradientEdge, get_gradient_edge
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import TreeSpec, tree_flatten, tree_leaves

Function = Callable[..., Any]


@dataclass(frozen=True)
class BatchAxis:
    """Where in a tensor the samples are: one axis, on which each has `share` numbers beside each other."""

    axis: int
    share: int

    def split(self, tensor: Tensor, samples: int) -> Tensor:
        """(..., B, share, ...), B being in the place of the axis."""
        return tensor.unflatten(self.axis, (samples, self.share))

    def first(self, tensor: Tensor, samples: int) -> Tensor:
        """(B, ...): the samples' parts, one after the other."""
        return self.split(tensor, samples).movedim(self.axis, 0)


Axes = tuple[BatchAxis | None, ...]


@dataclass(frozen=True)
class Step:
    """An operation on the way from some parameters to the samples.

    Attributes
    ----------
    function
        Which.
    names
        By the number of a leaf of its arguments, the parameters that it is, or was made of.
    operands
        Where the samples are in each of the leaves of its arguments; None where they are not.
    results
        The same for the tensors that it gives and that require a gradient.
    """

    function: Function
    names: Mapping[int, frozenset[str]]
    operands: Axes
    results: Axes

    @property
    def meets(self) -> bool:
        """Whether what it gives is of the samples."""
        return any(axis is not None for axis in self.results)


@dataclass(frozen=True)
class Plan:
    """What a forward pass does with some parameters, learnt from two of them.

    Attributes
    ----------
    parameters
        By name.
    steps
        The operations that take them, or what was made of them, in order.
    linear
        Those whose gradient is that of a linear layer: what the layer would call them.
    keys
        By name, what a parameter's calls are found by.
    used
        The parameters that meet the samples somewhere.
    """

    parameters: Mapping[str, nn.Parameter]
    steps: Sequence[Step]
    linear: Mapping[str, str]
    keys: Mapping[str, nn.Module]
    used: frozenset[str]


@dataclass(frozen=True)
class Operand:
    """A parameter, or what was made of some: a tensor in the graph, and the names of those parameters."""

    tensor: Tensor
    names: frozenset[str]


@dataclass(frozen=True)
class Meeting:
    """An operation that took samples and what was made of parameters.

    Attributes
    ----------
    step
        Which.
    leaves, spec
        Its arguments, samples cut off from the graph.
    operands
        By the leaf's number, those that are made of watched parameters.
    places
        Those of its results in the graph, and their shapes.
    nbytes
        Of its results.
    copies
        Where no sample went in, as a token is repeated: one sample's part of each result, in the graph.
    """

    step: Step
    leaves: Sequence[Any]
    spec: TreeSpec
    operands: Mapping[int, Operand]
    places: Sequence[tuple[GradientEdge, torch.Size]]
    nbytes: int
    copies: Sequence[Operand]

    @property
    def names(self) -> frozenset[str]:
        """The parameters that it took, or of which that was made."""
        return names_of(self.operands)

    @property
    def derived(self) -> bool:
        """Whether it took what was made of parameters, and not only parameters."""
        return bool(self.copies) or any(not o.tensor.is_leaf for o in self.operands.values())


def with_gradient(result: Any) -> list[Tensor]:
    """The tensors among what an operation gives that require a gradient."""
    return [leaf for leaf in tree_leaves(result) if isinstance(leaf, Tensor) and leaf.requires_grad]


def names_of(operands: Mapping[int, Operand]) -> frozenset[str]:
    """The parameters that some operands are, or were made of."""
    return frozenset(name for operand in operands.values() for name in operand.names)


class Tracker(TorchFunctionMode):
    """Follows parameters through a forward pass to where they meet the samples.

    Attributes
    ----------
    steps, meetings
        What was seen, in order.
    lost
        Whether the pass went another way than the one that is known.
    """

    def __init__(self, parameters: Mapping[str, nn.Parameter], samples: int) -> None:
        super().__init__()
        self._made = {id(p): Operand(p, frozenset([name])) for name, p in parameters.items()}
        self._samples = samples
        self.steps: list[Step] = []
        self.meetings: list[Meeting] = []
        self.lost = False

    def __torch_function__(
        self, func: Function, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if not self._concerns(args, kwargs):
            return func(*args, **(kwargs or {}))
        leaves, spec = tree_flatten((args, kwargs or {}))
        operands = {at: self._made[id(leaf)] for at, leaf in enumerate(leaves) if id(leaf) in self._made}
        if operands and changes_in_place(func):
            # What the operation was given is needed later.
            leaves = [leaf.detach().clone() if isinstance(leaf, Tensor) else leaf for leaf in leaves]
        result = func(*args, **(kwargs or {}))
        self._follow(func, leaves, spec, operands, result)
        return result

    def _concerns(self, args: tuple[Any, ...], kwargs: dict[str, Any] | None) -> bool:
        """Whether an operation may be of interest; asked of every one, so without a tree of its arguments."""
        return not self.lost and (
            _any_of(args, self._made) or bool(kwargs and _any_of(kwargs.values(), self._made))
        )

    def _follow(
        self,
        function: Function,
        leaves: Sequence[Any],
        spec: TreeSpec,
        operands: Mapping[int, Operand],
        result: Any,
    ) -> None:
        tensors = with_gradient(result)
        step = self._step(function, leaves, tensors, operands, result)
        if step is None or not operands:
            return
        self.steps.append(step)
        names = names_of(operands)
        if not step.meets:
            # Some operations give back what they were given.
            self._made.update({id(t): Operand(t, names) for t in tensors if not t.is_leaf})
            return
        copies: list[Operand] = []
        if all(axis is None for axis in step.operands):
            copies = [
                Operand(tensor.narrow(axis.axis, 0, axis.share), names)
                for tensor, axis in zip(tensors, step.results, strict=True)
                if axis is not None
            ]
        cut = [leaf.detach() if isinstance(leaf, Tensor) else leaf for leaf in leaves]
        places = [(get_gradient_edge(tensor), tensor.shape) for tensor in tensors]
        nbytes = sum(tensor.nbytes for tensor in tensors)
        self.meetings.append(Meeting(step, cut, spec, operands, places, nbytes, copies))

    def _step(
        self,
        function: Function,
        leaves: Sequence[Any],
        tensors: Sequence[Tensor],
        operands: Mapping[int, Operand],
        result: Any,
    ) -> Step | None:
        """What the operation is on the way of its operands; None where it is nothing."""
        raise NotImplementedError


class Watch(Tracker):
    """Follows the parameters of a plan."""

    def __init__(self, plan: Plan, samples: int) -> None:
        super().__init__(plan.parameters, samples)
        self.plan = plan

    @property
    def complete(self) -> bool:
        """Whether the pass went the way that is known, to its end."""
        return not self.lost and len(self.steps) == len(self.plan.steps)

    def _step(
        self,
        function: Function,
        leaves: Sequence[Any],
        tensors: Sequence[Tensor],
        operands: Mapping[int, Operand],
        result: Any,
    ) -> Step | None:
        if not operands or not tensors:
            return None
        at = len(self.steps)
        step = self.plan.steps[at] if at < len(self.plan.steps) else None
        if step is None or not _is(step, function, leaves, tensors, operands, self._samples):
            self.lost = True
            return None
        return step


def _is(
    step: Step,
    function: Function,
    leaves: Sequence[Any],
    tensors: Sequence[Tensor],
    operands: Mapping[int, Operand],
    samples: int,
) -> bool:
    """Whether an operation is the one that is known, and takes the same parameters."""
    if (step.function, len(step.operands), len(step.results)) != (function, len(leaves), len(tensors)):
        return False
    if step.names != {at: operand.names for at, operand in operands.items()}:
        return False
    pairs = zip((*step.operands, *step.results), (*leaves, *tensors), strict=True)
    return all(
        isinstance(leaf, Tensor) and leaf.dim() > axis.axis and leaf.shape[axis.axis] == samples * axis.share
        for axis, leaf in pairs
        if axis is not None
    )


def _any_of(values: Iterable[Any], known: Mapping[int, Operand]) -> bool:
    """Whether one of some values, or of what they hold, is known."""
    for value in values:
        if id(value) in known:
            return True
        if isinstance(value, list | tuple) and _any_of(value, known):
            return True
        if isinstance(value, dict) and _any_of(value.values(), known):
            return True
    return False


def changes_in_place(function: Function) -> bool:
    """Whether a function changes what it is given, as those of torch say by their names."""
    name = getattr(function, "__name__", "")
    return name.endswith("_") and not name.endswith("__")
