"""Files of recordings: NumPy's .npz, which hold numbers and text and nothing that runs."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, StoreError
from lpntk.domain.recording import RecordedIn, Recording

# How far from 1 probabilities of 16 bits may add up.
_SUM_TOLERANCE = 0.01


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


def write_at_once(path: Path, write: Callable[[IO[bytes]], None]) -> None:
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
        raise _wrong(f"{path} holds no array 'probabilities' of shape (epochs, samples, classes)")
    probabilities = found["probabilities"]
    if probabilities.dtype.kind != "f" or probabilities.ndim != 3 or 0 in probabilities.shape:
        raise _wrong(
            f"The probabilities in {path} are {probabilities.dtype} of shape {probabilities.shape}, where "
            "floating-point numbers of shape (epochs, samples, classes) are needed"
        )
    epochs, samples, classes = probabilities.shape
    recording = Recording(
        probabilities=probabilities.astype(np.float32),
        indices=_integers(found, "indices", samples, path, otherwise=np.arange(samples)),
        labels=_integers(found, "labels", samples, path, otherwise=np.full(samples, -1)),
        epochs=_integers(found, "epochs", epochs, path, otherwise=np.arange(1, epochs + 1)),
        recorded_in=_mode(found),
        notes=tuple(map(str, found.get("notes", ()))),
    )
    _require_probabilities(recording, path)
    if (np.diff(recording.indices) <= 0).any() or recording.indices[0] < 0:
        raise _wrong(f"The indices in {path} do not rise from 0 or more")
    if recording.labels.max() >= classes:
        raise _wrong(f"{path} has the label {recording.labels.max()}, and probabilities of {classes} classes")
    return recording


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise _wrong(f"{path} is a single array, and no .npz file")
            return {name: archive[name] for name in archive.files}
    except InputError:
        raise
    except OSError as error:
        raise InputError(
            f"The trace {path} cannot be read ({error.strerror or error}): check the path.", field="trace"
        ) from error
    except (ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise _wrong(f"{path} is not an .npz file of plain numbers, or is damaged") from error


def _integers(
    found: Mapping[str, NDArray[Any]], name: str, size: int, path: Path, *, otherwise: NDArray[np.int64]
) -> NDArray[np.int64]:
    values = found.get(name, otherwise)
    if values.dtype.kind not in "iu" or values.shape != (size,):
        raise _wrong(
            f"The {name} in {path} are {values.dtype} of shape {values.shape}, where {size:,} whole numbers "
            "are needed"
        )
    return values.astype(np.int64)


def _mode(found: Mapping[str, NDArray[Any]]) -> RecordedIn:
    said = str(found.get("recorded_in", "unknown"))
    return cast(RecordedIn, said) if said in get_args(RecordedIn) else "unknown"


def _require_probabilities(recording: Recording, path: Path) -> None:
    """Refuse what are no probabilities, or not known for a part of the classes only."""
    for epoch, values in zip(recording.epochs, recording.probabilities, strict=True):
        unknown = np.isnan(values)
        sums = values.sum(axis=1, dtype=np.float64)
        bad = np.where(unknown.all(axis=1), False, ~(np.abs(sums - 1) <= _SUM_TOLERANCE))
        bad |= (values < 0).any(axis=1)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise _wrong(
                f"What {path} has of sample {recording.indices[row]} in epoch {epoch} are no probabilities: "
                "they must be at least 0 and add up to 1, or all be NaN where it was not seen"
            )


def _wrong(sentence: str) -> InputError:
    return InputError(f"{sentence}: give a file that lpntk.Recorder wrote, or one like it.", field="trace")
