"""What no way with as many multiply-adds as ours can beat on this machine.

The multiply-adds of our products, each pair once, at the rate of one large float32 matrix product, and one
plain forward and backward pass over the samples, at the batch size that suits it best.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from bench.cases import in_torch
from bench.clock import timed
from bench.exchange import Case, Found, Settings
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.source.gradient_source import GradientSource

SIDE, PRODUCTS = 3000, 5
BATCHES = (16, 32, 64, 128, 256)


def measure(case: Case, settings: Settings) -> Found:
    """Its two parts, each the best of some runs."""
    model, inputs, labels = in_torch(case)
    source = GradientSource(model, (inputs, labels))
    engine = KernelEngine(source, memory_budget=settings.memory_budget)
    work = engine.layout.work * len(inputs) * (len(inputs) + 1) / 2  # each pair once
    rate = multiply_adds_a_second(max(PRODUCTS, settings.repeats))
    batch = min(BATCHES, key=lambda size: timed(lambda: _pass(model, inputs[:256], labels, size), 2)[0])
    passed, _ = timed(lambda: _pass(model, inputs, labels, batch), settings.repeats)
    products = work / rate
    return Found(
        products + passed,
        parts={"products": products, "pass": passed},
        notes=f"{work / 1e9:,.0f} G multiply-adds at {rate / 1e9:,.0f} G a second; batches of {batch}",
        versions={"torch": torch.__version__, "threads": str(torch.get_num_threads())},
    )


def multiply_adds_a_second(repeats: int) -> float:
    """Of one product of two large float32 matrices."""
    a, b = torch.randn(2, SIDE, SIDE)
    seconds, _ = timed(lambda: a @ b, repeats)
    return SIDE**3 / seconds


def _pass(model: nn.Module, inputs: Tensor, labels: Tensor, batch: int) -> None:
    """Forward and backward to all parameters, as in training."""
    for rows in torch.arange(len(inputs)).split(batch):
        loss = nn.functional.cross_entropy(model(inputs[rows]), labels[rows])
        torch.autograd.grad(loss, list(model.parameters()))
