"""In which arithmetic features are multiplied: the fastest that is as exact as float32 on them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lpntk.kernels.features.features import Features
from lpntk.kernels.features.layer_gradients import Multiply
from lpntk.kernels.features.split_products import split_products
from lpntk.kernels.features.sums import inner_products

SAMPLES = 128
"""Among how many samples the products are compared."""


@dataclass(frozen=True)
class Arithmetic:
    """How features are multiplied, and what was found of it.

    Attributes
    ----------
    name
        "float32", or "bfloat16 in two parts".
    multiply
        The products of written-out features.
    error, float32_error
        The largest difference from float64 among seeded pairs, over the lengths of both samples: of the
        split product and of float32's own. None where there was nothing to choose.
    """

    name: str
    multiply: Multiply
    error: float | None = None
    float32_error: float | None = None

    @property
    def sentence(self) -> str:
        """What was chosen and why, for a person."""
        if self.error is None or self.float32_error is None:
            return self.name
        tried = f"split {self.error:.1e}, float32 {self.float32_error:.1e}"
        return f"{self.name} ({tried} from float64 on these samples)"


FLOAT32 = Arithmetic("float32", inner_products)


def choose_arithmetic(features: Features) -> Arithmetic:
    """The split product where, on these samples, it is at least as near to float64 as float32's own.

    Parameters
    ----------
    features
        Of a few samples, on a device that multiplies bfloat16 fast.
    """
    values = features.written.values
    if values.shape[1] == 0:
        return FLOAT32
    exact = values.double() @ values.double().T
    lengths = exact.diagonal().sqrt()
    scale = (lengths[:, None] * lengths).clamp_min(torch.finfo(torch.float64).tiny)

    def error(found: Tensor) -> float:
        return float(((found.double() - exact).abs() / scale).max())

    split, plain = error(split_products(values, values)), error(values @ values.T)
    if split <= plain:
        return Arithmetic("bfloat16 in two parts", split_products, split, plain)
    return Arithmetic("float32", inner_products, split, plain)
