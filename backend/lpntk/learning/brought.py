"""Weights that a person brings, or has the model's own package bring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torch import nn

from lpntk.domain import Architecture, InputError
from lpntk.domain.request import PRETRAINED
from lpntk.domain.words import some
from lpntk.learning.names import package_model, require_pretrained
from lpntk.learning.packages.package import package_of
from lpntk.learning.weights import load_weights, put_weights, read_weights

_NAMED_AT_MOST = 3


def load_brought(model: nn.Module, brought: str | Path, architecture: Architecture) -> None:
    """Put the weights of a file, or "pretrained" ones, into a model that is to stay as it is then.

    Raises
    ------
    InputError
        If they cannot be read or do not fit.
    """
    if brought != PRETRAINED:
        file = Path(brought).expanduser()
        load_weights(model, file, str(file))
        return
    if names := _put_pretrained(model, architecture):
        raise InputError(
            f"{_own(architecture)} is for other classes than these {architecture.num_classes} "
            f"({some(names, _NAMED_AT_MOST)}): train from it with --from {PRETRAINED} instead, or analyse "
            "samples of its classes.",
            field="checkpoint",
        )


def begin_from(model: nn.Module, start: str, architecture: Architecture) -> tuple[str, ...]:
    """Put the weights of a file, or "pretrained" ones, into a model that is to be trained on.

    Last layers that are for another number of classes stay as the model has them; gives their names.

    Raises
    ------
    InputError
        If they cannot be read, or others do not fit.
    """
    with _about_the_start():
        if start == PRETRAINED:
            return _put_pretrained(model, architecture)
        content = read_weights(Path(start).expanduser(), start)
        return put_weights(model, content, start, architecture.num_classes)


def name_of_start(start: str, architecture: Architecture) -> str:
    """What a sentence calls the weights that a training starts from."""
    return _own(architecture) if start == PRETRAINED else Path(start).name


def _put_pretrained(model: nn.Module, architecture: Architecture) -> tuple[str, ...]:
    require_pretrained(architecture.model, "checkpoint")
    package, name = package_model(architecture.model) or ("", "")
    state = package_of(package).weights(name, architecture)
    return put_weights(model, state, _own(architecture), architecture.num_classes)


def _own(architecture: Architecture) -> str:
    return f"{architecture.model}'s own state dict"


@contextmanager
def _about_the_start() -> Iterator[None]:
    """What is wrong with weights within is wrong with what the training starts from."""
    try:
        yield
    except InputError as error:
        raise InputError(
            error.message, field="start" if error.field == "checkpoint" else error.field
        ) from error
