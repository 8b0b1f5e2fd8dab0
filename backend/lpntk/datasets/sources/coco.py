"""COCO: a JSON file with images, categories and annotations, of which only the category counts here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import is_path
from lpntk.datasets.once import once
from lpntk.datasets.places import below, expand_user, has_ending, require_whole, source_path
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.sources.objects_in_images import Annotated, samples_of_annotated
from lpntk.domain import DataSettings, InputError
from lpntk.domain.words import printable

_PARTS = ("images", "categories", "annotations")
# Where images lie beside annotations/instances_train.json, as COCO itself has them, or beside the file.
_FOLDERS = (".", "images", "..", "../images")


class Coco:
    """A .json file of COCO's, the images below its folder or below `root`."""

    def takes(self, settings: DataSettings) -> bool:
        return is_path(settings.source) and has_ending(source_path(settings), ".json")

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Refuse a split, of which it has none. InputError."""
        require_whole(source_path(settings), settings.split)

    def labelled(self, settings: DataSettings) -> Labelled:
        """By the file, of which there is nothing cheaper to see. InputError."""
        return self.read(settings).labelled

    def read(self, settings: DataSettings) -> Samples:
        """Its images; those of several classes are refused. InputError."""
        path = source_path(settings)
        parts = _parts(path)
        names = [str(category["name"]) for category in parts["categories"]]
        return samples_of_annotated(
            _annotated(settings, parts), names, where=str(path), name=printable(path.stem), split=""
        )

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The annotations, then the images."""
        path = source_path(settings)
        images = [ImageFile(one.path, 0, one.name) for one in _annotated(settings, _parts(path))]
        return [ImageFile(path, 0, ""), *images]


def images_folder(settings: DataSettings) -> Path:
    """The real path of the folder below which the images lie. InputError."""
    return _folder(settings, _parts(source_path(settings)))


def _annotated(settings: DataSettings, parts: Mapping[str, Any]) -> Iterator[Annotated]:
    path = source_path(settings)
    try:
        names = {category["id"]: str(category["name"]) for category in parts["categories"]}
        found: dict[Any, list[str]] = {image["id"]: [] for image in parts["images"]}
        for annotation in parts["annotations"]:
            found[annotation["image_id"]].append(names[annotation["category_id"]])
        files = [(str(image["file_name"]), found[image["id"]]) for image in parts["images"]]
    except (KeyError, TypeError) as error:
        raise InputError(
            f"{path} is not as COCO has it ({type(error).__name__}: {printable(error)}): each image has id "
            "and file_name, each category id and name, each annotation image_id and category_id.",
            field="source",
        ) from None
    if len(names) < len(parts["categories"]) or len(found) < len(files):
        raise InputError(
            f"{path} has two images or two categories of one id, so which are meant is not to be known: give "
            "each its own.",
            field="source",
        )
    folder = _folder(settings, parts)
    for name, classes in files:
        yield Annotated(below(folder, name, str(path)), name, classes)


def _folder(settings: DataSettings, parts: Mapping[str, Any]) -> Path:
    if settings.root is not None:
        return expand_user(settings.root).resolve()
    path = source_path(settings)
    first = next((image for image in parts["images"] if isinstance(image, dict)), {})
    name = str(first.get("file_name", "")).replace("\0", "")
    places = [Path(path.parent, place).resolve() for place in _FOLDERS]
    return next((place for place in places if os.path.isfile(Path(place, name))), places[0])  # noqa: PTH113


@once
def _parts(path: Path) -> dict[str, Any]:
    try:
        parts = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path} cannot be read as JSON ({printable(error)}): write it anew.", field="source"
        ) from None
    if not isinstance(parts, dict) or not all(isinstance(parts.get(part), list) for part in _PARTS):
        raise InputError(
            f"{path} is not as COCO has it: it needs the lists {', '.join(_PARTS)}.", field="source"
        )
    return parts
