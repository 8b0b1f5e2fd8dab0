"""What a forward pass does with a model's parameters and what it keeps in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from lpntk.domain import InputError
from lpntk.kernels.passes.capture import run


@dataclass(frozen=True)
class Usage:
    """What one forward pass did.

    Attributes
    ----------
    operations
        By the parameter's id, how many operations took it and gave a tensor.
    saved_bytes
        What autograd keeps for the backward pass, parameters left out.
    """

    operations: Mapping[int, int]
    saved_bytes: int


def observe_usage(model: nn.Module, inputs: Tensor) -> Usage:
    """Run `model` forward once and look.

    Raises
    ------
    InputError
        If the model fails, does not return logits, or its logits do not depend on any trainable parameter.
    """
    parameters = list(model.parameters())
    counter = _Counter(parameters)
    saved: dict[int, int] = {}

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        saved[storage.data_ptr()] = storage.nbytes()
        return tensor

    with saved_tensors_hooks(note, lambda tensor: tensor), counter:
        logits = run(model, inputs)
    if not logits.requires_grad:
        raise InputError(
            "No trainable parameter of the model acts on its logits: see that requires_grad is True for "
            "some, and that the model does not compute under torch.no_grad() or detach its output.",
            field="model",
        )
    for parameter in parameters:
        saved.pop(parameter.untyped_storage().data_ptr(), None)
    return Usage(counter.operations, sum(saved.values()))


class _Counter(TorchFunctionMode):
    """Counts the operations that take one of some parameters; asking for a shape or a dtype is none."""

    def __init__(self, parameters: Iterable[nn.Parameter]) -> None:
        super().__init__()
        self._known = {id(parameter) for parameter in parameters}
        self.operations: Counter[int] = Counter()

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if any(isinstance(leaf, Tensor) for leaf in tree_leaves(result)):
            taken = {id(leaf) for leaf in tree_leaves((args, kwargs))} & self._known
            self.operations.update(taken)
        return result
