"""torch.nn.Embedding."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from lpntk.kernels.rules.base import Call, Extent, PlainRule


class EmbeddingRule(PlainRule):
    """A row's gradient is the sum of the output's gradient over the positions at which it was looked up."""

    def fits(self, module: nn.Module) -> bool:
        embedding: Any = module
        return not (embedding.sparse or embedding.scale_grad_by_freq or embedding.max_norm is not None)

    def expects(self, call: Call) -> bool:
        return not call.input.is_floating_point() and call.input.dim() + 1 == call.gradient.dim() >= 2

    def extent(self, module: nn.Module, parameter: str, call: Call) -> Extent:
        embedding: Any = module
        positions = call.input[0].numel()
        return Extent(
            positions,
            embedding.num_embeddings,
            embedding.embedding_dim,
            embedding.weight.numel(),
            factorable=False,
        )

    def write(self, module: nn.Module, parameter: str, call: Call, out: Tensor) -> None:
        embedding: Any = module
        size = embedding.embedding_dim
        index = call.input.reshape(len(call.input), -1, 1).expand(-1, -1, size).long()
        values = call.gradient.reshape(len(call.gradient), -1, size)
        rows = torch.zeros(
            len(values), embedding.num_embeddings, size, dtype=values.dtype, device=values.device
        )
        rows.scatter_add_(1, index, values)
        if embedding.padding_idx is not None:
            rows[:, embedding.padding_idx] = 0
        out.copy_(rows.flatten(1))
