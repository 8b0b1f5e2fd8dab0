"""YOLO: a data.yaml, with a text file of annotations for each image, as `labelformat` reads it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_path
from lpntk.datasets.places import below, expand_user, has_ending, source_path
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources.objects_in_images import Annotated, files_of, samples_of_annotated
from lpntk.domain import DataSettings, InputError
from lpntk.domain.words import printable

_ENDINGS = (".yaml", ".yml")


class Yolo:
    """A data.yaml, or the folder that has one."""

    def takes(self, settings: DataSettings) -> bool:
        return is_path(settings.source) and _yaml(source_path(settings)) is not None

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Read its annotations. InputError."""
        _annotated(settings)

    def read(self, settings: DataSettings) -> Samples:
        """Its images; those of several classes are refused. InputError."""
        path = _path(settings)
        return samples_of_annotated(
            _annotated(settings),
            [category.name for category in _opened(path, settings.split).get_categories()],
            where=str(path),
            name=printable(path.resolve().parent.name),
            split=settings.split,
        )

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The configuration, then the images; what they are labelled with is told by the fingerprint."""
        return [ImageFile(_path(settings), 0, ""), *files_of(_annotated(settings))]


def _yaml(path: Path) -> Path | None:
    if has_ending(path, *_ENDINGS):
        return path
    inside = path / "data.yaml"
    return inside if inside.is_file() else None


def _path(settings: DataSettings) -> Path:
    found = _yaml(source_path(settings))
    assert found is not None, "takes let it through"
    return found


def _annotated(settings: DataSettings) -> list[Annotated]:
    """The images by path, each with what it is labelled with."""
    path = _path(settings)
    folder = (path.parent if settings.root is None else expand_user(settings.root)).resolve()
    try:
        return sorted(_read(path, settings.split, folder), key=lambda image: image.name)
    except InputError:
        raise
    except Exception as error:  # a file of another kind makes the reader raise nearly anything
        raise InputError(
            f"{path} cannot be read as YOLO has it ({type(error).__name__}: {printable(error)}): it needs "
            f"names and {settings.split}, the folder of the images, with labels beside it.",
            field="source",
        ) from None


def _read(path: Path, split: str, root: Path) -> Iterator[Annotated]:
    """The images, all below `root`."""
    reader = _opened(path, split)
    # It has no other way to say where its images and their annotations are.
    folder, _ = (
        below(root, place.absolute(), str(path)) for place in (reader._images_dir(), reader._labels_dir())
    )
    # It says in its log which images have no annotations; the data set's notes say how many.
    logging.getLogger("labelformat").setLevel(logging.CRITICAL)
    found = {one.image.filename: [o.category.name for o in one.objects] for one in reader.get_labels()}
    for image in reader.get_images():
        place = below(root, Path(folder, image.filename), str(path))
        yield Annotated(place, image.filename, found.get(image.filename, ()))


def _opened(path: Path, split: str) -> Any:
    try:
        from labelformat.formats.yolov8 import YOLOv8ObjectDetectionInput
    except ImportError as error:
        raise InputError(
            f"To read {path} takes labelformat ({error}): pip install 'lpntk[yolo]'.", field="source"
        ) from None
    return YOLOv8ObjectDetectionInput(path, split)
