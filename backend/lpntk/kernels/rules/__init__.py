"""The registry of layer rules: one file a family of layers."""

from __future__ import annotations

from torch import nn

from lpntk.kernels.rules.attention import AttentionRule
from lpntk.kernels.rules.base import Call, Extent, LayerRule
from lpntk.kernels.rules.convolution import ConvolutionRule
from lpntk.kernels.rules.elementwise import (
    BATCH_NORM,
    GROUP_NORM,
    INSTANCE_NORM,
    LAYER_NORM,
    LAYER_NORM_OF_CHANNELS,
    PRELU,
    RMS_NORM,
)
from lpntk.kernels.rules.embedding import EmbeddingRule
from lpntk.kernels.rules.linear import LinearRule

__all__ = ["RULES", "Call", "Extent", "LayerRule", "find_rule"]

RULES: dict[type[nn.Module], LayerRule] = {
    nn.Linear: LinearRule(),
    nn.Conv1d: ConvolutionRule(1),
    nn.Conv2d: ConvolutionRule(2),
    nn.Conv3d: ConvolutionRule(3),
    nn.ConvTranspose1d: ConvolutionRule(1, transposed=True),
    nn.ConvTranspose2d: ConvolutionRule(2, transposed=True),
    nn.ConvTranspose3d: ConvolutionRule(3, transposed=True),
    nn.Embedding: EmbeddingRule(),
    nn.BatchNorm1d: BATCH_NORM,
    nn.BatchNorm2d: BATCH_NORM,
    nn.BatchNorm3d: BATCH_NORM,
    nn.InstanceNorm1d: INSTANCE_NORM,
    nn.InstanceNorm2d: INSTANCE_NORM,
    nn.InstanceNorm3d: INSTANCE_NORM,
    nn.GroupNorm: GROUP_NORM,
    nn.LayerNorm: LAYER_NORM,
    nn.RMSNorm: RMS_NORM,
    nn.PReLU: PRELU,
    nn.MultiheadAttention: AttentionRule(),
}

# Layers of packages that must not be imported for their sake.
RULES_BY_NAME: dict[str, LayerRule] = {"torchvision.models.convnext.LayerNorm2d": LAYER_NORM_OF_CHANNELS}


def find_rule(module: nn.Module) -> LayerRule | None:
    """The rule for a layer, or None where its gradient must be left to torch.func.

    Only exact types count, and no layer whose `forward` was replaced: a subclass or a patched layer may
    compute something else with the same parameters.
    """
    if "forward" in vars(module):
        return None
    kind = type(module)
    rule = RULES.get(kind) or RULES_BY_NAME.get(f"{kind.__module__}.{kind.__qualname__}")
    return rule if rule is not None and rule.fits(module) else None
