"""What jobs do: one file a kind of job, called as the kind is, with a function `compute` of a `Run`.

A kind is found by its file, so a new one is that file and its test. Which kinds there are is told without
importing any: what computes brings torch, and who only claims jobs need not wait for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lpntk.pipeline.stages.run import Run


def kinds() -> tuple[str, ...]:
    """All kinds of jobs that this program can do."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def work_of(kind: str) -> Callable[[Run], None]:
    """What a job of a kind does. LookupError for a kind that this program does not know."""
    if kind not in kinds():
        raise LookupError(f"there is no kind of job '{kind}'")
    compute: Callable[[Run], None] = importlib.import_module(f"{__name__}.{kind}").compute
    return compute
