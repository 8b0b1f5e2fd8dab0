"""Published data sets, read and downloaded by torchvision."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.images import read_array
from lpntk.datasets.names import SOURCES
from lpntk.datasets.places import check_split, source_root
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources.downloading import open_or_download
from lpntk.domain import DataSettings, InputError

_CLASSES = {
    "mnist": "MNIST",
    "fashion_mnist": "FashionMNIST",
    "kmnist": "KMNIST",
    "cifar10": "CIFAR10",
    "cifar100": "CIFAR100",
    "svhn": "SVHN",
}
_FILES = {
    "mnist": "MNIST/raw/*-ubyte",
    "fashion_mnist": "FashionMNIST/raw/*-ubyte",
    "kmnist": "KMNIST/raw/*-ubyte",
    "cifar10": "cifar-10-batches-py/*",
    "cifar100": "cifar-100-python/*",
    "svhn": "*_32x32.mat",
}
"""Where torchvision keeps them below its root."""
_DIGITS = tuple(str(digit) for digit in range(10))


class Published:
    """A data set with a name of its own, whose files lie below a folder."""

    def takes(self, settings: DataSettings) -> bool:
        return settings.source in _CLASSES

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Refuse a split that it does not have, and a folder that was hardly meant. InputError."""
        known = SOURCES[settings.source]
        check_split(known, settings.split)
        if settings.root is not None:
            _require_published(known.name, known.title, source_root(settings))

    def labelled(self, settings: DataSettings) -> None:
        """They lie beside the images, which take their time."""

    def read(self, settings: DataSettings) -> Samples:
        """All samples, downloaded where they are not there yet. InputError."""
        known = SOURCES[settings.source]
        return _read(known.name, known.title, settings.split, source_root(settings))

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """Those that are there, by path."""
        return _files(settings.source, source_root(settings))


def _read(name: str, title: str, split: str, root: Path) -> Samples:
    """All samples of one of torchvision's data sets, downloaded to `root` where they are not there yet.

    Raises
    ------
    InputError
        If the files are neither there nor to be had, or cannot be read.
    """
    from lpntk._torchvision import torchvision  # takes seconds: only who needs it pays

    kind = getattr(torchvision.datasets, _CLASSES[name])
    published = open_or_download(kind, _keywords(name, split, root), title, root)
    images, labels = arrays_of(published)
    return Samples(
        name=name,
        split=split,
        labels=labels,
        class_names=_DIGITS if name in ("mnist", "svhn") else tuple(published.classes),
        read=partial(read_array, images),
        held=images.nbytes,
    )


def _files(name: str, root: Path) -> list[ImageFile]:
    """The files of a data set that are there, by path."""
    paths = sorted(path for path in root.glob(_FILES[name]) if path.is_file())
    return [ImageFile(path, 0, path.relative_to(root).as_posix()) for path in paths]


def _require_published(name: str, title: str, root: Path) -> None:
    """Refuse a folder that somebody named and that looks mistyped: nothing is downloaded into such a one.

    A folder may get downloaded files where it is empty, or has those of another data set already.

    Raises
    ------
    InputError
        If there is no such folder, or one with other things in it.
    """
    try:
        has_folder = root.is_dir()
        is_meant = has_folder and (any(_is_there(one, root) for one in _FILES) or not any(root.iterdir()))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"The folder {root} cannot be looked into ({reason}).", field="root") from error
    if not has_folder:
        raise InputError(
            f"There is no folder {root} with the files of {title}: check the path, or name no folder to have "
            "them downloaded into data.",
            field="root",
        )
    if not is_meant:
        raise InputError(
            f"The folder {root} has no {_FILES[name]} with the files of {title}: check the path, or name an "
            "empty folder to have them downloaded there.",
            field="root",
        )


def _is_there(name: str, root: Path) -> bool:
    return next(root.glob(_FILES[name]), None) is not None


def _keywords(name: str, split: str, root: Path) -> dict[str, Any]:
    return {"root": root, "split": split} if name == "svhn" else {"root": root, "train": split == "train"}


def arrays_of(published: Any) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """(N, H, W, C) images and (N,) labels out of torchvision's own arrays."""
    images = np.asarray(published.data)
    labels = np.asarray(published.labels if hasattr(published, "labels") else published.targets, np.int64)
    if images.ndim == 3:
        return images[..., None], labels
    if images.shape[1] == 3:
        return images.transpose(0, 2, 3, 1), labels
    return images, labels
