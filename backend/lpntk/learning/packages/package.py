"""What has to be known of a package that has classifiers."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from lpntk.domain import Architecture, InputError
from lpntk.domain.errors import shown
from lpntk.domain.preprocessing import Preprocessing

Encode = Callable[[Sequence[str]], NDArray[np.int64]]
"""From n texts to (n, T) int64 tokens."""


class Package(Protocol):
    """A package with classifiers. It is imported when one of these is called."""

    def check(self, name: str) -> None:
        """Refuse a name of no classifier, nothing being downloaded. InputError."""
        ...

    def build(self, name: str, architecture: Architecture) -> nn.Module:
        """A network with weights drawn from torch's generator, for such inputs and classes."""
        ...

    def advice(self, name: str, architecture: Architecture) -> str:
        """What to do where a network does not take inputs of the architecture's shape."""
        ...

    def encoder(self, name: str, tokens: int) -> Encode | None:
        """What turns texts into the tokens of a network; None where it reads none. InputError."""
        ...

    def preprocessing(self, name: str) -> Preprocessing:
        """How the images were made that its weights were trained with. InputError if nobody says."""
        ...

    def weights(self, name: str, architecture: Architecture) -> Mapping[str, Tensor]:
        """The state dict that the package has for it, whose last layer is for classes of its own.

        It is downloaded where it is not on this machine. InputError if it cannot be had.
        """
        ...


def package_of(name: str) -> Package:
    """The package that is called so before the colon of a model's name."""
    found: Package = importlib.import_module(f"lpntk.learning.packages.{name}").PACKAGE
    return found


def require_name(
    name: str, valid: Sequence[str], package: str, *, such_as: Sequence[str], lists: str
) -> None:
    """Refuse a name that a package does not have.

    Parameters
    ----------
    such_as
        Some that it has.
    lists
        What gives them all.

    Raises
    ------
    InputError
        It names those that are like it.
    """
    if name in valid:
        return
    close = difflib.get_close_matches(name, valid, n=3) or such_as
    raise InputError(
        f"{package} has no classifier '{shown(name)}': choose one of its {len(valid):,}, such as "
        f"{', '.join(close)} ({lists} gives them all).",
        field="model",
    )


def no_weights(model: str, error: Exception) -> InputError:
    """The error where a package's own weights cannot be had."""
    said = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return InputError(
        f"The weights of {model} are not on this machine and cannot be fetched ({said}): give a file of "
        "weights, or fetch them where there is a network.",
        field="checkpoint",
    )


def not_described(model: str, why: str) -> InputError:
    """The error where a package says nothing of a model's images."""
    return InputError(
        f"There is no description of the images that weights of {model} were trained with ({why}): give "
        "image_size, crop, interpolation and normalisation, or a .json file with them.",
        field="preprocessing",
    )


def grey_to_colour(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """For networks that take three channels; a hook, unlike a wrapper, keeps the parameters' names."""
    return (inputs[0].expand(-1, 3, -1, -1), *inputs[1:])
