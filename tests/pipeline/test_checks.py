"""Settings that do not fit the kind of samples."""

from __future__ import annotations

import pytest

from lpntk.domain import AnalysisRequest, DataSettings, InputError
from lpntk.pipeline.material.checks import check
from support.tables import SENTENCES, write_csv


@pytest.fixture
def sentences(tmp_path):
    return str(write_csv(tmp_path / "sentences.csv", ["text", "label"], SENTENCES))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("image_size", 8), ("crop", 0.8), ("interpolation", "bicubic"), ("normalisation", "half")],
)
def test_settings_of_images_are_refused_for_texts(sentences, setting, value):
    request = AnalysisRequest(DataSettings(sentences)).with_settings({setting: value})
    with pytest.raises(InputError, match=f"{setting} is for images, and .* are texts") as caught:
        check(request)
    assert caught.value.field == setting


def test_tokens_are_for_texts(sentences):
    check(AnalysisRequest(DataSettings(sentences, tokens=8)))
    with pytest.raises(InputError, match="tokens is for texts, and the samples of digits are images"):
        check(AnalysisRequest(DataSettings("digits", tokens=8)))


@pytest.mark.parametrize("setting", ["input_column", "label_column"])
def test_columns_are_of_tables(setting):
    with pytest.raises(InputError, match=f"digits is no table and has no columns: leave {setting} out"):
        check(AnalysisRequest(DataSettings("digits", **{setting: "x"})))
