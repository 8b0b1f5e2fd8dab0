"""torchvision's data sets, downloaded where they are not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lpntk.domain import InputError


def open_or_download(
    kind: Callable[..., Any],
    keywords: Mapping[str, Any],
    title: str,
    root: Path,
    *,
    has_download: bool = True,
) -> Any:
    """A data set of torchvision's from the files below `root`, which are downloaded where they are missing.

    Raises
    ------
    InputError
        If the files are neither there nor to be had, or cannot be read.
    """
    without = {"download": False} if has_download else {}
    try:
        return kind(**keywords, **without)
    except Exception as error:  # damaged files raise nearly anything
        missing = "download=True" in str(error) or isinstance(error, FileNotFoundError)
        if has_download and not missing:
            raise InputError(
                f"The files of {title} under {root} cannot be read ({_last_line(error)}): delete them, and "
                "they will be downloaded again.",
                field="root",
            ) from error
        if not has_download:
            raise InputError(
                f"{title} cannot be read under {root} ({_last_line(error)}): put its files there as "
                "torchvision keeps them, since it downloads none of them itself.",
                field="root",
            ) from error
    _require_folder(root)
    try:
        return kind(**keywords, download=True)
    except Exception as error:  # so do networks
        raise InputError(
            f"{title} is not under {root} and cannot be downloaded ({_last_line(error)}): put its files "
            "there, or name the folder that has them as root.",
            field="root",
        ) from error


def _require_folder(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            f"The folder {root} for downloaded data sets cannot be made ({reason}): name another "
            "one as root.",
            field="root",
        ) from error


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
