"""Settings are described once, and checked by that description."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    InputError,
    KernelSettings,
    LearningSettings,
    StructureSettings,
)
from lpntk.domain.request import SETTINGS
from lpntk.domain.settings import Choice, Setting

NOT_SETTINGS = {
    "additions",
    "checkpoint_of",
    "data",
    "learning",
    "kernel",
    "structure",
    "extends",
    "contents",
}


def test_every_field_of_a_request_is_described_or_no_setting() -> None:
    owners = (DataSettings, LearningSettings, KernelSettings, StructureSettings, AnalysisRequest)
    names = {one.name for owner in owners for one in fields(owner)}
    assert names == SETTINGS.keys() | NOT_SETTINGS


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_a_description_is_whole(setting: Setting) -> None:
    assert setting.title[0].isupper()
    assert setting.help[0].isupper()
    assert setting.help.endswith(".")
    assert (setting.default is None) == (setting.empty is not None or setting.required)
    setting.check(setting.default)


def test_a_request_can_be_made_from_settings_and_gives_them_back() -> None:
    request = AnalysisRequest.from_settings({"source": "digits", "epochs": 3, "heads": 0.5, "seed": 7})

    assert request == AnalysisRequest(
        DataSettings("digits"), LearningSettings(epochs=3), structure=StructureSettings(0.5), seed=7
    )
    assert request.settings().keys() == SETTINGS.keys()
    assert AnalysisRequest.from_settings(request.settings()) == request


WAYS = (Choice("left", "Left"), Choice("right", "Right"))


def number(**bounds: Any) -> Setting:
    return Setting("n", "run", "number", "N", "N.", **bounds)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        (number(minimum=1, maximum=9), 10, "n is 10: it must be between 1 and 9."),
        (number(minimum=1), 0, "n is 0: it must be at least 1."),
        (number(minimum=0, above=True, maximum=1), 0, "n is 0: it must be above 0 and at most 1."),
        (
            Setting("way", "run", "choice", "Way", "W.", choices=WAYS),
            "lift",
            "Unknown way 'lift': choose one of left, right. Did you mean 'left'?",
        ),
        (Setting("r", "run", "text", "R", "R.", is_expression=True), "(", "not a regular expression"),
        (
            Setting("t", "run", "text", "T", "T.", longest=3),
            "four",
            "t has 4 characters: it must have at most 3.",
        ),
    ],
)
def test_what_is_refused_says_why(setting: Setting, value: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        setting.check(value)
    assert message in caught.value.message
    assert caught.value.field == setting.name


def test_what_is_left_out_is_not_checked() -> None:
    Setting("n", "run", "integer", "N", "N.", minimum=1, empty="all").check(None)


def test_samples_that_are_added_are_checked_too() -> None:
    with pytest.raises(InputError, match="limit is 1"):
        AnalysisRequest(DataSettings("digits", additions=(DataSettings("digits", limit=1),)))


def test_a_condition_names_a_setting_and_a_value_that_it_may_have() -> None:
    conditions = [one.applies_if for one in SETTINGS.values() if one.applies_if is not None]
    assert conditions
    for condition in conditions:
        SETTINGS[condition.setting].check(condition.value)
        assert condition.value is not None or SETTINGS[condition.setting].empty is not None
