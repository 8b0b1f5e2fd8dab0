"""Descriptions of how images were made: our own, timm's and transformers'."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lpntk.domain import InputError
from lpntk.domain.preprocessing import Preprocessing

IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
TIMM = {
    "input_size": [3, 224, 224],
    "interpolation": "bicubic",
    "crop_pct": 0.95,
    "crop_mode": "center",
    "mean": [0.5, 0.5, 0.5],
    "std": [0.25, 0.25, 0.5],
}
DESCRIPTIONS: dict[str, tuple[dict[str, Any], Preprocessing]] = {
    "ours": (
        {"image_size": 64, "crop": 0.9, "interpolation": "box", "mean": 0.5, "std": [0.25]},
        Preprocessing(64, 0.9, "box", "0.5/0.25"),
    ),
    "a part of ours": ({"crop": 1}, Preprocessing(crop=1.0)),
    "timm's config.json": (
        {"architecture": "x", "pretrained_cfg": TIMM},
        Preprocessing(224, 0.95, "bicubic", "0.5/0.25,0.25,0.5"),
    ),
    "timm squeezes": (
        {**TIMM, "crop_mode": "squash"},
        Preprocessing(224, None, "bicubic", "0.5/0.25,0.25,0.5"),
    ),
    "transformers squeeze": (
        {"size": {"height": 224, "width": 224}, "do_resize": True, "resample": 2, "do_normalize": False},
        Preprocessing(224, None, "bilinear", "none"),
    ),
    "transformers of old": (
        {"size": 224, "do_resize": True, "resample": 3, **IMAGENET},
        Preprocessing(224, None, "bicubic", "0.485,0.456,0.406/0.229,0.224,0.225"),
    ),
    "transformers cut": (
        {
            "image_processor_type": "MobileNetV2ImageProcessor",
            "size": {"shortest_edge": 256},
            "do_center_crop": True,
            "crop_size": {"height": 224, "width": 224},
        },
        Preprocessing(224, 0.875),
    ),
    "CLIP of old": (
        {"do_resize": True, "size": 224, "do_center_crop": True, "crop_size": 224},
        Preprocessing(224, 1.0),
    ),
    "ConvNeXt": (
        {"do_resize": True, "size": {"shortest_edge": 224}, "crop_pct": 0.875},
        Preprocessing(224, 0.875),
    ),
    "large ConvNeXt": (
        {"do_resize": True, "size": {"shortest_edge": 384}, "crop_pct": 0.875},
        Preprocessing(384),
    ),
    "a processor": (
        {"image_processor": {"do_resize": True, "size": {"height": 32, "width": 32}}},
        Preprocessing(32),
    ),
}


@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_what_is_described(case: str, tmp_path: Path) -> None:
    content, expected = DESCRIPTIONS[case]
    file = tmp_path / "images.json"
    file.write_text(json.dumps(content))
    assert Preprocessing.read(file) == expected


REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([1, 2], "holds no JSON object"),
    "nothing": ({}, "has no keys: give some of image_size"),
    "unknown": ({"image_size": 32, "sice": 3}, "has sice: give some of image_size"),
    "no square": ({"image_size": [32, 64]}, "here they are squares"),
    "crop": ({"crop": 1.5}, r"the crop is '1\.5'"),
    "interpolation": ({"interpolation": "cubic"}, "resized by 'cubic': there are bilinear"),
    "mean": ({"mean": "a", "std": 1}, "give a number, or one for each channel"),
    "mean alone": ({"mean": 0.5}, "give a number, or one for each channel"),
    "border": ({**TIMM, "crop_mode": "border"}, "cropped by 'border'"),
    "scale": ({"do_resize": True, "rescale_factor": 1 / 127.5}, "pixels are scaled"),
    "unlike sides": ({"do_resize": True, "size": {"shortest_edge": 64}}, "give --image-size and --crop"),
    "hamming": ({"do_resize": True, "size": 64, "resample": 5}, "resized by '5'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_said(case: str, tmp_path: Path) -> None:
    content, message = REFUSED[case]
    file = tmp_path / "images.json"
    file.write_text(json.dumps(content))
    with pytest.raises(InputError, match=f"^The preprocessing: .*{message}") as caught:
        Preprocessing.read(file)
    assert caught.value.field == "preprocessing"


def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_bytes(b"{\xff")
    for name, message in {
        "none.json": r"cannot be read \(No such file",
        "broken.json": "holds no JSON",
    }.items():
        with pytest.raises(InputError, match=message):
            Preprocessing.read(tmp_path / name)
