"""Layers that scale and shift numbers one by one: normalisations and PReLU."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn

from lpntk.kernels.rules.base import Call, Extent, PlainRule

Slope = Callable[[Any, Tensor], Tensor]


@dataclass(frozen=True)
class ElementwiseRule(PlainRule):
    """The gradient of a weight is the sum over positions of what it multiplies times the output's gradient.

    That of a bias is the sum of the output's gradient.

    Attributes
    ----------
    slope
        From the layer and its input to what the weight multiplies, of the output's shape.
    by_channel
        Whether there is one weight a channel, on axis 1, and not one a number on the last axes.
    usable
        Whether a layer's settings leave the samples of a batch independent.
    """

    slope: Slope
    by_channel: bool
    usable: Callable[[Any], bool] = lambda layer: True

    def fits(self, module: nn.Module) -> bool:
        return self.usable(module)

    def expects(self, call: Call) -> bool:
        return call.input.dim() >= 2 and call.input.shape == call.gradient.shape

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        numbers = module.get_parameter(parameter).numel()
        positions = math.prod(call.gradient.shape[1:]) // numbers
        return Extent(positions, 1, numbers, numbers, factorable=False)

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        gradient = call.gradient
        if parameter == "weight":
            gradient = gradient * self.slope(module, call.input)
        if out.shape[1] == 1:
            out.copy_(gradient.flatten(1).sum(dim=1, keepdim=True))
        elif self.by_channel:
            out.copy_(gradient.reshape(*gradient.shape[:2], -1).sum(dim=2))
        else:
            out.copy_(gradient.reshape(len(gradient), -1, out.shape[1]).sum(dim=1))


def _batch_norm(layer: Any, values: Tensor) -> Tensor:
    return F.batch_norm(values, layer.running_mean, layer.running_var, eps=layer.eps)


def _instance_norm(layer: Any, values: Tensor) -> Tensor:
    by_image = layer.running_mean is None
    return F.instance_norm(
        values, layer.running_mean, layer.running_var, use_input_stats=by_image, eps=layer.eps
    )


def _layer_norm(layer: Any, values: Tensor) -> Tensor:
    return F.layer_norm(values, layer.normalized_shape, eps=layer.eps)


def _layer_norm_of_channels(layer: Any, values: Tensor) -> Tensor:
    return F.layer_norm(values.movedim(1, -1), layer.normalized_shape, eps=layer.eps).movedim(-1, 1)


def _has_statistics(layer: Any) -> bool:
    return not layer.training and layer.running_mean is not None


BATCH_NORM = ElementwiseRule(_batch_norm, by_channel=True, usable=_has_statistics)
INSTANCE_NORM = ElementwiseRule(
    _instance_norm, by_channel=True, usable=lambda layer: not layer.training or layer.running_mean is None
)
GROUP_NORM = ElementwiseRule(
    lambda layer, values: F.group_norm(values, layer.num_groups, eps=layer.eps), by_channel=True
)
LAYER_NORM = ElementwiseRule(_layer_norm, by_channel=False)
LAYER_NORM_OF_CHANNELS = ElementwiseRule(_layer_norm_of_channels, by_channel=True)
RMS_NORM = ElementwiseRule(
    lambda layer, values: F.rms_norm(values, layer.normalized_shape, eps=layer.eps), by_channel=False
)
PRELU = ElementwiseRule(lambda layer, values: values.clamp(max=0), by_channel=True)
