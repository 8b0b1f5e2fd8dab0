"""Space on disk for a while: reserved before it is used, and given back when its process has ended."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.errors import StoreError
from lpntk.domain.processes import has_ended

_PREFIX = "lpntk-scratch-"
_ZEROS = bytes(1 << 20)


def scratch_folder(parent: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder of this process's own in another; what others have left there goes. OSError."""
    remove_leftovers(parent)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent)


def remove_leftovers(parent: Path) -> None:
    """Drop the folders of processes that have ended without doing so: killed ones."""
    found: list[Path] = []
    with suppress(OSError):  # where there is nothing to be seen, there is nothing to drop
        found = list(parent.glob(f"{_PREFIX}*"))
    for left in found:
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and has_ended(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def room_for(
    what: str, shape: tuple[int, int], in_memory: int, folder: Path | None
) -> Iterator[NDArray[np.float32]]:
    """Room for so many numbers: in memory if they take at most so many bytes there, else in a file.

    Parameters
    ----------
    what
        "A sketch" and the like, for the error.
    shape, in_memory
        Of the array, and how many bytes it may take in memory.
    folder
        Where the file lies, which is gone afterwards; None where temporary files do.

    Raises
    ------
    StoreError
        If there is no room for that file.
    """
    size = FLOAT_BYTES * shape[0] * shape[1]
    if size <= in_memory:
        yield np.empty(shape, dtype=np.float32)
        return
    folder = folder or Path(tempfile.gettempdir())
    with ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.TemporaryFile(prefix="lpntk-room-", dir=folder))
            reserve(file, size)
        except OSError as error:
            raise no_room(what, size, folder, error, "allow a larger memory budget") from error
        yield np.memmap(file, np.float32, "r+", shape=shape)


def reserve(file: IO[bytes], size: int) -> None:
    """Have the file system set so many bytes aside for an empty file, at whose beginning it stays.

    A file that is only mapped gets its space when memory is written back: where there is none then, the
    process is killed. OSError if there is none now.
    """
    if size == 0:
        return
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    for start in range(0, size, len(_ZEROS)):
        file.write(_ZEROS[: size - start])
    file.flush()
    file.seek(0)


def no_room(what: str, needed: int, folder: Path, error: OSError, otherwise: str) -> StoreError:
    """The error for what cannot be written.

    Parameters
    ----------
    what
        "Features" and the like.
    needed
        How many bytes of them there would be.
    otherwise
        What else to do than to make room.
    """
    reason = error.strerror or str(error)
    with suppress(OSError):  # where the folder cannot be looked at, the reason says so
        reason += f", {_mib(shutil.disk_usage(folder).free)} free"
    return StoreError(
        f"{what} of {_mib(needed)} cannot be written to {folder} ({reason}): make room there, or {otherwise}."
    )


def _mib(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"
