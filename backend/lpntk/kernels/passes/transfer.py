"""Moving tensors between the processor and a device without waiting."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def upload(tensor: Tensor, device: torch.device) -> Tensor:
    """`tensor` on the device; on CUDA from pinned memory, so that the copy runs beside computation."""
    if device.type == "cuda" and tensor.device.type == "cpu":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)


@cache
def _downloads(device: torch.device) -> torch.cuda.Stream:
    """The stream of copies from a device, apart from the one that computes."""
    return torch.cuda.Stream(device)


class Download:
    """A copy of a tensor to the processor's memory, begun at once; on CUDA it runs beside computation."""

    def __init__(self, tensor: Tensor) -> None:
        self._copied: torch.cuda.Event | None = None
        if tensor.device.type != "cuda":
            self._host = tensor.cpu()
            return
        self._host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
        beside = _downloads(tensor.device)
        beside.wait_stream(torch.cuda.current_stream(tensor.device))
        with torch.cuda.stream(beside):
            self._host.copy_(tensor, non_blocking=True)
            self._copied = beside.record_event()
        tensor.record_stream(beside)

    @property
    def nbytes(self) -> int:
        """How much memory the copy takes."""
        return self._host.nbytes

    def result(self) -> NDArray[np.float32]:
        """The values, once they are there."""
        if self._copied is not None:
            self._copied.synchronize()
        return self._host.numpy()
