"""A cheap check of a request for a data set."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NoReturn

from lpntk.datasets.archive import check_archive
from lpntk.datasets.folder import check_folder
from lpntk.datasets.names import SOURCES, SourceInfo
from lpntk.datasets.published import require_published
from lpntk.domain import DataSettings, InputError, require_one_of
from lpntk.domain.words import is_utf8, printable

DEFAULT_ROOT = "data"

_SHOWN = 80


def check_source(settings: DataSettings) -> None:
    """Refuse what can be seen to be wrong without reading the images.

    A name of `SOURCES` wins over a file or folder of that name; write "./mnist" for the folder.

    Raises
    ------
    InputError
        If the source is neither a known name nor an image folder nor an .npz file, if it lacks the split,
        if the folder's layout or the file's header is wrong, or if the folder that is named for a known data
        set has no files of it and was hardly meant for them.
    """
    _require_text(settings.source, "source")
    _require_text(settings.root, "root")
    if settings.source in SOURCES:
        known = SOURCES[settings.source]
        _check_split(known, settings.split)
        if known.needs_root and settings.root is not None:
            require_published(known.name, known.title, source_root(settings))
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


def source_root(settings: DataSettings) -> Path:
    """The folder below which the files of a named data set lie."""
    return expand_user(settings.root or DEFAULT_ROOT)


def source_path(settings: DataSettings) -> Path:
    """The existing image folder or .npz file that a source which is no name of `SOURCES` points to.

    Raises
    ------
    InputError
        If nothing is there, or a file of another kind.
    """
    path = expand_user(settings.source)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        _refuse_missing(settings.source, path)
    except (OSError, ValueError) as error:  # no right to look, or nothing that could be a path
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"The source {_shortened(path)} cannot be looked at ({reason}): check the path and your right to "
            "read it.",
            field="source",
        ) from error
    if stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and path.suffix.lower() == ".npz"):
        return path
    raise InputError(f"{path} is neither a folder nor an .npz file: give one of these.", field="source")


def expand_user(path: str) -> Path:
    """A path in which "~" is the home of who runs this, where that is known."""
    try:
        return Path(path).expanduser()
    except RuntimeError:  # nobody's home
        return Path(path)


def _refuse_missing(source: str, path: Path) -> NoReturn:
    if set("/\\.~") & set(source):
        raise InputError(
            f"There is no folder or file {path} (looked from {printable(Path.cwd())}): check the path.",
            field="source",
        )
    valid = [*SOURCES, "or the path of an image folder or .npz file"]
    require_one_of(source, valid, "data set", field="source")
    raise AssertionError("unreachable: an unknown name was refused")


def _require_text(path: str | None, field: str) -> None:
    """Refuse a path that is not UTF-8: it could be stored and shown only as something else."""
    if path is not None and not is_utf8(path):
        raise InputError(
            f"The path {printable(path)} is not UTF-8: rename the folder, or give it another name by a link.",
            field=field,
        )


def _shortened(path: Path) -> str:
    text = printable(path)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _check_split(source: SourceInfo, split: str) -> None:
    if source.splits:
        require_one_of(split, source.splits, f"split of {source.name}", field="split")
    elif split != "train":
        raise InputError(f"{source.name} has no splits: leave the split out.", field="split")
