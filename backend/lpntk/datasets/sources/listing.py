"""The files below a folder of classes.

The order, and so each sample's index, is that of torchvision's ImageFolder: classes by name, and in a class
its folders by path and their files by name. Hidden files and folders (".name") do not count. Links are
followed, each real folder of a class once, so that links in a circle end.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lpntk.datasets.formats import ending, endings
from lpntk.domain import InputError
from lpntk.domain.words import printable


@dataclass(frozen=True)
class ClassFolder:
    """One class.

    Attributes
    ----------
    path
        Its folder.
    images
        Its image files, in order.
    left_out
        How many files of each ending were found beside them.
    """

    path: Path
    images: tuple[Path, ...]
    left_out: Counter[str]


def class_folders(folder: Path) -> list[Path]:
    """The folders of the classes, by name. InputError if `folder` cannot be read."""
    return [Path(entry.path) for entry in _entries(folder) if _is_folder(entry)]


def list_class(folder: Path) -> ClassFolder:
    """The files of one class.

    Raises
    ------
    InputError
        If a folder in it cannot be read, or a link in it leads nowhere.
    """
    images: list[Path] = []
    left_out: Counter[str] = Counter()
    for path, files in sorted(_walk(folder), key=lambda found: found[0]):
        for entry in files:
            if ending(entry.name) in endings() and entry.is_file():
                images.append(Path(path, entry.name))
            else:
                left_out[printable(ending(entry.name))] += 1
    return ClassFolder(folder, tuple(images), left_out)


def images_beside(folder: Path) -> int:
    """How many images lie beside the folders of the classes, and so belong to none."""
    return sum(ending(entry.name) in endings() and entry.is_file() for entry in _entries(folder))


def _walk(top: Path) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """Every folder from `top` on, with its files by name."""
    seen: set[tuple[int, int]] = set()
    folders, links = deque([str(top)]), deque[str]()
    while folders or links:
        # Links come last, so that what they lead to is found under its own name where it has one here.
        folder = folders.popleft() if folders else links.popleft()
        place = _place(folder)
        if place in seen:
            continue
        seen.add(place)
        files = []
        for entry in _entries(folder):
            if not _is_folder(entry):
                files.append(entry)
            elif entry.is_symlink():
                links.append(entry.path)
            else:
                folders.append(entry.path)
        yield folder, files


def _place(folder: str) -> tuple[int, int]:
    """Where a folder really is, however it was come to."""
    try:
        status = Path(folder).stat()
    except OSError as error:
        raise _unreadable(folder, error) from error
    return status.st_dev, status.st_ino


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """What is in a folder by name, but for hidden things."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                (entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except OSError as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: str | Path, error: OSError) -> InputError:
    return InputError(
        f"The folder {printable(folder)} cannot be read ({error.strerror}): give yourself the right to read "
        "it, or move it away.",
        field="source",
    )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether this is a folder, or a link to one. InputError if it is a link that leads nowhere."""
    try:
        if entry.is_symlink():
            entry.stat()
        return entry.is_dir()
    except OSError as error:
        target = printable(Path(entry.path).readlink())
        raise InputError(
            f"The link {printable(entry.path)} leads to {target}, which cannot be reached "
            f"({error.strerror}): put that back, or remove the link.",
            field="source",
        ) from error
