"""The order of classes, as a person gives it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from lpntk.datasets.places import expand_user
from lpntk.datasets.samples import Labelled, Samples
from lpntk.domain import InputError
from lpntk.domain.errors import shown
from lpntk.domain.labels import LEFT_OUT
from lpntk.domain.words import printable, some

_Labelled = TypeVar("_Labelled", Samples, Labelled)

_LARGEST = 1 << 20
_NAMED_AT_MOST = 5


def check_classes_file(text: str) -> Path:
    """The existing file of class names that a request names. InputError if there is none."""
    path = expand_user(text)
    if not os.path.isfile(path):  # noqa: PTH113 - which says so of names that no file can have, too
        raise InputError(
            f"There is no file of classes {shown(text)} (looked from {printable(Path.cwd())}): check the "
            "path.",
            field="classes",
        )
    return path


def in_order(samples: _Labelled, path: Path) -> _Labelled:
    """The same samples with their classes in the order of a file: a name a line, or a list in JSON.

    Raises
    ------
    InputError
        If the file cannot be read, or has other names than the samples' classes.
    """
    names = _names(path)
    missing = [name for name in samples.class_names if name not in names]
    unused = [name for name in names if name not in samples.class_names]
    if missing or unused:
        parts = [f"lacks {some(missing, _NAMED_AT_MOST)}"] if missing else []
        parts += [f"has {some(unused, _NAMED_AT_MOST)}, of which there is no sample"] if unused else []
        raise InputError(
            f"{path} {' and '.join(parts)}: it must have the names of all {len(samples.class_names)} "
            "classes, each once, in the order of the classifier's outputs.",
            field="classes",
        )
    places = np.array([names.index(name) for name in samples.class_names])
    labels = np.where(samples.labels == LEFT_OUT, LEFT_OUT, places[samples.labels])
    return replace(samples, labels=labels, class_names=tuple(names))


def _names(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        text = path.read_bytes().decode("utf-8-sig")
        names = json.loads(text) if path.suffix.lower() == ".json" else text.splitlines()
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"The classes {path} cannot be read ({printable(reason)}): give a name a line, in UTF-8.",
            field="classes",
        ) from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(f"The classes {path} are no list of names: give such a list.", field="classes")
    found = [printable(name.strip()) for name in names if name.strip()]
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{path} has the class {shown(twice)} twice: name each once.", field="classes")
    return found
