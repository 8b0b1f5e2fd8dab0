"""YOLO: a data.yaml, with a text file of annotations for each image, as `labelformat` reads it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.formats import ending
from lpntk.datasets.names import is_path
from lpntk.datasets.places import below, expand_user, has_ending, source_path
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources.objects_in_images import Annotated, samples_of_annotated
from lpntk.domain import DataSettings, InputError
from lpntk.domain.errors import shown
from lpntk.domain.words import printable

_ENDINGS = (".yaml", ".yml")
_SPLITS = ("train", "val", "test")


class Yolo:
    """A data.yaml, or the folder that has one."""

    def takes(self, settings: DataSettings) -> bool:
        return is_path(settings.source) and _yaml(source_path(settings)) is not None

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Look at the description, and for the first image. InputError."""
        with _about(settings):
            reader = _reader(settings)
            place, names = _place(settings, reader), list(reader.get_categories())
        path = _path(settings)
        if len(names) < 2:
            raise InputError(
                f"{path} has {'one class' if names else 'no class'}: a classifier needs at least two names.",
                field="source",
            )
        if next(_files(place.images), None) is None:
            raise InputError(
                f"There is no image in {place.images}, where {path} says that {settings.split} lies: check "
                "its path, or put the images there.",
                field="source",
            )
        if not place.labels.is_dir():
            raise InputError(
                f"There is no folder {place.labels}, where the annotations of {place.images} belong: put "
                "them there.",
                field="source",
            )

    def labelled(self, settings: DataSettings) -> None:
        """By a file an image: that takes its time."""

    def read(self, settings: DataSettings) -> Samples:
        """Its images; those of several classes are refused. InputError."""
        path = _path(settings)
        with _about(settings):
            reader = _reader(settings)
            names = [category.name for category in reader.get_categories()]
            images = sorted(_annotated(settings, reader), key=lambda image: image.name)
        return samples_of_annotated(
            images,
            names,
            where=str(path),
            name=printable(path.resolve().parent.name),
            split=settings.split,
        )

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The description, then images and annotations, by path. InputError."""
        with _about(settings):
            place = _place(settings, _reader(settings))
        files = sorted([*_files(place.images), *_files(place.labels, ".txt")])
        named = [ImageFile(file, 0, printable(file.relative_to(place.root).as_posix())) for file in files]
        return [ImageFile(_path(settings), 0, ""), *named]


@dataclass(frozen=True)
class _Place:
    """The folder that all files must be below, and those of images and annotations, by their real paths."""

    root: Path
    images: Path
    labels: Path


def _yaml(path: Path) -> Path | None:
    if has_ending(path, *_ENDINGS):
        return path
    inside = path / "data.yaml"
    return inside if inside.is_file() else None


def _path(settings: DataSettings) -> Path:
    found = _yaml(source_path(settings))
    assert found is not None, "takes let it through"
    return found


@contextmanager
def _about(settings: DataSettings) -> Iterator[None]:
    """A file of another kind makes the reader raise nearly anything."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        path = _path(settings)
        raise InputError(
            f"{path} cannot be read as YOLO has it ({type(error).__name__}: {printable(error)}): it needs "
            f"names and {settings.split}, the folder of the images, with labels beside it.",
            field="source",
        ) from None


def _place(settings: DataSettings, reader: Any) -> _Place:
    path = _path(settings)
    root = (path.parent if settings.root is None else expand_user(settings.root)).resolve()
    # It has no other way to say where its images and their annotations are.
    found = [below(root, one.absolute(), str(path)) for one in (reader._images_dir(), reader._labels_dir())]
    images, labels = (one.resolve() for one in found)
    return _Place(root, images, labels)


def _files(folder: Path, *endings: str) -> Iterator[Path]:
    """The files in a folder and those in it that are images, or end otherwise, without looking into them."""
    from labelformat.utils import IMAGE_EXTENSIONS

    for parent, _, names in os.walk(folder):
        yield from (Path(parent, one) for one in names if ending(one) in (endings or IMAGE_EXTENSIONS))


def _annotated(settings: DataSettings, reader: Any) -> Iterator[Annotated]:
    """The images, each with what it is labelled with, all below the folder that they must be below."""
    place, path = _place(settings, reader), str(_path(settings))
    # It says in its log which images have no annotations; the data set's notes say how many.
    logging.getLogger("labelformat").setLevel(logging.CRITICAL)
    found = {one.image.filename: [o.category.name for o in one.objects] for one in reader.get_labels()}
    for image in reader.get_images():
        file = below(place.root, Path(place.images, image.filename), path)
        yield Annotated(file, image.filename, found.get(image.filename, ()))


def _reader(settings: DataSettings) -> Any:
    path, split = _path(settings), settings.split
    try:
        import yaml  # which is labelformat's
        from labelformat.formats.yolov8 import YOLOv8ObjectDetectionInput
    except ImportError as error:
        raise InputError(
            f"To read {path} takes labelformat ({error}): pip install 'lpntk[yolo]'.", field="source"
        ) from None
    told = yaml.safe_load(path.read_bytes())
    if isinstance(told, dict) and split not in told:
        known = ", ".join(name for name in _SPLITS if name in told) or "none"
        raise InputError(
            f"{path} has no split '{shown(split)}' (it has {known}): choose another.", field="split"
        )
    return YOLOv8ObjectDetectionInput(path, split)
