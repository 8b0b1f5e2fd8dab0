"""Data sets as Hugging Face has them: folders of Parquet or Arrow files, and those of its hub."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from lpntk.datasets.decode import ImageFile
from lpntk.datasets.names import HUB, is_path
from lpntk.datasets.once import once
from lpntk.datasets.places import source_path
from lpntk.datasets.samples import Labelled, Samples
from lpntk.datasets.sources.folder import folder_name
from lpntk.datasets.tabular.arrow_file import ARROW_ENDINGS, read_arrow, table_of_arrow
from lpntk.datasets.tabular.labels import labelled_rows
from lpntk.datasets.tabular.roles import roles_of
from lpntk.datasets.tabular.samples import require_some_image, samples_of_table
from lpntk.datasets.tabular.table import Table
from lpntk.domain import DataSettings, InputError
from lpntk.domain.errors import shown
from lpntk.domain.words import printable, some

_LOOKED_AT = 1000
_NAME = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*", re.ASCII)
_SPLIT = re.compile(r"(?:.*/)?([a-z_]+)(?:-\d{5}-of-\d{5})?(?:-[0-9a-f]{16})?\.[a-z]+|([a-z_]+)/.*")


class ArrowFolder:
    """A folder of Parquet or Arrow files: a repository of the hub, or what `save_to_disk` wrote."""

    def takes(self, settings: DataSettings) -> bool:
        if not is_path(settings.source):
            return False
        folder = source_path(settings)
        return folder.is_dir() and bool(_files(folder))

    def modality(self, settings: DataSettings) -> str:
        """By the first rows. InputError."""
        paths, rest = _of_split(settings)
        return roles_of(_head(tuple(paths), settings.source), rest).modality

    def check(self, settings: DataSettings) -> None:
        """Look at the first rows, and for their images. InputError."""
        paths, rest = _of_split(settings)
        first = _head(tuple(paths), settings.source)
        require_some_image(first, roles_of(first, rest), rest, source_path(settings))

    def labelled(self, settings: DataSettings) -> Labelled:
        """By the columns that say it. InputError."""
        paths, rest = _of_split(settings)
        roles = roles_of(_head(tuple(paths), settings.source), rest)
        table = read_arrow(paths, settings.source, columns=roles.of_labels)
        return labelled_rows(table, roles, rest, name=folder_name(source_path(settings)))[0]

    def read(self, settings: DataSettings) -> Samples:
        """All rows of the split. InputError."""
        folder = source_path(settings)
        paths, rest = _of_split(settings)
        table = read_arrow(paths, settings.source)
        samples = samples_of_table(table, rest, name=folder_name(folder), folder=folder)
        return samples if rest is settings else replace(samples, split=settings.split)

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """The split's files."""
        folder = source_path(settings)
        return [ImageFile(path, 0, str(path.relative_to(folder))) for path in _of_split(settings)[0]]


class Hub:
    """hf:NAME, or hf:NAME:CONFIGURATION, downloaded where it is not in the hub's own cache."""

    def takes(self, settings: DataSettings) -> bool:
        return settings.source.startswith(HUB)

    def modality(self, settings: DataSettings) -> None:
        """Only what is downloaded tells."""

    def check(self, settings: DataSettings) -> None:
        """Refuse what is no name; the rest is seen when it is read. InputError."""
        _parts(settings.source)

    def labelled(self, settings: DataSettings) -> None:
        """Only what is downloaded tells."""

    def read(self, settings: DataSettings) -> Samples:
        """All rows of the split. InputError."""
        table = table_of_arrow(_downloaded(settings), settings.source)
        name = settings.source.removeprefix(HUB)
        whole = replace(settings, split="train")  # it was taken when it was loaded
        samples = samples_of_table(table, whole, name=name, folder=Path.cwd())
        return replace(samples, split=settings.split)

    def files(self, settings: DataSettings) -> list[ImageFile]:
        """None: the hub's cache is its own."""
        return []


def _files(folder: Path) -> list[Path]:
    """The files with tables, by path; what `datasets` has in its cache beside them is none."""
    paths = [
        path
        for path in [*folder.glob("*"), *folder.glob("*/*")]
        if path.suffix in ARROW_ENDINGS and not path.name.startswith(("cache-", "."))
    ]
    return sorted(path for path in paths if path.is_file())


def _of_split(settings: DataSettings) -> tuple[list[Path], DataSettings]:
    """The files of the split, all where they do not say of which they are; and what else is asked for."""
    folder = source_path(settings)
    files = _files(folder)
    splits = {path: _split_of(path.relative_to(folder).as_posix()) for path in files}
    of_split = [path for path in files if splits[path] == settings.split]
    known = sorted({split for split in splits.values() if split is not None})
    if of_split:
        return of_split, replace(settings, split="train")
    if not known:
        return files, settings
    raise InputError(
        f"{folder} has no split '{settings.split}' (it has {some(known, 5)}): choose another.",
        field="split",
    )


def _split_of(name: str) -> str | None:
    """What the hub calls the part that a file is of, such as data/train-00000-of-00001.parquet."""
    found = _SPLIT.fullmatch(name)
    if found is None:
        return None
    folder, _, file = name.rpartition("/")
    if file.startswith("data-") and folder:  # what save_to_disk writes below a folder for each split
        return folder.rpartition("/")[2]
    return None if found[1] in (None, "data") else found[1]


def _downloaded(settings: DataSettings) -> Any:
    """The split's Arrow table."""
    from lpntk import _huggingface  # brings torch, and lets Hugging Face tell nobody what is done with it

    name, configuration = _parts(settings.source)
    datasets = _datasets()
    try:
        with _huggingface.quiet():
            data = datasets.load_dataset(name, configuration or None, split=settings.split)
    except Exception as error:  # networks and hubs raise nearly anything
        raise InputError(
            f"{settings.source} (split {settings.split}) is not in the cache and cannot be downloaded "
            f"({_first_line(error)}): check name, split and network, or give the folder of a copy.",
            field="source",
        ) from error
    return data.data.table


def _parts(source: str) -> tuple[str, str]:
    """Name and configuration.

    A folder is none: `datasets` would read whatever files are in it, and it might be one that nobody means
    or that a page may not read.

    Raises
    ------
    InputError
        If it is no name that the hub may have.
    """
    name, _, configuration = source.removeprefix(HUB).partition(":")
    if not name.strip():
        raise InputError("hf: names no data set: write hf:NAME.", field="source")
    if _NAME.fullmatch(name) is None or os.path.lexists(name):
        raise InputError(
            f"hf:{shown(name)} is no name on huggingface.co but a path: give the folder itself, without hf:.",
            field="source",
        )
    return name, configuration


def _datasets() -> Any:
    try:
        import datasets
    except ImportError as error:
        raise InputError(
            f"hf:NAME takes the package datasets ({error}): pip install 'lpntk[huggingface]'.", field="source"
        ) from None
    datasets.disable_progress_bars()
    return datasets


def _first_line(error: Exception) -> str:
    return printable(next(iter(str(error).strip().splitlines()), type(error).__name__))


@once
def _head(paths: tuple[Path, ...], where: str) -> Table:
    return read_arrow(paths, where, _LOOKED_AT)
