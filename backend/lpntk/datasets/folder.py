"""Image folders: one subfolder a class.

The order, and so each sample's index, is that of torchvision's ImageFolder: classes by name, and in a class
its folders by path and their files by name. Hidden files and folders (".name") do not count.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.decode import Header, ImageFile, decode, read_header
from lpntk.datasets.images import gather, reading_pool
from lpntk.datasets.samples import Samples
from lpntk.domain import InputError, Inputs, Progress

EXTENSIONS = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")
LARGEST_KEPT = 512
FALLBACK_SIZE = 64

_SPLIT_NAMES = {"train", "test", "val", "valid", "validation"}


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not laid out as one subfolder of images a class, reading no image.

    Raises
    ------
    InputError
        If there are no two class subfolders, if one holds no image, or if they are splits, not classes.
    """
    classes = _class_folders(folder)
    if not classes:
        raise InputError(
            f"{folder} has no subfolders: put the images into one subfolder for each class.", field="source"
        )
    names = [path.name for path in classes]
    if set(names) <= _SPLIT_NAMES:
        example = folder / ("train" if "train" in names else names[0])
        raise InputError(
            f"{folder} holds splits ({', '.join(names)}), not classes: give one of them, such as {example}.",
            field="source",
        )
    for path in classes:
        if next(_image_paths(path), None) is None:
            raise InputError(
                f"The class folder {path} holds no image ({', '.join(EXTENSIONS)}): "
                "put images into it or remove it.",
                field="source",
            )
    if len(classes) == 1:
        raise InputError(
            f"{folder} has one class only ({names[0]}): a classifier needs at least two.", field="source"
        )


def read_folder(folder: Path) -> Samples:
    """List the samples of an image folder; the images are read when asked for.

    With no size asked for, images that all have one size keep it if neither side is above `LARGEST_KEPT`
    pixels; else they become squares of `FALLBACK_SIZE`. They are grey if all of them are, else in colour.
    """
    check_folder(folder)
    classes = _class_folders(folder)
    paths = [list(_image_paths(path)) for path in classes]
    labels = np.repeat(np.arange(len(classes)), [len(of_class) for of_class in paths])
    files = [
        ImageFile(path, index, path.relative_to(folder).as_posix())
        for index, path in enumerate(path for of_class in paths for path in of_class)
    ]
    return Samples(
        name=_name(folder),
        split="",
        labels=labels,
        class_names=tuple(path.name for path in classes),
        read=partial(_read, files),
        locations=tuple(file.name for file in files),
    )


def _read(files: list[ImageFile], indices: NDArray[np.int64], size: int | None, progress: Progress) -> Inputs:
    chosen = [files[index] for index in indices]
    with reading_pool() as pool:
        shape = _common_shape(set(pool.map(read_header, chosen)), size)
    return gather(lambda row: decode(chosen[row], shape), len(chosen), shape, progress)


def _common_shape(headers: set[Header], size: int | None) -> tuple[int, int, int]:
    channels = 1 if all(header.grey for header in headers) else 3
    if size is not None:
        return size, size, channels
    sizes = {header.size for header in headers}
    height, width = sizes.pop()
    if sizes or max(height, width) > LARGEST_KEPT:
        return FALLBACK_SIZE, FALLBACK_SIZE, channels
    return height, width, channels


def _class_folders(folder: Path) -> list[Path]:
    found = (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(found, key=lambda path: path.name)


def _image_paths(class_folder: Path) -> Iterator[Path]:
    for folder, _, names in sorted(os.walk(class_folder, followlinks=True)):
        for name in sorted(names):
            if name.lower().endswith(EXTENSIONS) and not name.startswith("."):
                yield Path(folder, name)


def _name(folder: Path) -> str:
    """The folder's name, with that of its parent where it alone would say little ("birds/train")."""
    resolved = folder.resolve()
    return f"{resolved.parent.name}/{resolved.name}" if resolved.name in _SPLIT_NAMES else resolved.name
