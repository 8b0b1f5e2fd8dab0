"""Classifiers: building them, training them, and taking weights that a person brings.

Names come at once; the rest is imported on first use, since torch takes seconds to import.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from lpntk.learning.names import MODELS, OTHER_MODELS

if TYPE_CHECKING:
    from lpntk.learning.build import build_model, count_parameters
    from lpntk.learning.checkpoints import load_checkpoint
    from lpntk.learning.checks import check_model
    from lpntk.learning.predictions import record_predictions
    from lpntk.learning.training import train

__all__ = [
    "MODELS",
    "OTHER_MODELS",
    "build_model",
    "check_model",
    "count_parameters",
    "load_checkpoint",
    "record_predictions",
    "train",
]

_HOMES = {
    "build_model": "build",
    "check_model": "checks",
    "count_parameters": "build",
    "load_checkpoint": "checkpoints",
    "record_predictions": "predictions",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
