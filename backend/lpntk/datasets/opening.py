"""From a request to a data set."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.fingerprint import fingerprints
from lpntk.datasets.fit import Fit
from lpntk.datasets.further import columns_of
from lpntk.datasets.images import LazyInputs
from lpntk.datasets.joining import Part, join
from lpntk.datasets.labels import check_labels_file, flipped_labels, read_labels, require_every_class
from lpntk.datasets.limit import stratified_indices
from lpntk.datasets.modality import modality_of
from lpntk.datasets.notes import flipped_note, other_labels_note
from lpntk.datasets.registry import check_source, read_samples
from lpntk.datasets.samples import Samples
from lpntk.domain import Dataset, DataSettings, Inputs, Progress, silent
from lpntk.domain.labels import LEFT_OUT


def open_dataset(
    settings: DataSettings, *, seed: int, progress: Progress = silent, like: Dataset | None = None
) -> Dataset:
    """Read the samples that are asked for, downloading a published data set that is not there yet.

    A limit takes its part by the labels of the source; then other labels are put in their place, of which
    some are flipped.

    Parameters
    ----------
    settings
        Which samples; additions follow the others.
    seed
        Decides which samples a limit takes, and which labels are flipped.
    progress
        Told how many images are read.
    like
        A data set in whose range of values images of more than eight bits a pixel are read; None for their
        own range.

    Raises
    ------
    InputError
        If the source cannot be read, naming the sample where one is at fault, the limit is too small, or
        labels or an addition do not fit.
    """
    parts = [_open(settings, seed, progress, like)]
    for addition in settings.additions:
        ranged = (part.dataset for part in parts if part.dataset.values is not None)
        parts.append(_open(addition, seed, progress, next(ranged, parts[0].dataset)))
    return parts[0].dataset if len(parts) == 1 else join(parts)


def _open(settings: DataSettings, seed: int, progress: Progress, like: Dataset | None) -> Part:
    check_source(settings)
    samples = read_samples(settings)
    indices = stratified_indices(samples.labels, settings.limit, seed=seed)
    before = samples.labels[indices]
    true, labels = _labels(settings, samples, indices, before, seed)
    reading = samples.read(indices, Fit.of(settings), like, progress)
    already_told = isinstance(reading.inputs, np.ndarray)
    modality = modality_of(samples.modality)
    sameness = modality.sameness()
    of_source, *others = fingerprints(
        modality,
        reading,
        [before] if labels is before else [before, labels],
        samples.class_names,
        silent if already_told else progress,
        sameness.look,
    )
    note = sameness.note()
    rows = np.flatnonzero(labels != LEFT_OUT)
    indices = indices[rows]
    columns, without = columns_of(samples.columns, indices)
    dataset = Dataset(
        name=samples.name,
        split=samples.split,
        inputs=_rows_of(reading.inputs, rows),
        labels=labels[rows],
        indices=indices,
        class_names=samples.class_names,
        input_shape=reading.shape,
        fingerprint=others[0] if others else of_source,
        locations=None if samples.locations is None else tuple(samples.locations[i] for i in indices),
        notes=(
            *samples.notes,
            *reading.notes,
            *(() if note is None else (note,)),
            *_notes(before, true, labels),
            *without,
        ),
        values=reading.values,
        modality=samples.modality,
        fields=reading.fields,
        columns=columns,
        source_fingerprint=of_source,
        true_labels=None if settings.label_noise is None else true[rows],
        original_size=len(samples.labels),
    )
    return Part(dataset, len(samples.labels))


def _labels(
    settings: DataSettings,
    samples: Samples,
    indices: NDArray[np.int64],
    before: NDArray[np.int64],
    seed: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The labels (n,) of the chosen samples before some are flipped, and after; `LEFT_OUT` where one goes.

    They are `before` itself, the labels of the source, where no others are asked for.
    """
    true, names = before, samples.class_names
    if settings.labels is not None:
        path = check_labels_file(settings.labels)
        true = read_labels(path, samples.labels, names)[indices]
        require_every_class(true, names, f"The labels in {path}", "labels")
    if settings.label_noise is None:
        return true, true
    labels = true.copy()
    stay = true != LEFT_OUT
    labels[stay] = flipped_labels(true[stay], settings.label_noise, len(names), seed=seed)
    require_every_class(labels, names, "Flipped labels", "label_noise")
    return true, labels


def _notes(before: NDArray[np.int64], true: NDArray[np.int64], labels: NDArray[np.int64]) -> Iterator[str]:
    """What was done to the labels."""
    left_out = true == LEFT_OUT
    changed = int(((true != before) & ~left_out).sum())
    if (note := other_labels_note(changed, int(left_out.sum()))) is not None:
        yield note
    if flipped := int((labels != true).sum()):
        yield flipped_note(flipped)


def _rows_of(inputs: Inputs, rows: NDArray[np.int64]) -> Inputs:
    """Some of the inputs."""
    if len(rows) == len(inputs):
        return inputs
    if isinstance(inputs, np.ndarray):
        return inputs[rows]
    return LazyInputs(lambda row: inputs[rows[row]], len(rows))
