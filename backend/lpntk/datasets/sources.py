"""A cheap check of a request for a data set."""

from __future__ import annotations

from pathlib import Path

from lpntk.datasets.archive import check_archive
from lpntk.datasets.folder import check_folder
from lpntk.datasets.names import SOURCES, SourceInfo
from lpntk.domain import DataSettings, InputError, require_one_of

DEFAULT_ROOT = "data"


def check_source(settings: DataSettings) -> None:
    """Refuse what can be seen to be wrong without reading the images.

    A name of `SOURCES` wins over a file or folder of that name; write "./mnist" for the folder.

    Raises
    ------
    InputError
        If the source is neither a known name nor an image folder nor an .npz file, if it lacks the split,
        or if the folder's layout or the file's header is wrong.
    """
    if settings.source in SOURCES:
        _check_split(SOURCES[settings.source], settings.split)
        return
    path = source_path(settings)
    if settings.split != "train":
        raise InputError(
            f"{path} has no split '{settings.split}': an image folder or .npz file is taken whole, so give "
            "or the path of the part that you want.",
            field="split",
        )
    if path.is_dir():
        check_folder(path)
    else:
        check_archive(path)


def source_path(settings: DataSettings) -> Path:
    """The existing image folder or .npz file that a source which is no name of `SOURCES` points to.

    Raises
    ------
    InputError
        If nothing is there, or a file of another kind.
    """
    path = Path(settings.source).expanduser()
    if path.is_dir() or (path.is_file() and path.suffix == ".npz"):
        return path
    if path.exists():
        raise InputError(f"{path} is neither a folder nor an .npz file: give one of these.", field="source")
    if set("/\\.~") & set(settings.source):
        raise InputError(
            f"There is no folder or file {path} (looked from {Path.cwd()}): check the path.", field="source"
        )
    valid = [*SOURCES, "or the path of an image folder or .npz file"]
    require_one_of(settings.source, valid, "data set", field="source")
    raise AssertionError("unreachable: an unknown name was refused")


def _check_split(source: SourceInfo, split: str) -> None:
    if source.splits:
        require_one_of(split, source.splits, f"split of {source.name}", field="split")
    elif split != "train":
        raise InputError(f"{source.name} has no splits: leave the split out.", field="split")
