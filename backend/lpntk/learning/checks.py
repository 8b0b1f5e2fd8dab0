"""A cheap check of a model's name that a person typed."""

from __future__ import annotations

import sys
from pathlib import Path

from lpntk.domain import InputError, require_one_of
from lpntk.learning.code import module_spec
from lpntk.learning.names import (
    MODELS,
    OTHER_MODELS,
    factory_path,
    package_model,
)


def check_model(name: str) -> None:
    """Refuse a model that cannot be, without building it.

    Importing a user's factory may run anything, so of it only the module's existence is looked at.

    Raises
    ------
    InputError
        If the name is none of `MODELS`, if a package has no such classifier or is not there,
        or if there is no such module.
    """
    if name in MODELS:
        return
    if (of_package := package_model(name)) is not None:
        from lpntk.learning.packages.package import package_of  # brings torch

        package, of_it = of_package
        package_of(package).check(of_it)
    elif (factory := factory_path(name)) is not None:
        _check_module(factory[0])
    else:
        require_one_of(name, [*MODELS, *OTHER_MODELS], "model", field="model")


def _check_module(module: str) -> None:
    if module not in sys.modules and module_spec(module) is None:
        raise InputError(
            f"There is no module {module} (looked in {Path.cwd()} and the installed packages): check its "
            "name, or start from the folder that has it.",
            field="model",
        )
