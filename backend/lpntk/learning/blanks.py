"""Inputs with nothing in them, to see whether a model takes their kind: one function a modality."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from lpntk.domain import Architecture


def blank_inputs(architecture: Architecture, samples: int) -> Tensor:
    """(samples, ...) as the architecture's model is given them."""
    return _BLANKS[architecture.modality](architecture.input_shape, samples)


def _images(shape: tuple[int, ...], samples: int) -> Tensor:
    height, width, channels = shape
    return torch.zeros(samples, channels, height, width)


def _texts(shape: tuple[int, ...], samples: int) -> Tensor:
    return torch.ones(samples, *shape, dtype=torch.int64)


def _rows(shape: tuple[int, ...], samples: int) -> Tensor:
    return torch.zeros(samples, *shape)


_BLANKS: dict[str, Callable[[tuple[int, ...], int], Tensor]] = {
    "images": _images,
    "texts": _texts,
    "rows": _rows,
}
