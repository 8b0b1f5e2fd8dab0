"""The kernel by its definition, slowly: the K x K block of every pair in float64."""

from __future__ import annotations

import copy

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lpntk.classifier import logits_in


def reference_kernel(
    model: nn.Module, inputs: Tensor, labels: Tensor, label_vector: str = "sign"
) -> NDArray[np.float64]:
    """(N, N) float64: for each pair s_i^T (J_i J_j^T) s_j / K, with J the (K, d) Jacobian of the logits.

    The Jacobian comes from K backward passes of plain autograd over each sample alone, the vectors from their
    formulas; nothing of the engine is used.
    """
    model = copy.deepcopy(model).double().eval()
    inputs = inputs.double() if inputs.is_floating_point() else inputs
    jacobians, vectors = [], []
    for image, label in zip(inputs, labels.tolist(), strict=True):
        jacobian, logits = _jacobian(model, image[None])
        jacobians.append(jacobian)
        vectors.append(_label_vector(label_vector, label, logits))
    stacked, s = torch.stack(jacobians), torch.stack(vectors)
    size, classes, _ = stacked.shape
    rows = stacked.flatten(0, 1)
    blocks = (rows @ rows.T).view(size, classes, size, classes)
    return torch.einsum("ia,iajb,jb->ij", s, blocks, s).numpy() / classes


def reference_kernel_of_scalars(model: nn.Module, inputs: Tensor, labels: Tensor) -> NDArray[np.float64]:
    """(N, N) float64: as `reference_kernel` with the sign vector, from one backward pass a sample.

    For networks whose Jacobians do not fit the memory.
    """
    model = copy.deepcopy(model).double().eval()
    parameters = [p for p in model.parameters() if p.requires_grad]
    features = []
    inputs = inputs.double() if inputs.is_floating_point() else inputs
    for image, label in zip(inputs, labels.tolist(), strict=True):
        logits = logits_in(model(image[None]), 1)[0]
        scalar = (logits * _label_vector("sign", label, logits)).sum() / len(logits) ** 0.5
        gradients = torch.autograd.grad(scalar, parameters, allow_unused=True)
        features.append(torch.cat([g.flatten() for g in gradients if g is not None]))
    return np.array([[float(a @ b) for b in features] for a in features])


def _jacobian(model: nn.Module, image: Tensor) -> tuple[Tensor, Tensor]:
    """(K, d) and (K,)."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    logits = logits_in(model(image.clone()), 1)[0]
    rows = []
    for logit in logits:
        gradients = torch.autograd.grad(logit, parameters, retain_graph=True, allow_unused=True)
        flat = [torch.zeros_like(p) if g is None else g for p, g in zip(parameters, gradients, strict=True)]
        rows.append(torch.cat([g.flatten() for g in flat]))
    return torch.stack(rows), logits.detach()


def _label_vector(name: str, label: int, logits: Tensor) -> Tensor:
    one_hot = torch.eye(len(logits), dtype=torch.float64)[label]
    if name == "pntk":
        return torch.ones(len(logits), dtype=torch.float64)
    if name == "sign":
        return torch.where(one_hot == 1, 1.0, -1.0).double()
    if name == "centred":
        return one_hot - 1 / len(logits)
    exponentials = (logits - logits.max()).exp()
    return one_hot - exponentials / exponentials.sum()


def relative_error(found: NDArray[np.float32], expected: NDArray[np.float64]) -> float:
    """The larger of the error in the Frobenius norm and of the largest error, each relative to `expected`."""
    difference = found.astype(np.float64) - expected
    frobenius = np.linalg.norm(difference) / np.linalg.norm(expected)
    return float(max(frobenius, np.abs(difference).max() / np.abs(expected).max()))
