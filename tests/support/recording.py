"""What analyses have computed, as digests: to see that a change of the code's structure changes no number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain import PruningPlan

# What has a say in the numbers; with other versions they may differ in their last digits.
_PACKAGES = (
    "torch",
    "torchvision",
    "numpy",
    "scipy",
    "scikit-learn",
    "umap-learn",
    "numba",
    "faiss-cpu",
    "pillow",
)


def digest(array: NDArray[Any]) -> str:
    """Hexadecimal SHA-256 over type, shape and bytes."""
    content = np.ascontiguousarray(array)
    head = f"{content.dtype.str} {content.shape} ".encode()
    return hashlib.sha256(head + content.tobytes()).hexdigest()


def plan_digests(plan: PruningPlan) -> dict[str, str]:
    """The digests of a plan's arrays and of its reasons."""
    reasons = hashlib.sha256("\n".join(plan.reasons).encode()).hexdigest()
    arrays = {"kept": plan.kept, "pruned": plan.pruned, "order": plan.order, "score": plan.score}
    return {**{name: digest(array) for name, array in arrays.items()}, "reasons": reasons}


@contextmanager
def two_threads() -> Iterator[None]:
    """Sums are split between threads: as many of them on every machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def arithmetic() -> str:
    """A digest of how this machine and these packages compute: where it is equal, so are the numbers."""
    versions = " ".join(f"{name}=={version(name)}" for name in _PACKAGES)
    parts = [versions.encode()]
    with two_threads(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        images = torch.randn(32, 3, 20, 20, requires_grad=True)
        weight = torch.randn(16, 3, 3, 3, requires_grad=True)
        maps = torch.nn.functional.conv2d(images, weight).relu().flatten(1)
        logits = maps @ torch.randn(maps.shape[1], 10)
        loss = torch.nn.functional.cross_entropy(logits, torch.arange(32) % 10)
        loss.backward()
        large = torch.randn(700, 900)
        tensors = (
            loss.detach(),
            images.grad,
            weight.grad,
            large @ large.T,
            torch.linalg.vector_norm(large, dim=1),
        )
    for tensor in tensors:
        assert tensor is not None
        parts.append(tensor.numpy().tobytes())
    matrix = np.random.default_rng(0).normal(size=(200, 200))
    parts += [
        (matrix @ matrix.T).tobytes(),
        np.linalg.eigh(matrix + matrix.T)[1].tobytes(),
        np.exp(matrix).tobytes(),
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()
