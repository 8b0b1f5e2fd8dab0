"""Whether arrays are the record of a training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.recording import RecordedIn, Recording

# How far from 1 probabilities of 16 bits may add up.
_SUM_TOLERANCE = 0.01


def recording_of(
    probabilities: NDArray[Any],
    where: str,
    *,
    indices: NDArray[Any] | None = None,
    labels: NDArray[Any] | None = None,
    epochs: NDArray[Any] | None = None,
    recorded_in: RecordedIn = "unknown",
    notes: tuple[str, ...] = (),
) -> Recording:
    """A recording of arrays that somebody brings; of those left out the indices count from 0.

    Parameters
    ----------
    where
        What to call the place that they are from.

    Raises
    ------
    InputError
        If they are none.
    """
    if probabilities.dtype.kind != "f" or probabilities.ndim != 3 or 0 in probabilities.shape:
        raise wrong(
            f"The probabilities in {where} are {probabilities.dtype} of shape {probabilities.shape}, where "
            "floating-point numbers of shape (epochs, samples, classes) are needed"
        )
    count, samples, classes = probabilities.shape
    recording = Recording(
        probabilities=probabilities.astype(np.float32),
        indices=_integers(np.arange(samples) if indices is None else indices, "indices", samples, where),
        labels=_integers(np.full(samples, -1) if labels is None else labels, "labels", samples, where),
        epochs=_integers(np.arange(1, count + 1) if epochs is None else epochs, "epochs", count, where),
        recorded_in=recorded_in,
        notes=notes,
    )
    _require_probabilities(recording, where)
    if recording.indices[0] < 0 or (np.diff(recording.indices) <= 0).any():
        raise wrong(f"The indices in {where} do not rise from 0 or more")
    if recording.labels.max() >= classes:
        raise wrong(f"{where} has the label {recording.labels.max()}, and probabilities of {classes} classes")
    return recording


def wrong(sentence: str) -> InputError:
    """The error for what is no recording."""
    return InputError(f"{sentence}: give a file that lpntk.Recorder wrote, or one like it.", field="trace")


def _integers(values: NDArray[Any], name: str, size: int, where: str) -> NDArray[np.int64]:
    if values.dtype.kind not in "iu" or values.shape != (size,):
        raise wrong(
            f"The {name} in {where} are {values.dtype} of shape {values.shape}, where {size:,} whole numbers "
            "are needed"
        )
    return values.astype(np.int64)


def _require_probabilities(recording: Recording, where: str) -> None:
    """Refuse what are no probabilities, or not known for a part of the classes only."""
    for epoch, values in zip(recording.epochs, recording.probabilities, strict=True):
        is_unknown = np.isnan(values).all(axis=1)
        sums = values.sum(axis=1, dtype=np.float64)
        bad = ~is_unknown & ~(np.abs(sums - 1) <= _SUM_TOLERANCE) | (values < 0).any(axis=1)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise wrong(
                f"What {where} has of sample {recording.indices[row]} in epoch {epoch} are no probabilities: "
                "they must be at least 0 and add up to 1, or all be NaN where it was not seen"
            )
