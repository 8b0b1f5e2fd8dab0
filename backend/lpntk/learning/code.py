"""The source of a person's own model, found without running any of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.machinery import PathFinder
from modulefinder import ModuleFinder
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from lpntk.learning.names import factory_path, working_folder_importable

if TYPE_CHECKING:
    from torch import nn

_NOT_A_PERSONS_OWN = ("builtins", "torch", "torchvision")


def code_digest(model: str) -> str | None:
    """Hexadecimal SHA-256 over the module of PKG.MODULE:FACTORY and what it imports of the working folder.

    What it imports of installed packages does not count: their versions are not what a person changes from
    one analysis to the next. None for a model of ours or torchvision's.
    """
    factory = factory_path(model)
    if factory is None:
        return None
    digest = hashlib.sha256()
    for file in _sources(factory[0]):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def class_digest(model: nn.Module) -> str:
    """Hexadecimal SHA-256 over the methods of all modules in a model, as they are in memory.

    By their bytecode: a file may have been edited since it was imported, and a notebook has none. Functions
    that they call are not looked at, nor are torch's own modules.
    """
    digest = hashlib.sha256()
    classes = {kind for module in model.modules() for kind in type(module).__mro__}
    for kind in sorted(classes, key=lambda kind: (kind.__module__, kind.__qualname__)):
        if kind.__module__.partition(".")[0] not in _NOT_A_PERSONS_OWN:
            digest.update(f"{kind.__module__}.{kind.__qualname__}".encode())
            for name, method in sorted(vars(kind).items()):
                for part in _bytecode(_function(method)):
                    digest.update(name.encode())
                    digest.update(part)
    return digest.hexdigest()


def _function(method: Any) -> Any:
    if isinstance(method, property):
        return method.fget
    return getattr(method, "__func__", method)


def _bytecode(function: Any) -> Iterator[bytes]:
    code = function if isinstance(function, CodeType) else getattr(function, "__code__", None)
    if code is None:
        return
    yield code.co_code
    yield repr(code.co_names).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _bytecode(constant)
        else:
            yield repr(constant).encode()


def module_file(module: str) -> Path | None:
    """Where the source of a module lies; None where it has none or is not there."""
    where: list[str] | None = None
    name, spec = "", None
    with working_folder_importable():
        for part in module.split("."):
            name = f"{name}.{part}" if name else part
            spec = PathFinder.find_spec(name, where)
            if spec is None:
                return None
            where = list(spec.submodule_search_locations or ())
    return Path(spec.origin) if spec and spec.has_location and spec.origin else None


def _sources(module: str) -> list[Path]:
    """The module's own file, then those of the working folder that it imports, by path."""
    own = module_file(module)
    folder = Path.cwd()
    finder = ModuleFinder(path=[str(folder)])
    try:
        finder.import_hook(module)
    except Exception:  # what cannot be compiled is for its import to complain of
        return [own] if own else []
    files = (getattr(one, "__file__", None) for one in finder.modules.values())
    found = {Path(file) for file in files if file}
    return sorted(found | ({own} if own else set()))
