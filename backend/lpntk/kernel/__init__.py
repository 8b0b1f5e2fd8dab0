"""The kernel: `lpntk.kernel(model, dataset)`, and the engine that computes it in steps.

`lpntk.kernel` is this package and, for people, a function at the same time. A module is callable if its
class says so, and a module's class may be changed (Python's data model, "Customizing module attribute
access"); that keeps `import lpntk.kernel.engine` and `lpntk.kernel(model, dataset)` both working, whichever
comes first.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from lpntk.kernel.api import Kernel, kernel
from lpntk.kernel.engine import KernelEngine, Tile
from lpntk.kernel.gradient_source import GradientSource
from lpntk.kernel.summary import Summariser

__all__ = ["GradientSource", "Kernel", "KernelEngine", "Summariser", "Tile", "kernel"]


class _CallableModule(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Kernel:
        return kernel(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
