"""The record of a training that somebody ran themselves, as that of an analysis's samples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Checkpoint, Dataset, InputError, TrainingTrace
from lpntk.domain.errors import shown
from lpntk.domain.paths import real_path
from lpntk.domain.recording import Recording
from lpntk.learning.predictions import share_correct
from lpntk.learning.recording.checks import recording_of
from lpntk.learning.recording.files import read_recording

# Labels that were corrected since differ here and there; those of other samples nearly everywhere.
_LEAST_ALIKE = 0.5

# Of a file that may be from anywhere.
_MOST_NOTES, _LONGEST_NOTE = 5, 300


@dataclass(frozen=True, eq=False)
class Recorded:
    """The trace of an analysis's samples, and what a person should know of the recording, a sentence each."""

    trace: TrainingTrace
    notes: tuple[str, ...] = ()


def recorded_in(given: str | Path | TrainingTrace) -> tuple[Recording, str]:
    """The recording in a file, or of arrays in the order of the samples, and what to call it. InputError."""
    if isinstance(given, TrainingTrace):
        return recording_of(np.asarray(given.probabilities), "the trace"), "the trace"
    file = real_path(str(given), field="trace")
    return read_recording(file), str(file)


def matched(
    recording: Recording,
    where: str,
    dataset: Dataset,
    *,
    indices: NDArray[np.int64] | None = None,
    relabelled: bool = False,
) -> Recorded:
    """What a recording says of a data set's samples, by their indices.

    A sample that did not come in some epoch has there what was said of it last before that, or else first
    after it; one that came in none was held out of the training.

    Parameters
    ----------
    indices
        (N,) int64: the samples' indices in what the recording counts by, where they are not the data set's.
    relabelled
        Whether the data set may have some other labels than the training had.

    Raises
    ------
    InputError
        If it is of other samples or classes.
    """
    classes = recording.probabilities.shape[2]
    if classes != len(dataset.class_names):
        raise _wrong(
            f"{where} has probabilities of {classes} classes, and the data set has {len(dataset.class_names)}"
        )
    wanted = dataset.indices if indices is None else indices
    places = np.searchsorted(recording.indices, wanted).clip(max=len(recording.indices) - 1)
    is_there = recording.indices[places] == wanted
    _require_alike(where, recording.labels[places], is_there, dataset, relabelled=relabelled)
    probabilities = recording.probabilities[:, places]
    probabilities[:, ~is_there] = np.nan
    probabilities = _filled(probabilities)
    never = np.isnan(probabilities[0, :, 0])
    if never.all():
        raise _wrong(f"{where} has none of the samples: its indices are {_span(recording)}")
    return Recorded(TrainingTrace(probabilities, never), recording.notes)


def with_trace(
    checkpoint: Checkpoint, now: TrainingTrace, labels: NDArray[np.int64], recorded: Recorded
) -> tuple[Checkpoint, TrainingTrace]:
    """A checkpoint with the record of its training, whose own predictions stay what counts at it."""
    final, held_out = now.probabilities[-1], recorded.trace.validation
    if held_out.any():
        accuracy = share_correct(final[held_out], labels[held_out])
        checkpoint = replace(checkpoint, validation_accuracy=accuracy)
    told = (f"In the recording: {shown(note, _LONGEST_NOTE)}" for note in recorded.notes[:_MOST_NOTES])
    return replace(checkpoint, notes=(*checkpoint.notes, *told)), replace(recorded.trace, final=final)


def _require_alike(
    where: str,
    labels: NDArray[np.int64],
    is_there: NDArray[np.bool_],
    dataset: Dataset,
    *,
    relabelled: bool,
) -> None:
    """Refuse a recording whose samples had other labels."""
    known = is_there & (labels >= 0)
    ours = dataset.labels if dataset.true_labels is None else dataset.true_labels
    differs = known & (labels != ours)
    if not differs.any() or (relabelled and differs.sum() < _LEAST_ALIKE * known.sum()):
        return
    row = int(np.flatnonzero(differs)[0])
    raise _wrong(
        f"By {where} sample {dataset.indices[row]} has the label {labels[row]}, and in the data set "
        f"{ours[row]} ({differs.sum():,} of {known.sum():,} labels differ): it is of other samples, or of "
        "another order of samples or classes"
    )


def _filled(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """(E, N, K) in which NaN is left only where a sample has nothing else."""
    for epochs in (range(1, len(probabilities)), range(len(probabilities) - 2, -1, -1)):
        step = epochs.step
        for epoch in epochs:
            missing = np.isnan(probabilities[epoch, :, 0])
            probabilities[epoch, missing] = probabilities[epoch - step, missing]
    return probabilities


def _span(recording: Recording) -> str:
    return f"{recording.indices[0]} to {recording.indices[-1]}"


def _wrong(sentence: str) -> InputError:
    return InputError(f"{sentence}: give the trace of the training on these samples.", field="trace")
