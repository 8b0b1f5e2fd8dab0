from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings
from lpntk.domain.normalisation import NAMED, normalisation

numbers = st.floats(-10, 10, allow_nan=False)
deviations = st.floats(1e-3, 10)


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(*[st.lists(of, min_size=n, max_size=n) for of in (numbers, deviations)])
    )
)
def test_what_is_written_out_is_read(parts: tuple[list[float], list[float]]) -> None:
    mean, std = parts
    text = "/".join(",".join(map(repr, part)) for part in parts)

    assert normalisation(text) == normalisation(f" {text} ", len(mean)) == (tuple(mean), tuple(std))


def test_a_single_number_is_for_every_channel() -> None:
    assert normalisation("half", 3) == ((0.5,) * 3, (0.5,) * 3)
    assert normalisation("0.1/0.2,0.3", 2) == ((0.1, 0.1), (0.2, 0.3))
    assert normalisation("imagenet", 3) == NAMED["imagenet"]


@pytest.mark.parametrize(
    ("text", "channels", "message"),
    [
        ("imagnet", None, "normalisation is 'imagnet': give imagenet, half, none, or MEAN/STD"),
        ("", None, "give imagenet, half, none"),
        ("0.5", None, "give imagenet, half, none"),
        ("1/2/3", None, "give imagenet, half, none"),
        ("0.5/0", None, "must be above 0"),
        ("nan/1", None, "must be above 0, and all be finite"),
        ("imagenet", 1, "is for 3 channels, and these images have 1: give one number for all, or 1"),
        ("0,0/1,1", 3, "is for 2 channels"),
    ],
)
def test_what_is_none_is_refused(text: str, channels: int | None, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        normalisation(text, channels)
    assert caught.value.field == "normalisation"


def test_a_request_with_a_wrong_one_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="normalisation is 'imagnet'"):
        AnalysisRequest(DataSettings("digits"), LearningSettings(normalisation="imagnet"))
