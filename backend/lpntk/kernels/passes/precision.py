"""torch's switches for products and convolutions that are faster and less exact than float32."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch

_FULL, _INHERITED = "ieee", "none"


@contextlib.contextmanager
def full_precision() -> Iterator[None]:
    """No TF32 and no bfloat16 within float32; on exit every switch is as it was found.

    torch has the switches by two names, and refuses to read the older where the newer say something else. So
    both are set, and the older are read while the newer say nothing.
    """
    switches = _switches()
    found = [_take_off(switch) for switch in switches]
    products, convolutions = torch.get_float32_matmul_precision(), _tf32_convolutions()
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = False
    for switch in switches:
        switch.fp32_precision = _FULL
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(products)
        torch.backends.cudnn.allow_tf32 = convolutions
        for switch, value in zip(switches, found, strict=True):
            switch.fp32_precision = value


def _switches() -> list[Any]:
    """The newer: of everything, of a library, then of its operations; there are none before torch 2.9."""
    cudnn: Any = torch.backends.cudnn
    mkldnn: Any = torch.backends.mkldnn
    if not hasattr(torch.backends.cuda.matmul, "fp32_precision"):
        return []
    return [
        torch.backends,
        cudnn,
        torch.backends.cuda.matmul,
        cudnn.conv,
        cudnn.rnn,
        mkldnn.matmul,
        mkldnn.conv,
        mkldnn.rnn,
    ]


def _take_off(switch: Any) -> str:
    """What a switch itself is set to, once those above it, whose value it would give, are taken off."""
    value: str = switch.fp32_precision
    switch.fp32_precision = _INHERITED
    return value


def _tf32_convolutions() -> bool:
    """The older switch of convolutions, which cannot be read where it is on and the newer say nothing."""
    try:
        return torch.backends.cudnn.allow_tf32
    except RuntimeError:
        return True
