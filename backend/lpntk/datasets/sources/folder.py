"""Image folders: one subfolder a class; listing.py says which files of it are samples, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.image_files import samples_of_files
from lpntk.datasets.names import is_path
from lpntk.datasets.notes import left_out_note
from lpntk.datasets.places import require_whole, same_split, source_path
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.sources.listing import ClassFolder, class_folders, images_beside, list_class
from lpntk.domain import DataSettings, InputError
from lpntk.domain.errors import shown
from lpntk.domain.words import printable, some

_SPLITS = ("train", "validation", "test")


class ImageFolder:
    """One subfolder of images a class."""

    def takes(self, settings: DataSettings) -> bool:
        return is_path(settings.source) and source_path(settings).is_dir()

    def modality(self, settings: DataSettings) -> str:
        return "images"

    def check(self, settings: DataSettings) -> None:
        """Refuse a split that there is not. InputError."""
        _folder(settings)

    def labelled(self, settings: DataSettings) -> Labelled:
        """By the names of the folders, reading no image.

        Raises
        ------
        InputError
            If there are no two class subfolders, or if one holds no image or cannot be read.
        """
        folder = _folder(settings)
        return _labelled(folder, _list(folder))

    def read(self, settings: DataSettings) -> Samples:
        """List the samples; see `samples_of_files`. InputError as of `labelled`."""
        folder = _folder(settings)
        classes = _list(folder)
        left_out = sum((of_class.left_out for of_class in classes), Counter[str]())
        note = left_out_note(left_out, images_beside(folder))
        labelled = _labelled(folder, classes)
        return samples_of_files(
            _files(folder, classes),
            name=labelled.name,
            split="",
            labels=labelled.labels,
            class_names=labelled.class_names,
            notes=() if note is None else (note,),
        )

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The files of the samples, in order. InputError as of `labelled`."""
        folder = _folder(settings)
        return _files(folder, _list(folder))


def folder_name(folder: Path) -> str:
    """The folder's name, with that of its parent where it alone would say little ("birds/train")."""
    resolved = folder.resolve()
    is_split = same_split(resolved.name) in _SPLITS
    return printable(f"{resolved.parent.name}/{resolved.name}" if is_split else resolved.name)


def _labelled(folder: Path, classes: Sequence[ClassFolder]) -> Labelled:
    return Labelled(
        folder_name(folder),
        np.repeat(np.arange(len(classes)), [len(of_class.images) for of_class in classes]),
        tuple(printable(of_class.path.name) for of_class in classes),
    )


def _files(folder: Path, classes: Sequence[ClassFolder]) -> list[ImageFile]:
    paths = [path for of_class in classes for path in of_class.images]
    return [
        ImageFile(path, index, printable(path.relative_to(folder).as_posix()))
        for index, path in enumerate(paths)
    ]


def _list(folder: Path) -> list[ClassFolder]:
    paths = class_folders(folder)
    if not paths:
        raise InputError(
            f"{folder} has no subfolders: put the images into one subfolder for each class.",
            field="source",
        )
    classes = [list_class(path) for path in paths]
    for of_class in classes:
        if not of_class.images:
            raise _no_image(of_class)
    if len(classes) == 1:
        raise InputError(
            f"{folder} has one class only ({printable(paths[0].name)}): a classifier needs at least two.",
            field="source",
        )
    return classes


def _folder(settings: DataSettings) -> Path:
    """The folder of the classes: that of the split, where the subfolders are all splits. InputError."""
    folder = source_path(settings)
    paths = class_folders(folder)
    if not paths or not all(same_split(path.name) in _SPLITS for path in paths):
        require_whole(folder, settings.split)
        return folder
    asked = same_split(settings.split)
    found = next((path for path in paths if same_split(path.name) == asked), None)
    if found is None:
        names = ", ".join(path.name for path in paths)
        raise InputError(
            f"{folder} has no split '{shown(settings.split)}' (it has {names}): choose another.",
            field="split",
        )
    return found


def _no_image(empty: ClassFolder) -> InputError:
    found = [f"{count} {ending or 'without an ending'}" for ending, count in sorted(empty.left_out.items())]
    holds = f", but {some(found, 5)}" if found else ""
    return InputError(
        f"The class folder {printable(empty.path)} holds no image{holds}: put images into it or remove it.",
        field="source",
    )
