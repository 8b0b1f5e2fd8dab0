"""Image folders: one subfolder a class; listing.py says which files of it are samples, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.decode import Header, ImageFile, decode, read_extremes, read_header, read_whole
from lpntk.datasets.images import Reading, gather, reading_pool
from lpntk.datasets.listing import ClassFolder, class_folders, images_beside, list_class
from lpntk.datasets.notes import animated_note, left_out_note, narrowed_note, wide_note
from lpntk.datasets.samples import Samples
from lpntk.domain import InputError, Progress
from lpntk.domain.value_range import ValueRange
from lpntk.domain.words import printable, some

LARGEST_KEPT = 512
FALLBACK_SIZE = 64

_SPLITS = ("train", "training", "val", "valid", "validation", "dev", "test", "testing")
# Below this, the upper eight bits of 16 hold less than four bits of an image.
_DARKEST_READ = 16


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not laid out as one subfolder of images a class, reading no image.

    Raises
    ------
    InputError
        If there are no two class subfolders, if one holds no image or cannot be read, or if they are splits,
        not classes.
    """
    _list(folder)


def read_folder(folder: Path) -> Samples:
    """List the samples of an image folder; the images are read when asked for.

    With no size asked for, images that all have one size keep it if neither side is above `LARGEST_KEPT`
    pixels; else they become squares of `FALLBACK_SIZE`. They are grey if all of them are, else in colour.

    Raises
    ------
    InputError
        As of `check_folder`.
    """
    classes = _list(folder)
    files = _files(folder, classes)
    left_out = sum((of_class.left_out for of_class in classes), Counter[str]())
    note = left_out_note(left_out, images_beside(folder))
    return Samples(
        name=_name(folder),
        split="",
        labels=np.repeat(np.arange(len(classes)), [len(of_class.images) for of_class in classes]),
        class_names=tuple(printable(of_class.path.name) for of_class in classes),
        read=partial(_read, files),
        locations=tuple(file.name for file in files),
        notes=() if note is None else (note,),
        whole=lambda index: read_whole(files[index]),
    )


def image_files(folder: Path) -> list[ImageFile]:
    """The files of an image folder's samples, in order. InputError as of `check_folder`."""
    return _files(folder, _list(folder))


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
    _require_classes(folder, [path.name for path in paths])
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


def _require_classes(folder: Path, names: Sequence[str]) -> None:
    """Refuse subfolders that are all splits."""
    if all(name.lower() in _SPLITS for name in names):
        example = folder / min(names, key=lambda name: _SPLITS.index(name.lower()))
        raise InputError(
            f"{folder} holds splits ({', '.join(names)}), not classes: give one of them, such as "
            f"{printable(example)}.",
            field="source",
        )


def _no_image(empty: ClassFolder) -> InputError:
    found = [f"{count} {ending or 'without an ending'}" for ending, count in sorted(empty.left_out.items())]
    holds = f", but {some(found, 5)}" if found else ""
    return InputError(
        f"The class folder {printable(empty.path)} holds no image{holds}: put images into it or remove it.",
        field="source",
    )


def _read(
    files: list[ImageFile],
    indices: NDArray[np.int64],
    size: int | None,
    values: ValueRange | None,
    progress: Progress,
) -> Reading:
    chosen = [files[index] for index in indices]
    with reading_pool() as pool:
        headers = list(pool.map(read_header, chosen))
    shape = _common_shape(set(headers), size)
    notes = list(_header_notes(chosen, headers))
    wide = [file for file, header in zip(chosen, headers, strict=True) if header.wide]
    if wide:
        low, high = _extremes(wide)
        values = _range_for(low, high, values)
        notes.append(wide_note(len(wide), low, high, values))
    images = gather(lambda row: decode(chosen[row], shape, values), len(chosen), shape, progress)
    return Reading(images, tuple(notes), values)


def _header_notes(files: Sequence[ImageFile], headers: Sequence[Header]) -> Iterator[str]:
    animated = sum(header.animated for header in headers)
    if animated:
        yield animated_note(animated)
    narrowed = [file for file, header in zip(files, headers, strict=True) if header.narrowed]
    if narrowed:
        _, high = _extremes(narrowed)
        if high < _DARKEST_READ:
            raise InputError(
                f"{len(narrowed)} images with 16 bits a channel, such as {narrowed[0].name}, use a small "
                "part of their range, and only the upper 8 bits are read: save them with 8 bits a channel.",
                field="source",
            )
        yield narrowed_note(len(narrowed))


def _extremes(files: Sequence[ImageFile]) -> tuple[int, int]:
    with reading_pool() as pool:
        lows, highs = zip(*pool.map(read_extremes, files), strict=True)
    return min(lows), max(highs)


def _range_for(low: int, high: int, values: ValueRange | None) -> ValueRange:
    if values is None:
        return ValueRange.of(low, high)
    if (low, high) not in values:
        raise InputError(
            f"The images of more than 8 bits a pixel have values from {low:,} to {high:,}, which are outside "
            f"the range {values.lowest:,} to {values.highest:,} of those they belong to: bring them into "
            "it.",
            field="source",
        )
    return values


def _common_shape(headers: set[Header], size: int | None) -> tuple[int, int, int]:
    channels = 1 if all(header.grey for header in headers) else 3
    if size is not None:
        return size, size, channels
    sizes = {header.size for header in headers}
    height, width = sizes.pop()
    if sizes or max(height, width) > LARGEST_KEPT:
        return FALLBACK_SIZE, FALLBACK_SIZE, channels
    return height, width, channels


def _name(folder: Path) -> str:
    """The folder's name, with that of its parent where it alone would say little ("birds/train")."""
    resolved = folder.resolve()
    is_split = resolved.name.lower() in _SPLITS
    return printable(f"{resolved.parent.name}/{resolved.name}" if is_split else resolved.name)
