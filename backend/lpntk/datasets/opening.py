"""From a request to a data set."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lpntk.datasets.asked_labels import asked_labels
from lpntk.datasets.fingerprint import fingerprints
from lpntk.datasets.fit import Fit
from lpntk.datasets.further import columns_of
from lpntk.datasets.images import LazyInputs
from lpntk.datasets.joining import Part, join
from lpntk.datasets.modality import modality_of
from lpntk.datasets.registry import check_layout, has_columns, read_samples, source_modality
from lpntk.datasets.samples import Samples
from lpntk.domain import Dataset, DataSettings, InputError, Inputs, Progress, silent
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
        parts.append(_open(addition, seed, progress, next(ranged, parts[-1].dataset)))
    return parts[0].dataset if len(parts) == 1 else join(parts)


def _open(settings: DataSettings, seed: int, progress: Progress, like: Dataset | None) -> Part:
    check_layout(settings)
    samples = _read(settings, like)
    asked = asked_labels(settings, samples.labelled, seed=seed)
    indices, labels = asked.indices, asked.labels
    reading = samples.read(indices, Fit.of(settings), like, progress)
    already_told = isinstance(reading.inputs, np.ndarray)
    modality = modality_of(samples.modality)
    sameness = modality.sameness()
    of_source, *others = fingerprints(
        modality,
        reading,
        [asked.before] if labels is asked.before else [asked.before, labels],
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
            *asked.notes(),
            *without,
        ),
        values=reading.values,
        modality=samples.modality,
        fields=reading.fields,
        columns=columns,
        source_fingerprint=of_source,
        true_labels=None if settings.label_noise is None else asked.true[rows],
        original_size=len(samples.labels),
    )
    return Part(dataset, len(samples.labels))


def _read(settings: DataSettings, like: Dataset | None) -> Samples:
    """The samples; of a table by the columns of the rows that it is read like, whatever else it has."""
    fields = () if like is None or settings.input_column is not None else like.fields
    if fields and has_columns(settings) and source_modality(settings) not in ("rows", None):
        with suppress(InputError):  # it has other columns, and is of another kind
            return read_samples(replace(settings, input_column=",".join(field.name for field in fields)))
    return read_samples(settings)


def _rows_of(inputs: Inputs, rows: NDArray[np.int64]) -> Inputs:
    """Some of the inputs."""
    if len(rows) == len(inputs):
        return inputs
    if isinstance(inputs, np.ndarray):
        return inputs[rows]
    return LazyInputs(lambda row: inputs[rows[row]], len(rows))
