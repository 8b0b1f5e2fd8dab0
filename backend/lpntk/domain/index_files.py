"""Index lists as files that hold nothing else."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray


def npy_bytes(numbers: NDArray[np.int64]) -> bytes:
    """An array as .npy, which loads with allow_pickle=False."""
    buffer = io.BytesIO()
    np.save(buffer, numbers, allow_pickle=False)
    return buffer.getvalue()


def txt_bytes(indices: NDArray[np.int64]) -> bytes:
    """One index a line."""
    return "".join(f"{index}\n" for index in indices.tolist()).encode()
