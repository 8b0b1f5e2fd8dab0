"""A batch as training loops have it: a tuple, or a dict that names its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

LABELS = ("labels", "label", "targets", "target", "y")


def labels_in(batch: Any, size: int) -> Tensor | None:
    """The labels (size,) in a batch; None where there are none that are whole numbers, one a sample."""
    if isinstance(batch, Mapping):
        found = next((batch[name] for name in LABELS if name in batch), None)
    else:
        found = batch[1] if isinstance(batch, tuple | list) and len(batch) > 1 else None
    if isinstance(found, np.ndarray):
        found = torch.from_numpy(found)
    if not isinstance(found, Tensor) or found.is_floating_point() or found.is_complex():
        return None
    return found.reshape(-1) if found.numel() == size else None


def run_on(model: nn.Module, batch: Any, device: torch.device) -> Any:
    """What a model gives for a batch, of which it is not given the labels."""
    if isinstance(batch, Mapping):
        inputs = {name: _moved(part, device) for name, part in batch.items() if name not in LABELS}
        return model(**inputs)
    return model(_moved(batch[0] if isinstance(batch, tuple | list) else batch, device))


def _moved(part: Any, device: torch.device) -> Any:
    return part.to(device, non_blocking=True) if isinstance(part, Tensor) else part
