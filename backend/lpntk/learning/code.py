"""The source of a person's own model, found without running any of it."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, PathFinder
from modulefinder import ModuleFinder
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from lpntk.domain.factories import working_folder_importable
from lpntk.learning.names import factory_path, model_folder

if TYPE_CHECKING:
    from torch import nn

_NOT_A_PERSONS_OWN = ("builtins", "torch", "torchvision")


def code_digest(model: str) -> str | None:
    """Hexadecimal SHA-256 over the module of PKG.MODULE:FACTORY and what it imports by name.

    Of the working folder and of its own package, that is: other installed packages are not what a person
    changes from one analysis to the next. Of "hf:DIR" it is the configuration in the folder. None for
    a model of ours, and for one that is published.
    """
    folder = model_folder(model)
    if folder is not None:
        config = folder / "config.json"
        return hashlib.sha256(config.read_bytes()).hexdigest() if config.is_file() else None
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
        elif isinstance(constant, frozenset):  # of strings, another order in every process
            yield repr(sorted(map(repr, constant))).encode()
        else:
            yield repr(constant).encode()


def module_spec(module: str) -> ModuleSpec | None:
    """Where a module is found, nothing of it being run; None where it is not there.

    `importlib.util.find_spec` of a module in a package would import the package.
    """
    top, *inner = module.split(".")
    with working_folder_importable():
        try:
            found = importlib.util.find_spec(top)
        except ValueError:  # a module that was put among the others by hand
            return None
        for name in inner:
            places = found.submodule_search_locations if found else None
            found = PathFinder.find_spec(name, list(places)) if places else None
    return found


class _Finder(ModuleFinder):
    """Finds what is in the working folder, and one package wherever it is."""

    def __init__(self, package: str, place: Path) -> None:
        super().__init__(path=[str(Path.cwd())])
        self._package, self._place = package, str(place)

    def find_module(self, name: str, path: Any, parent: Any = None) -> Any:
        if path is None and name == self._package:
            path = [self._place]
        return super().find_module(name, path, parent)


def _sources(module: str) -> list[Path]:
    """The module's own file, then those that it imports of its package and the working folder, by path."""
    spec = module_spec(module)
    own = Path(spec.origin) if spec and spec.has_location and spec.origin else None
    if own is None:
        return []
    depth = len(module.split(".")) + (own.name == "__init__.py")
    finder = _Finder(module.partition(".")[0], own.parents[depth - 1])
    try:
        finder.import_hook(module)
    except Exception:  # what cannot be compiled is for its import to complain of
        return [own]
    files = (getattr(one, "__file__", None) for one in finder.modules.values())
    found = {Path(file) for file in files if file}
    return sorted(found | {own})
