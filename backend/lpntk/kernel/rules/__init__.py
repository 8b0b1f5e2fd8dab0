"""The registry of layer rules: one file a family of layers."""

from __future__ import annotations

from torch import nn

from lpntk.kernel.rules.base import Call, Extent, LayerRule
from lpntk.kernel.rules.conv2d import Conv2dRule
from lpntk.kernel.rules.linear import LinearRule

__all__ = ["RULES", "Call", "Extent", "LayerRule", "find_rule"]

RULES: dict[type[nn.Module], LayerRule] = {nn.Linear: LinearRule(), nn.Conv2d: Conv2dRule()}


def find_rule(module: nn.Module) -> LayerRule | None:
    """The rule for a layer, or None where its gradient must be left to torch.func.

    Only exact types count, and no layer whose `forward` was replaced: a subclass or a patched layer may
    compute something else with the same parameters.
    """
    return None if "forward" in vars(module) else RULES.get(type(module))
