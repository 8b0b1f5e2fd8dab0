"""Files that people ask for: refused before any work where they cannot be written, and there whole or not."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from lpntk.domain.errors import InputError


def check_output(path: Path, formats: Iterable[str]) -> str:
    """Which of `formats` the name of an output file asks for, checked before any work is done for it.

    Raises
    ------
    InputError
        If the file could not be written there.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder: give the name of a file in it.", field="output")
    if not path.parent.is_dir():
        raise InputError(
            f"There is no folder {path.parent} to write {path.name} into: create it first.", field="output"
        )
    suffixes = [f".{name}" for name in formats]
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise InputError(
            f"{path} does not say which format to write: end its name in {' or '.join(suffixes)}.",
            field="output",
        )
    return suffix.removeprefix(".")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at no time a part of it stands under its name.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}): choose another place.", field="output"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
