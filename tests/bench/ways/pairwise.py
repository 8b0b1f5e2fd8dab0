"""The K x K eNTK block of each pair, as the paper's authors compute it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.func import functional_call, jacrev

from bench.cases import in_torch, mapped
from bench.clock import timed
from bench.exchange import Case, Found, Settings

MEASURED = 6


@mapped()
def measure(case: Case, settings: Settings) -> Found:
    """All pairs among a few samples, extrapolated by pairs."""
    model, inputs, labels = in_torch(case)
    parameters = {name: p.detach() for name, p in model.named_parameters()}
    signs = torch.from_numpy(case.signs())

    def logits(values: dict[str, Tensor], image: Tensor) -> Tensor:
        return functional_call(model, values, (image[None],))[0]

    def value(i: int, j: int) -> Tensor:
        """The block masked with the signs s(y_i) s(y_j)^T and summed; divided by K to compare."""
        first, second = (jacrev(logits)(parameters, inputs[row]) for row in (i, j))
        block = sum(
            a.flatten(1) @ b.flatten(1).T for a, b in zip(first.values(), second.values(), strict=True)
        )
        return (block * torch.outer(signs[i], signs[j])).sum() / len(block)

    value(0, 0)  # what is set up once a process, is
    count = min(MEASURED, len(labels))
    pairs = [(i, j) for i in range(count) for j in range(i, count)]
    seconds, values = timed(lambda: [value(i, j) for i, j in pairs])
    matrix = torch.zeros(count, count)
    for (i, j), kappa in zip(pairs, values, strict=True):
        matrix[i, j] = matrix[j, i] = kappa
    return Found(
        seconds / len(pairs) * len(labels) * (len(labels) + 1) / 2,
        matrix.numpy(),
        notes=f"extrapolated from {len(pairs)} pairs",
        versions={"torch": torch.__version__},
    )
