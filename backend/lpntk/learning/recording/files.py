"""Files of recordings: NumPy's .npz, which hold numbers and text and nothing that runs."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, StoreError
from lpntk.domain.recording import RecordedIn, Recording
from lpntk.learning.recording.checks import recording_of, wrong

# Of memory: a size that damage, or malice, wrote into its head.
_DAMAGED = (ValueError, EOFError, KeyError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)


def write_recording(path: Path, recording: Recording) -> None:
    """Write it in place of what is there, at once: whoever reads has the former file or this one.

    StoreError if it cannot be written.
    """
    packages = [f"{name} {version(name)}" for name in ("lpntk", "torch", "numpy")]

    def write(file: IO[bytes]) -> None:
        np.savez(
            file,
            probabilities=recording.probabilities,
            indices=recording.indices,
            labels=recording.labels,
            epochs=recording.epochs,
            recorded_in=np.array(recording.recorded_in),
            notes=np.array(recording.notes, dtype=np.str_),
            versions=np.array(packages),
        )

    write_at_once(path, write)


def write_at_once(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file that is there whole or not at all. StoreError if it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            f"{path} cannot be written ({error.strerror or error}): see to it that the folder is there, has "
            "room and may be written to."
        ) from error


def read_recording(path: Path) -> Recording:
    """What is in a file; of one that somebody else wrote only `probabilities` (E, n, K) must be there.

    Raises
    ------
    InputError
        If it cannot be read, or what is in it is no recording.
    """
    found = _arrays(path)
    if "probabilities" not in found:
        raise wrong(f"{path} holds no array 'probabilities' of shape (epochs, samples, classes)")
    recorded_in = str(found.get("recorded_in", "unknown"))
    return recording_of(
        found["probabilities"],
        str(path),
        indices=found.get("indices"),
        labels=found.get("labels"),
        epochs=found.get("epochs"),
        recorded_in=cast(RecordedIn, recorded_in) if recorded_in in get_args(RecordedIn) else "unknown",
        notes=tuple(map(str, np.atleast_1d(found.get("notes", ())))),
    )


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        archive = np.load(path, allow_pickle=False)
        if isinstance(archive, np.ndarray):
            raise wrong(f"{path} is a single array, and no .npz file")
        with archive:
            return {name: archive[name] for name in archive.files}
    except InputError:
        raise
    except OSError as error:
        raise InputError(
            f"The trace {path} cannot be read ({error.strerror or error}): check the path.", field="trace"
        ) from error
    except _DAMAGED as error:
        raise wrong(f"{path} is not an .npz file of plain numbers, or is damaged") from error
