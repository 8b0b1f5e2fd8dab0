"""Which parameters of a model the kernel is taken over."""

from __future__ import annotations

import re
from collections.abc import Callable

from torch import nn

from lpntk.domain import InputError

_NAMED_AT_MOST = 8


def chosen_parameters(model: nn.Module, expression: str | None = None) -> dict[str, nn.Parameter]:
    """The trainable parameters in whose name a regular expression is found, by name; None takes all.

    Raises
    ------
    InputError
        If there is none, or the expression is none.
    """
    trainable = {name: p for name, p in model.named_parameters() if p.requires_grad and p.numel()}
    if not trainable:
        raise InputError(
            "The model has no trainable parameter: set requires_grad to True for those that the kernel is "
            "to be taken over.",
            field="model",
        )
    is_found = _name_filter(expression)
    chosen = {name: parameter for name, parameter in trainable.items() if is_found(name)}
    if not chosen:
        more = "" if len(trainable) <= _NAMED_AT_MOST else " and so on"
        raise InputError(
            f"No trainable parameter has '{expression}' in its name: the model's are "
            f"{', '.join(list(trainable)[:_NAMED_AT_MOST])}{more}.",
            field="parameters",
        )
    return chosen


def _name_filter(expression: str | None) -> Callable[[str], object]:
    if expression is None:
        return lambda name: True
    try:
        return re.compile(expression).search
    except re.error as error:
        raise InputError(
            f"parameters is '{expression}', which is not a regular expression ({error}): give one such as "
            "'layer4|fc'.",
            field="parameters",
        ) from None
