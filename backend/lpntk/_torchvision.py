"""torchvision, importable even where its compiled operators cannot be loaded.

torchvision registers shapes for its operators `nms` and `qnms` on import, and stops where the library that
defines them does not load, as with a build for CUDA beside a CPU build of torch. Data sets, transforms and
models need none of its operators, so there the two are declared, without an implementation.
"""

from __future__ import annotations

import sys

import torch

__all__ = ["torchvision"]

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def _declare_missing_operators() -> None:
    for name in ("nms", "qnms"):
        if not hasattr(torch.ops.torchvision, name):
            torch.library.define(f"torchvision::{name}", _SCHEMA)


def _forget_failed_import() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]


try:
    import torchvision
except RuntimeError as error:
    if "operator torchvision::" not in str(error):
        raise
    _forget_failed_import()
    _declare_missing_operators()
    import torchvision
