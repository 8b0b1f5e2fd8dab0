"""Label vectors: the direction in logit space along which a sample's gradient is taken."""

from __future__ import annotations

import torch
from torch import Tensor

from lpntk.domain import LabelVector


def label_vectors(name: LabelVector, labels: Tensor, logits: Tensor) -> Tensor:
    """The label vector s(x, y) of each sample.

    Parameters
    ----------
    name
        "sign": +1 at the label and -1 elsewhere, the paper's (Guo et al., ICLR 2024, section 3).
        "centred": one-hot(y) - 1/K, the sign vector without its constant part.
        "pntk": 1 everywhere, the pseudo NTK without a label in it (Mohamadi and Sutherland, 2022).
        "residual": one-hot(y) - softmax(z), the negative gradient of the cross-entropy with respect to z.
    labels
        (B,) int64 in 0 .. K-1.
    logits
        (B, K) floating.

    Returns
    -------
    Tensor
        (B, K) of the dtype and on the device of `logits`, a constant (no gradient flows through it).
    """
    if name == "pntk":
        return torch.ones_like(logits.detach())
    one_hot = torch.zeros_like(logits.detach()).scatter_(1, labels[:, None], 1.0)
    if name == "sign":
        return 2 * one_hot - 1
    if name == "centred":
        return one_hot - 1 / logits.shape[1]
    return one_hot - logits.detach().softmax(dim=1)
