"""Per-sample gradients by torch.func's vmap over grad, and one dense product."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from torch.func import functional_call, grad, vmap

from bench.cases import in_torch, mapped
from bench.clock import timed
from bench.exchange import GIB, Case, Found, Settings

BATCH = 50
# What the gradients may take of the free memory, and how many samples are measured where that is too little.
SHARE, MEASURED = 0.7, 400


@mapped()
def measure(case: Case, settings: Settings) -> Found:
    """All samples where their gradients fit into the memory, else some of them."""
    model, inputs, labels = in_torch(case)
    parameters = {name: p.detach() for name, p in model.named_parameters()}
    size, samples = sum(p.numel() for p in parameters.values()), len(labels)
    needed = 4 * size * samples
    measured = samples if needed <= SHARE * _available_memory() else min(MEASURED, samples)
    signs = torch.from_numpy(case.signs()) / case.classes**0.5

    def scalar(values: dict[str, Tensor], image: Tensor, s: Tensor) -> Tensor:
        return functional_call(model, values, (image[None],))[0] @ s

    def gradients() -> Tensor:
        gradient = vmap(grad(scalar), in_dims=(None, 0, 0))
        out = torch.empty(measured, size)
        for start in range(0, measured, BATCH):
            rows = slice(start, min(start + BATCH, measured))
            parts = gradient(parameters, inputs[rows], signs[rows])
            torch.cat([part.flatten(1) for part in parts.values()], dim=1, out=out[rows])
        return out

    features, values = timed(gradients)
    products, matrix = timed(lambda: values @ values.T)
    more = samples / measured
    notes = (
        f"extrapolated from {measured} samples, the gradients of all take {needed / GIB:.0f} GiB"
        if measured < samples
        else ""
    )
    return Found(
        features * more + products * more**2,
        matrix.numpy(),
        parts={"features": features * more, "products": products * more**2},
        notes=notes,
        versions={"torch": torch.__version__},
    )


def _available_memory() -> int:
    """Bytes that can be taken without swapping, where Linux says so; elsewhere a guess."""
    known = Path("/proc/meminfo")
    if known.is_file():
        facts = dict(line.split(":") for line in known.read_text().splitlines())
        return int(facts["MemAvailable"].split()[0]) * 1024
    return 8 * GIB
