"""A request with what is said of the images that its classifier's weights were trained with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings
from lpntk.domain.errors import shown
from lpntk.domain.preprocessing import PACKAGES, Preprocessing
from lpntk.learning.names import package_model

_Settings = TypeVar("_Settings", DataSettings, LearningSettings)
_OF_DATA = {one.name for one in fields(DataSettings)}


def with_preprocessing(request: AnalysisRequest) -> AnalysisRequest:
    """The same request with the settings that its preprocessing stands for, and none by name.

    Those that are given on their own stay as they are.

    Raises
    ------
    InputError
        If nothing is known of the preprocessing that it names.
    """
    asked = request.learning.preprocessing
    if asked is None:
        return request
    found = _described(asked, request.learning.model).settings()
    data = {name: value for name, value in found.items() if name in _OF_DATA}
    learning = {name: value for name, value in found.items() if name not in _OF_DATA}
    return replace(
        request,
        data=_filled(request.data, data),
        learning=replace(_filled(request.learning, learning), preprocessing=None),
    )


def _filled(settings: _Settings, values: Mapping[str, Any]) -> _Settings:
    missing = {name: value for name, value in values.items() if getattr(settings, name) is None}
    return replace(settings, **missing)


def _described(asked: str, model: str) -> Preprocessing:
    if asked not in PACKAGES:
        return Preprocessing.read(Path(asked).expanduser())
    package, name = package_model(model) or ("", "")
    if package != asked:
        raise InputError(
            f"The preprocessing {asked} is that of weights of {asked}'s, and the model is {shown(model)}: "
            f"give a model {asked}:NAME, or a .json file that describes the preprocessing.",
            field="preprocessing",
        )
    from lpntk.learning.packages.package import package_of  # brings torch

    return package_of(package).preprocessing(name)
