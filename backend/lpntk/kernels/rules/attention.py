"""torch.nn.MultiheadAttention where a sequence attends to itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - PyTorch's own name for it
from torch import Tensor, nn

from lpntk.kernels.rules.base import Apart, Call, Extent, PlainRule
from lpntk.kernels.rules.linear import LinearRule

# What the layer calls its parameters, the linear layer in it that each is of, and what that would call them.
_LINEAR = {
    "in_proj_weight": ("in", "weight"),
    "in_proj_bias": ("in", "bias"),
    "out_proj.weight": ("out", "weight"),
    "out_proj.bias": ("out", "bias"),
}

# What the layer is called with, in order.
_ARGUMENTS = (
    *("query", "key", "value", "key_padding_mask"),
    *("need_weights", "attn_mask", "average_attn_weights", "is_causal"),
)
_MASKS = ("key_padding_mask", "attn_mask")


class AttentionRule(PlainRule):
    """Self-attention is two linear layers with the attention between them (Vaswani et al., 2017, 3.2).

    The layer reads their weights itself, so that nothing shows what goes into them and comes back. So where
    it is asked for its output alone, it is run as the two; elsewhere what they would show is worked out again
    from the layer's input and the gradient at its output.
    """

    _linear = LinearRule()

    def fits(self, module: nn.Module) -> bool:
        layer: Any = module
        plain = layer.in_proj_weight is not None and layer.bias_k is None and not layer.add_zero_attn
        return plain and (layer.dropout == 0 or not layer.training)

    def adopts(self, module: nn.Module) -> Mapping[str, nn.Parameter]:
        output: Any = module.out_proj
        return {f"out_proj.{name}": parameter for name, parameter in output.named_parameters()}

    def takes(self, module: nn.Module, call: Call, samples: int) -> bool:
        layer: Any = module
        given = _by_name((call.input, *call.others), call.named)
        others = (given["key"], given["value"])
        itself = all(other is call.input or _same(other, call.input) for other in others)
        axis = 0 if layer.batch_first else 1
        fits = call.input.dim() == 3 and call.input.shape[axis] == samples
        return itself and not _is_masked(given) and fits

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        return self._linear.extent(module, *self._within(module, parameter, call))

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        self._linear.write(module, *self._within(module, parameter, call), out)

    def factors(self, module: nn.Module, parameter: str, call: Call) -> tuple[Tensor, Tensor]:
        return self._linear.factors(module, *self._within(module, parameter, call))

    def runs_apart(self, module: nn.Module) -> bool:
        return True

    def apart(self, module: nn.Module, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Apart | None:
        layer: Any = module
        given = _by_name(args, kwargs)
        values, *others = (given.get(name) for name in ("query", "key", "value"))
        if not isinstance(values, Tensor) or values.is_nested or values.dim() != 3:
            return None
        itself = all(other is values for other in others) and values.shape[2] == layer.embed_dim
        if not itself or given.get("need_weights", True) or _is_masked(given):
            return None
        if not layer.batch_first:
            values = values.transpose(0, 1)
        projected = F.linear(values, layer.in_proj_weight, layer.in_proj_bias)
        attended = _attend(layer, projected)
        output = F.linear(attended, layer.out_proj.weight, layer.out_proj.bias)
        inner = {"in": (values, projected), "out": (attended, output)}
        return Apart((output if layer.batch_first else output.transpose(0, 1), None), inner)

    def part(self, module: nn.Module, call: Call, rows: slice) -> Call:
        inner = {name: super(AttentionRule, self).part(module, one, rows) for name, one in call.inner.items()}
        at = rows if module.batch_first else (slice(None), rows)
        return replace(call, input=call.input[at], gradient=call.gradient[at], inner=inner)

    def _within(self, module: nn.Module, parameter: str, call: Call) -> tuple[str, Call]:
        """The parameter's name in the linear layer that it is of, and that layer's call."""
        if not call.inner:
            call.inner.update(_inner_calls(module, call))
        which, name = _LINEAR[parameter]
        return name, call.inner[which]


def _inner_calls(layer: Any, call: Call) -> dict[str, Call]:
    """The calls of the linear layers before and after the attention, all (B, T, ...)."""
    values, gradient = call.input, call.gradient
    if not layer.batch_first:
        values, gradient = values.transpose(0, 1), gradient.transpose(0, 1)
    with torch.enable_grad():
        bias = None if layer.in_proj_bias is None else layer.in_proj_bias.detach()
        projected = F.linear(values, layer.in_proj_weight.detach(), bias).requires_grad_()
        attended = _attend(layer, projected)
        before_output = gradient @ layer.out_proj.weight.detach()
        (at_projected,) = torch.autograd.grad(attended, projected, before_output)
    return {
        "in": replace(call, input=values, gradient=at_projected, inner={}),
        "out": replace(call, input=attended.detach(), gradient=gradient, inner={}),
    }


def _attend(layer: Any, projected: Tensor) -> Tensor:
    """(B, T, E): what comes out of the attention, from queries, keys and values side by side (B, T, 3 E)."""
    heads = [part.unflatten(2, (layer.num_heads, -1)).transpose(1, 2) for part in projected.chunk(3, dim=2)]
    return F.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)


def _by_name(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """What the layer is called with."""
    return dict(zip(_ARGUMENTS, args, strict=False)) | dict(kwargs)


def _is_masked(given: Mapping[str, Any]) -> bool:
    return bool(given.get("is_causal")) or any(given.get(mask) is not None for mask in _MASKS)


def _same(tensor: Tensor, other: Tensor) -> bool:
    """Whether two tensors are one and the same view of the same memory."""
    return (
        tensor.data_ptr() == other.data_ptr()
        and tensor.shape == other.shape
        and tensor.stride() == other.stride()
    )
