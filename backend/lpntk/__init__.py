"""lpNTK: see what your training samples do to each other.

>>> kernel = lpntk.kernel(model, dataset)
>>> analysis = lpntk.analyse(model, dataset, db="sqlite:///my.db")
>>> plan = analysis.prune("fpc-largest", keep=0.8)
>>> lpntk.serve(analysis)
>>> table = lpntk.open("sqlite:///my.db")["my digits"].to_pandas()

Everything is imported on first use, so that `import lpntk` itself is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lpntk.evidence.plain import LeaveOneOut, leave_one_out
    from lpntk.kernels.kernel import kernel
    from lpntk.learning.recording.recorder import Recorder
    from lpntk.python.analyse import analyse
    from lpntk.python.analysis import Analysis
    from lpntk.python.evaluation import Evaluation
    from lpntk.python.library import Library
    from lpntk.python.library import open_database as open
    from lpntk.python.load_indices import load_indices
    from lpntk.python.page import Page
    from lpntk.python.prune import prune
    from lpntk.python.serve import serve
    from lpntk.structure import farthest_point_clusters, hierarchical_clusters

    __version__: str

__all__ = [
    "Analysis",
    "Evaluation",
    "LeaveOneOut",
    "Library",
    "Page",
    "Recorder",
    "__version__",
    "analyse",
    "farthest_point_clusters",
    "hierarchical_clusters",
    "kernel",
    "leave_one_out",
    "load_indices",
    "open",
    "prune",
    "serve",
]

_HOMES = {
    "Analysis": "lpntk.python.analysis",
    "Evaluation": "lpntk.python.evaluation",
    "LeaveOneOut": "lpntk.evidence.plain",
    "Library": "lpntk.python.library",
    "Page": "lpntk.python.page",
    "Recorder": "lpntk.learning.recording.recorder",
    "analyse": "lpntk.python.analyse",
    "farthest_point_clusters": "lpntk.structure",
    "hierarchical_clusters": "lpntk.structure",
    "kernel": "lpntk.kernels.kernel",
    "leave_one_out": "lpntk.evidence.plain",
    "load_indices": "lpntk.python.load_indices",
    "open": "lpntk.python.library",
    "prune": "lpntk.python.prune",
    "serve": "lpntk.python.serve",
}
# What would hide a built-in function where it is defined.
_OTHERWISE = {"open": "open_database"}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("lpntk")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), _OTHERWISE.get(name, name))
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
