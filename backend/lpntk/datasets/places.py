"""Where a source lies."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NoReturn

from lpntk.datasets.names import SOURCES, SourceInfo
from lpntk.domain import DataSettings, InputError, require_one_of
from lpntk.domain.errors import shown
from lpntk.domain.words import is_utf8, printable

DEFAULT_ROOT = "data"

_SHOWN = 80
_SAME_SPLIT = {
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "dev": "validation",
    "testing": "test",
}


def source_root(settings: DataSettings) -> Path:
    """The folder below which the files of a named data set lie."""
    return expand_user(settings.root or DEFAULT_ROOT)


def source_path(settings: DataSettings) -> Path:
    """The existing folder or file that a source which is no name points to.

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
    if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
        return path
    raise InputError(f"{path} is neither a folder nor a file: give one of these.", field="source")


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
    valid = [*SOURCES, "or the path of a folder of images, a table or an .npz file"]
    require_one_of(source, valid, "data set", field="source")
    raise AssertionError("unreachable: an unknown name was refused")


def require_text(path: str | None, field: str) -> None:
    """Refuse a path that is not UTF-8: it could be stored and shown only as something else."""
    if path is not None and not is_utf8(path):
        raise InputError(
            f"The path {printable(path)} is not UTF-8: rename the folder, or give it another name by a link.",
            field=field,
        )


def _shortened(path: Path) -> str:
    text = printable(path)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def below(folder: Path, name: str | Path, who: str) -> Path:
    """A file that a description names, in a folder whose real path is given.

    Raises
    ------
    InputError
        If no file can be called so, or it lies outside of the folder; the sentence begins with `who`.
    """
    path = Path(folder, name)
    try:
        is_inside = path.resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, a circle of links
        raise InputError(
            f"{who} names {shown(str(name))}, which is no path ({error}): mend it.", field="source"
        ) from None
    if not is_inside:
        raise InputError(
            f"{who} names {printable(path)}, which is outside of {folder}: name a folder above all images "
            "by --root.",
            field="root",
        )
    return path


def has_ending(path: Path, *endings: str) -> bool:
    """Whether it is a file with one of these endings, such as ".npz"."""
    return path.suffix.lower() in endings and path.is_file()


def require_whole(path: Path, split: str) -> None:
    """Refuse a split of what has none. InputError."""
    if split != "train":
        raise InputError(
            f"{path} has no split '{shown(split)}': an image folder or .npz file is taken whole, so give the "
            "path of the part that you want.",
            field="split",
        )


def same_split(name: str) -> str:
    """The one name of a split that is called by several, such as "validation" for "val"."""
    lowered = name.strip().lower()
    return _SAME_SPLIT.get(lowered, lowered)


def check_split(source: SourceInfo, split: str) -> None:
    """Refuse a split that a data set does not have. InputError."""
    if source.splits:
        require_one_of(split, source.splits, f"split of {source.name}", field="split")
    elif split != "train":
        raise InputError(f"{source.name} has no splits: leave the split out.", field="split")
