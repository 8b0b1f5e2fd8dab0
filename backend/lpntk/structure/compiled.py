"""Compiling UMAP once on a machine, and not in every process."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from types import ModuleType


def keep_compiled(modules: Iterable[ModuleType]) -> None:
    """Let numba keep what it compiles of some modules for the processes that come later.

    It does so by itself for functions that are marked with ``cache=True``
    (https://numba.readthedocs.io/en/stable/developer/caching.html), as pynndescent's are and UMAP's are not,
    whose compiling takes many times as long as the map of some thousand samples. What is kept is that of one
    version, one kind of processor and one Python, and lies beside the module or in the user's cache folder.
    """
    for module in modules:
        for value in vars(module).values():
            if hasattr(value, "enable_caching"):
                with suppress(RuntimeError):  # no such folder can be written to: it is compiled each time
                    value.enable_caching()
