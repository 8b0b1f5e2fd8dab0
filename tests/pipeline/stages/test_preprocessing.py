"""What a preprocessing stands for: settings, of which those that are given on their own win."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lpntk.domain import AnalysisRequest, InputError
from lpntk.pipeline.material.preprocessing import with_preprocessing
from lpntk.pipeline.workspace import Workspace
from support.optional import needs_timm, needs_transformers
from support.transformers import save_classifier


def filled(**settings: object) -> dict[str, object]:
    request = AnalysisRequest.from_settings({"source": "digits", **settings})
    found = with_preprocessing(request).settings()
    assert found["preprocessing"] is None
    return {name: found[name] for name in ("image_size", "crop", "interpolation", "normalisation")}


IMAGENET = "0.485,0.456,0.406/0.229,0.224,0.225"


@needs_timm
def test_that_of_timm() -> None:
    assert filled(model="timm:resnet18", preprocessing="timm") == {
        "image_size": 224, "crop": 0.95, "interpolation": "bicubic", "normalisation": IMAGENET,
    }  # fmt: skip
    own = {"image_size": 96, "normalisation": "half"}
    assert filled(model="timm:resnet18", preprocessing="timm", **own) == {
        "crop": 0.95, "interpolation": "bicubic", **own,
    }  # fmt: skip


def test_that_of_torchvision() -> None:
    assert filled(model="torchvision:resnet18", preprocessing="torchvision") == {
        "image_size": 224, "crop": 0.875, "interpolation": "bilinear", "normalisation": IMAGENET,
    }  # fmt: skip
    # Whose model would itself turn ImageNet's normalisation into this one.
    inception = filled(model="torchvision:inception_v3", preprocessing="torchvision")
    assert inception["normalisation"] == "half"


@needs_transformers
def test_that_of_transformers(tmp_path: Path) -> None:
    name = save_classifier(tmp_path / "net", "vit", classes=7)
    with pytest.raises(InputError, match=r"no description .*no preprocessor_config\.json") as caught:
        filled(model=name, preprocessing="hf")
    assert caught.value.field == "preprocessing"
    description = {
        "do_resize": True,
        "size": {"height": 32, "width": 32},
        "image_mean": [0.5],
        "image_std": [0.5],
    }
    (tmp_path / "net" / "preprocessor_config.json").write_text(json.dumps(description))
    assert filled(model=name, preprocessing="hf") == {
        "image_size": 32, "crop": None, "interpolation": None, "normalisation": "0.5/0.5",
    }  # fmt: skip


def test_that_of_another_package_is_refused() -> None:
    with pytest.raises(InputError, match="is that of weights of timm's, and the model is lenet") as caught:
        filled(model="lenet", preprocessing="timm")
    assert caught.value.field == "preprocessing"


def test_an_analysis_is_asked_for_by_what_it_stands_for(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "images.json"
    file.write_text(json.dumps({"image_size": 10, "crop": 0.8, "mean": 0.25, "std": 0.5}))
    by_file = {"source": "digits", "limit": 60, "preprocessing": str(file)}
    by_hand = {"source": "digits", "limit": 60, "image_size": 10, "crop": 0.8, "normalisation": "0.25/0.5"}

    first = workspace.submit(AnalysisRequest.from_settings(by_file))
    again = workspace.submit(AnalysisRequest.from_settings(by_hand))

    assert again.id == first.id
    assert workspace.analysis(first.id).request.data.crop == 0.8
