"""The two other ways to the same matrix that the benchmark measures ours against."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, jacrev, vmap

CHUNK = 50


def pairwise(model: nn.Module, inputs: Tensor, labels: Tensor, pairs: Sequence[tuple[int, int]]) -> Tensor:
    """(len(pairs),): kappa by the K x K eNTK block of each pair, as the paper's authors compute it.

    The Jacobians of both samples, their contraction over all parameters, the block masked with the signs
    s(y_i) s(y_j)^T and summed; divided by K to compare.
    """
    parameters = {name: p.detach() for name, p in model.named_parameters()}

    def logits(values: dict[str, Tensor], image: Tensor) -> Tensor:
        return functional_call(model, values, (image[None],))[0]

    found = []
    for i, j in pairs:
        first, second = (jacrev(logits)(parameters, inputs[row]) for row in (i, j))
        block = sum(
            a.flatten(1) @ b.flatten(1).T for a, b in zip(first.values(), second.values(), strict=True)
        )
        s_i, s_j = (_signs(labels[row : row + 1], len(block))[0] for row in (i, j))
        found.append((block * torch.outer(s_i, s_j)).sum() / len(block))
    return torch.stack(found)


def per_sample_gradients(model: nn.Module, inputs: Tensor, labels: Tensor, classes: int) -> Tensor:
    """(N, d): the features by torch.func's vmap over grad."""
    parameters = {name: p.detach() for name, p in model.named_parameters()}

    def scalar(values: dict[str, Tensor], image: Tensor, signs: Tensor) -> Tensor:
        return (functional_call(model, values, (image[None],))[0] * signs).sum() / classes**0.5

    gradient = vmap(grad(scalar), in_dims=(None, 0, 0))
    features = torch.empty(len(inputs), sum(p.numel() for p in parameters.values()))
    for start in range(0, len(inputs), CHUNK):
        rows = slice(start, start + CHUNK)
        parts = gradient(parameters, inputs[rows], _signs(labels[rows], classes))
        torch.cat([part.flatten(1) for part in parts.values()], dim=1, out=features[rows])
    return features


def _signs(labels: Tensor, classes: int) -> Tensor:
    return 2 * nn.functional.one_hot(labels, classes).float() - 1
