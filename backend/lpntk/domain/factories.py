"""What a person's own code builds, by "PKG.MODULE:FACTORY"."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_IDENTIFIER = r"[^\W\d]\w*"
_FACTORY = re.compile(rf"({_IDENTIFIER}(?:\.{_IDENTIFIER})*):({_IDENTIFIER})")


def factory_parts(name: str) -> tuple[str, str] | None:
    """(PKG.MODULE, FACTORY) of "PKG.MODULE:FACTORY"; None for anything else."""
    parts = _FACTORY.fullmatch(name)
    return (parts[1], parts[2]) if parts else None


def call_factory(module: str, factory: str, known: Mapping[str, Any], always: str | None = None) -> Any:
    """What a factory gives, called with those of `known` that it has parameters for.

    `always` is passed on to a factory that takes any keywords as well. Raises whatever its code raises.
    """
    with working_folder_importable():
        function: Callable[..., Any] = getattr(importlib.import_module(module), factory)
        parameters = inspect.signature(function).parameters
        passed_on = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values())
        taken = {
            name: value
            for name, value in known.items()
            if name in parameters or (passed_on and name == always)
        }
        return function(**taken)


@contextmanager
def working_folder_importable() -> Iterator[None]:
    """Let modules in the working folder be imported, as `python -m` does; the installed command does not."""
    folder = str(Path.cwd())
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(folder)
