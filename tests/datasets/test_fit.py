"""Images brought to one size: pixel for pixel what timm's and torchvision's own transforms give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lpntk.datasets import open_dataset
from lpntk.datasets.fit import Fit
from lpntk.domain import DataSettings
from lpntk.learning.packages.package import package_of
from support.data import image_folder
from support.optional import needs_timm


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """Real images, as they are and of unlike sides."""
    folder = image_folder(tmp_path_factory.mktemp("pictures"))
    files = sorted(path for path in folder.rglob("*") if path.is_file())[:3]
    plain = [Image.open(file).convert("RGB") for file in files]
    sides = ((97, 51), (40, 333), (300, 299))
    return [*plain, *(one.resize(size) for one, size in zip(plain, sides, strict=True))]


def apply(package: str, name: str, picture: Image.Image) -> np.ndarray:
    made = package_of(package).preprocessing(name)
    assert made.image_size is not None
    assert made.interpolation is not None
    fit = Fit(made.image_size, made.crop, made.interpolation)
    return np.asarray(fit.apply(picture, made.image_size, made.image_size))


@needs_timm
@pytest.mark.parametrize("name", ["resnet18", "vit_tiny_patch16_224", "convnext_atto", "efficientnet_b0"])
def test_pixels_are_those_of_timm(pictures: list[Image.Image], name: str) -> None:
    import timm
    from torchvision import transforms

    config = timm.data.resolve_data_config(pretrained_cfg=timm.get_pretrained_cfg(name).to_dict())
    theirs = timm.data.create_transform(**config, is_training=False)
    only_pixels = [t for t in theirs.transforms if isinstance(t, transforms.Resize | transforms.CenterCrop)]
    assert len(only_pixels) == 2

    for picture in pictures:
        expected = transforms.Compose(only_pixels)(picture)
        np.testing.assert_array_equal(apply("timm", name, picture), np.asarray(expected))


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "efficientnet_b0", "swin_t", "maxvit_t"])
def test_pixels_are_those_of_torchvision(pictures: list[Image.Image], name: str) -> None:
    from lpntk._torchvision import torchvision

    made = torchvision.models.get_model_weights(name).DEFAULT.transforms()
    on = torchvision.transforms.functional
    for picture in pictures:
        whole = on.resize(picture, made.resize_size, interpolation=made.interpolation, antialias=True)
        expected = on.center_crop(whole, made.crop_size)
        np.testing.assert_array_equal(apply("torchvision", name, picture), np.asarray(expected))


def test_a_folder_is_read_so(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for number in range(8):
        path = tmp_path / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (20 + number, 30, 3), dtype=np.uint8)).save(path)
    cropped = DataSettings(str(tmp_path), image_size=16, crop=0.5, interpolation="nearest")

    dataset = open_dataset(cropped, seed=0)

    assert dataset.input_shape == (16, 16, 3)
    fit = Fit(16, 0.5, "nearest")
    for row, place in enumerate(dataset.locations or ()):
        expected = fit.apply(Image.open(tmp_path / place), 16, 16)
        np.testing.assert_array_equal(dataset.inputs[row], np.asarray(expected))
    squeezed = open_dataset(DataSettings(str(tmp_path), image_size=16), seed=0)
    assert squeezed.fingerprint != dataset.fingerprint


def test_images_that_keep_their_size_are_enlarged_and_cut() -> None:
    picture = Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8))
    assert Fit(crop=1.0).leaves(8, 8)
    assert Fit().leaves(8, 6)
    assert not Fit(crop=0.5).leaves(8, 8)
    expected = picture.resize((16, 16), Image.Resampling.BILINEAR).crop((4, 4, 12, 12))
    np.testing.assert_array_equal(np.asarray(Fit(crop=0.5).apply(picture, 8, 8)), np.asarray(expected))
