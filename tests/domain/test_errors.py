"""Errors are sentences for a person, and point at the setting at fault."""

from __future__ import annotations

import pytest

from lpntk.domain import InputError, LpntkError, NotFoundError, require_one_of


def test_a_valid_value_passes() -> None:
    assert require_one_of("b", iter(["a", "b"]), "letter") == "b"


def test_an_unknown_value_is_told_what_there_is_and_what_is_close() -> None:
    with pytest.raises(InputError) as caught:
        require_one_of("resnet8", ["lenet", "resnet18"], "model", field="model")
    assert str(caught.value) == (
        "Unknown model 'resnet8': choose one of lenet, resnet18. Did you mean 'resnet18'?"
    )
    assert caught.value.field == "model"


def test_nothing_is_suggested_where_nothing_is_close() -> None:
    with pytest.raises(InputError, match=r"choose one of lenet, resnet18\.$"):
        require_one_of("???", ["lenet", "resnet18"], "model")


def test_errors_are_of_the_kinds_that_python_knows() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(NotFoundError, LookupError)
    assert LpntkError("Gone.", field="id").message == "Gone."
