"""Which parameters of a model the kernel is taken over."""

from __future__ import annotations

from torch import nn

from lpntk.domain import InputError
from lpntk.domain.words import regular_expression

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
    found = regular_expression(expression or "", field="parameters").search
    chosen = {name: parameter for name, parameter in trainable.items() if found(name)}
    if not chosen:
        more = "" if len(trainable) <= _NAMED_AT_MOST else " and so on"
        raise InputError(
            f"No trainable parameter has '{expression}' in its name: the model's are "
            f"{', '.join(list(trainable)[:_NAMED_AT_MOST])}{more}.",
            field="parameters",
        )
    return chosen
