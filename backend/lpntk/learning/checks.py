"""A cheap check of a model's name that a person typed."""

from __future__ import annotations

import difflib
import importlib.util
from pathlib import Path

from lpntk.domain import InputError, require_one_of
from lpntk.domain.foreign import foreign_code
from lpntk.learning.names import (
    MODELS,
    OTHER_MODELS,
    factory_path,
    torchvision_model,
    working_folder_importable,
)


def check_model(name: str) -> None:
    """Refuse a model that cannot be, without building it.

    Importing a user's factory may run anything, so of it only the module's existence is looked at.

    Raises
    ------
    InputError
        If the name is none of `MODELS`, if torchvision has no such classifier, or if there is no such module.
    """
    if name in MODELS:
        return
    if (torchvision_name := torchvision_model(name)) is not None:
        _check_torchvision_name(torchvision_name)
    elif (factory := factory_path(name)) is not None:
        _check_module(factory[0])
    else:
        require_one_of(name, [*MODELS, *OTHER_MODELS], "model", field="model")


def _check_torchvision_name(name: str) -> None:
    from lpntk._torchvision import torchvision  # takes seconds: only who needs it pays

    valid = torchvision.models.list_models(module=torchvision.models)
    if name in valid:
        return
    close = difflib.get_close_matches(name, valid, n=3) or ["resnet18", "vgg11", "mobilenet_v3_small"]
    raise InputError(
        f"torchvision has no classifier '{name}': choose one of its {len(valid)}, such as {', '.join(close)} "
        "(torchvision.models.list_models() gives them all).",
        field="model",
    )


def _check_module(module: str) -> None:
    # Finding a submodule imports its package.
    importing = foreign_code(f"The package of {module} cannot be imported", "correct it", field="model")
    with working_folder_importable(), importing:
        found = importlib.util.find_spec(module)
    if found is None:
        raise InputError(
            f"There is no module {module} (looked in {Path.cwd()} and the installed packages): check its "
            "name, or start from the folder that has it.",
            field="model",
        )
