"""hf:NAME: which names there are, and what is built of them."""

from __future__ import annotations

import sys

import pytest
import torch

from lpntk.domain import Architecture, InputError
from lpntk.learning import build_model, check_model
from support.optional import needs_transformers
from support.transformers import save_classifier


def architecture(model: str, size: int = 32, channels: int = 3, classes: int = 5) -> Architecture:
    return Architecture(model, classes, (size, size, channels), (0.5,) * channels, (0.5,) * channels)


@needs_transformers
@pytest.mark.parametrize("channels", [3, 1])
def test_the_network_of_a_folder_has_as_many_classes_as_the_samples(tmp_path, channels):
    name = save_classifier(tmp_path / "net", "resnet", classes=7)
    check_model(name)
    network = build_model(architecture(name, channels=channels))
    assert network(torch.zeros(2, channels, 32, 32)).logits.shape == (2, 5)
    assert not network.training


@needs_transformers
def test_a_folder_that_is_named_from_here(tmp_path, monkeypatch):
    save_classifier(tmp_path / "nets" / "vit", "vit", classes=7)
    monkeypatch.chdir(tmp_path)
    for name in ("hf:nets/vit", "hf:./nets/vit"):
        check_model(name)
        assert build_model(architecture(name))(torch.zeros(2, 3, 32, 32)).logits.shape == (2, 5)


@needs_transformers
def test_images_of_another_size_are_refused_with_the_right_one(tmp_path):
    name = save_classifier(tmp_path / "net", "vit", classes=7)
    with pytest.raises(InputError, match=r"built for images of 32 x 32, so give --image-size 32") as caught:
        build_model(architecture(name, size=16))
    assert caught.value.field == "model"


@needs_transformers
def test_names_that_are_none(tmp_path):
    from transformers import BertConfig

    BertConfig().save_pretrained(tmp_path / "bert")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{")
    for name, message in {
        f"hf:{tmp_path}": "There is no .*config.json: give a folder that save_pretrained",
        f"hf:{tmp_path / 'none'}": "There is no .*config.json",
        f"hf:{tmp_path / 'broken'}": "configuration of .* cannot be read",
        "hf:a b": "neither a folder .* nor a name on huggingface.co",
        "hf:": "neither a folder",
        "hf:a/b/c": "neither a folder",
    }.items():
        with pytest.raises(InputError, match=message) as caught:
            check_model(name)
        assert caught.value.field == "model"
        assert "\n" not in caught.value.message
    check_model(f"hf:{tmp_path / 'bert'}")  # a classifier of texts
    with pytest.raises(InputError, match="is a bert, of which transformers has no classifier of images"):
        build_model(Architecture(f"hf:{tmp_path / 'bert'}", 2, (8, 8, 3), (0.0,) * 3, (1.0,) * 3))


@needs_transformers
def test_a_name_of_the_hub_is_read_from_the_cache_where_there_is_no_network(monkeypatch):
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    check_model("hf:somebody/some-model-that-is-not-here")  # asks nobody
    with pytest.raises(InputError, match=r"which takes a network the first time\.") as caught:
        build_model(architecture("hf:somebody/some-model-that-is-not-here"))
    assert caught.value.field == "model"


@needs_transformers
def test_nothing_is_told_of_what_is_done():
    import huggingface_hub.constants

    import lpntk._huggingface

    assert lpntk._huggingface
    assert huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY


def test_without_transformers_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(InputError, match=r"pip install 'lpntk\[huggingface\]'") as caught:
        check_model("hf:google/vit-base-patch16-224")
    assert caught.value.field == "model"
