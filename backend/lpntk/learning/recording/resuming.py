"""What was recorded of a training before it was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError
from lpntk.domain.recording import RecordedIn
from lpntk.learning.recording.files import read_recording

REPEATED = "Samples came more than once in an epoch: of each the latest logits count."


@dataclass(frozen=True, eq=False)
class Before:
    """What a file has of the samples of a recorder, by row.

    Attributes
    ----------
    epochs
        (n, K) float32 probabilities by the number of the epoch.
    labels
        (n,) int64; -1 where not known.
    repeated
        Whether samples came more than once.
    """

    epochs: dict[int, NDArray[np.float32]]
    labels: NDArray[np.int64]
    repeated: bool


def recorded_before(
    file: Path, indices: NDArray[np.int64], labels: NDArray[np.int64], recorded_in: RecordedIn
) -> Before | None:
    """What the file of a recorder holds; None where there is none.

    Parameters
    ----------
    indices
        (n,) int64: which samples the recorder's rows are.
    labels
        (n,) int64: what it knows of their labels, -1 where that is nothing.

    Raises
    ------
    InputError
        If it is of other samples, or was recorded in another way.
    """
    if not file.exists():
        return None
    found = read_recording(file)
    rows = np.argsort(np.argsort(indices))
    if not np.array_equal(found.indices, np.sort(indices)):
        raise _other_data(file, f"has {len(found.indices):,} samples, which are not the {len(indices):,}")
    differ = np.flatnonzero((labels >= 0) & (found.labels[rows] >= 0) & (labels != found.labels[rows]))
    if len(differ):
        first = differ[0]
        raise _other_data(
            file, f"has the label {found.labels[rows][first]} of sample {indices[first]}, not {labels[first]}"
        )
    if found.recorded_in != recorded_in:
        raise InputError(
            f"{file} has probabilities of {_HOW[found.recorded_in]}, and those of {_HOW[recorded_in]} would "
            "follow: record as before, or into another file.",
            field="evaluate",
        )
    return Before(
        dict(zip(found.epochs.tolist(), (epoch[rows] for epoch in found.probabilities), strict=True)),
        np.where(labels >= 0, labels, found.labels[rows]),
        REPEATED in found.notes,
    )


def _other_data(file: Path, how: str) -> InputError:
    return InputError(
        f"{file} {how} of the loader's data set: go on with the data that were recorded, or record into "
        "another file.",
        field="file",
    )


_HOW: dict[RecordedIn, str] = {
    "training": "the training itself",
    "evaluation": "passes in evaluation mode",
    "unknown": "an unknown mode",
}
