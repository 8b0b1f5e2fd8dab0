"""float32's accuracy from products of bfloat16 numbers, which some devices take many times as fast.

A float32 is the sum of two bfloat16 parts to 16 of its 24 bits, high and middle. Of the product of two sums,
three terms count: high high, high middle and middle high. A device adds them in float32, less exactly the
longer the sum; so the inner axis is cut into pieces (Henry et al., 2019, arXiv 1904.06376, section 3; the cut
is ours).
"""

from __future__ import annotations

import torch
from torch import Tensor

# On an H200 pieces of this length are nearer to float64 than the float32 product is; longer ones hardly.
PIECE = 1 << 10


def split_products(rows: Tensor, columns: Tensor) -> Tensor:
    """(R, S) float32: the dot products of rows with rows.

    Parameters
    ----------
    rows, columns
        (R, n) and (S, n) float32.
    """
    out = rows.new_zeros(len(rows), len(columns))
    for mine, theirs in zip(rows.split(PIECE, dim=1), columns.split(PIECE, dim=1), strict=True):
        (high, middle), (other_high, other_middle) = _split(mine), _split(theirs)
        # The small ones first.
        for a, b in ((high, other_middle), (middle, other_high), (high, other_high)):
            out = _add_product(out, a, b)
    return out


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether a device has units that multiply bfloat16 matrices and add in float32."""
    if device.type != "cuda" or torch.version.hip is not None:
        return False
    return torch.cuda.get_device_capability(device) >= (8, 0)


def _split(values: Tensor) -> tuple[Tensor, Tensor]:
    """The two bfloat16 parts."""
    high = values.bfloat16()
    return high, (values - high.float()).bfloat16()


def _add_product(out: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """out + a b^T, added in float32."""
    if out.device.type == "cuda":
        return torch.addmm(out, a, b.T, out_dtype=torch.float32)
    return out.addmm_(a.float(), b.float().T)
