"""Real images for tests: MNIST and a part of CIFAR-10 where they lie on this machine, else scikit-learn's.

The place is $LPNTK_TEST_DATA, by default ../shared/data beside the repository; where that is missing, the
digits that scikit-learn brings stand in. Nothing here skips or downloads.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]

_REPOSITORY = Path(__file__).resolve().parents[2]
_MNIST_PREFIXES = {"train": "train", "test": "t10k"}
_HEADER_BYTES = {"images": 16, "labels": 8}


def data_folder() -> Path:
    """Where real data lies, if it does."""
    return Path(os.environ.get("LPNTK_TEST_DATA", _REPOSITORY.parent / "shared" / "data"))


def has_mnist() -> bool:
    return all(_mnist_file(split, "images").is_file() for split in _MNIST_PREFIXES)


def has_cifar10() -> bool:
    return (data_folder() / "cifar10-subset" / "train").is_dir()


def digits() -> Samples:
    """All of scikit-learn's digits: (1797, 8, 8, 1) uint8 images and (1797,) int64 labels 0 .. 9."""
    bunch = load_digits()
    images = np.round(bunch.images * (255 / 16)).astype(np.uint8)[..., None]
    return images, bunch.target.astype(np.int64)


def mnist(count: int, split: str = "train") -> Samples:
    """The first `count` of MNIST: (count, 28, 28, 1) uint8 and (count,) int64.

    Ask for no more than 1,797: that is how many enlarged digits stand in where MNIST is missing.
    """
    if not has_mnist():
        images, labels = _digits_like_mnist()
        return images[:count], labels[:count]
    pixels = np.fromfile(
        _mnist_file(split, "images"), np.uint8, count * 28 * 28, offset=_HEADER_BYTES["images"]
    )
    labels = np.fromfile(_mnist_file(split, "labels"), np.uint8, count, offset=_HEADER_BYTES["labels"])
    return pixels.reshape(-1, 28, 28, 1), labels.astype(np.int64)


def mnist_root(scratch: Path) -> Path:
    """A root for torchvision's MNIST: the real one, else `scratch` with digits written in MNIST's files."""
    if has_mnist():
        return data_folder()
    raw = scratch / "MNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    images, labels = _digits_like_mnist()
    for prefix in _MNIST_PREFIXES.values():
        header = struct.pack(">IIII", 2051, len(images), 28, 28)
        (raw / f"{prefix}-images-idx3-ubyte").write_bytes(header + images.tobytes())
        header = struct.pack(">II", 2049, len(labels))
        (raw / f"{prefix}-labels-idx1-ubyte").write_bytes(header + labels.astype(np.uint8).tobytes())
    return scratch


def image_folder(scratch: Path, split: str = "train") -> Path:
    """A folder of small colour images, a subfolder a class: CIFAR-10, else digits written to `scratch`."""
    if has_cifar10():
        return data_folder() / "cifar10-subset" / split
    return write_image_folder(scratch, per_class=100)


def write_image_folder(folder: Path, per_class: int, classes: int = 10, side: int = 32) -> Path:
    """Write digits as colour PNG files, `per_class` in each of the subfolders "digit-0", "digit-1", ..."""
    images, labels = digits()
    for label in range(classes):
        subfolder = folder / f"digit-{label}"
        subfolder.mkdir(parents=True, exist_ok=True)
        for number, image in enumerate(images[labels == label][:per_class]):
            grey = Image.fromarray(image[..., 0]).resize((side, side))
            grey.convert("RGB").save(subfolder / f"{number:04}.png")
    return folder


def _mnist_file(split: str, what: str) -> Path:
    suffix = {"images": "images-idx3-ubyte", "labels": "labels-idx1-ubyte"}[what]
    return data_folder() / "MNIST" / "raw" / f"{_MNIST_PREFIXES[split]}-{suffix}"


def _digits_like_mnist() -> Samples:
    images, labels = digits()
    large = images.repeat(3, axis=1).repeat(3, axis=2)
    return np.pad(large, ((0, 0), (2, 2), (2, 2), (0, 0))), labels
