"""From a request to a data set."""

from __future__ import annotations

import numpy as np

from lpntk.datasets.archive import read_archive
from lpntk.datasets.digits import read_digits
from lpntk.datasets.fingerprint import fingerprint
from lpntk.datasets.folder import read_folder
from lpntk.datasets.joining import Part, join
from lpntk.datasets.limit import stratified_indices
from lpntk.datasets.names import SOURCES
from lpntk.datasets.published import read_published
from lpntk.datasets.sameness import Sameness
from lpntk.datasets.samples import Samples
from lpntk.datasets.sources import check_source, source_path, source_root
from lpntk.domain import Dataset, DataSettings, Progress, silent
from lpntk.domain.value_range import ValueRange


def open_dataset(
    settings: DataSettings, *, seed: int, progress: Progress = silent, like: Dataset | None = None
) -> Dataset:
    """Read the samples that are asked for, downloading a published data set that is not there yet.

    Parameters
    ----------
    settings
        Which samples; additions follow the others.
    seed
        Decides which samples a limit takes.
    progress
        Told how many images are read.
    like
        A data set in whose range of values images of more than eight bits a pixel are read; None for their
        own range.

    Raises
    ------
    InputError
        If the source cannot be read, naming the sample where one is at fault, the limit is too small, or an
        addition does not fit.
    """
    parts = [_open(settings, seed, progress, None if like is None else like.values)]
    for addition in settings.additions:
        values = (part.dataset.values for part in parts)
        parts.append(_open(addition, seed, progress, next(filter(None, values), None)))
    return parts[0].dataset if len(parts) == 1 else join(parts)


def _open(settings: DataSettings, seed: int, progress: Progress, values: ValueRange | None) -> Part:
    check_source(settings)
    samples = _read_samples(settings)
    indices = stratified_indices(samples.labels, settings.limit, seed=seed)
    reading = samples.read(indices, settings.image_size, values, progress)
    images, labels = reading.images, samples.labels[indices]
    height, width, channels = images[0].shape
    shape = (height, width, channels)
    already_told = isinstance(images, np.ndarray)
    sameness = Sameness()
    digest = fingerprint(
        images,
        labels,
        samples.class_names,
        shape,
        silent if already_told else progress,
        sameness.look,
    )
    note = sameness.note()
    dataset = Dataset(
        name=samples.name,
        split=samples.split,
        inputs=images,
        labels=labels,
        indices=indices,
        class_names=samples.class_names,
        input_shape=shape,
        fingerprint=digest,
        locations=None if samples.locations is None else tuple(samples.locations[i] for i in indices),
        notes=(*samples.notes, *reading.notes, *(() if note is None else (note,))),
        values=reading.values,
    )
    return Part(dataset, len(samples.labels))


def _read_samples(settings: DataSettings) -> Samples:
    source = SOURCES.get(settings.source)
    if source is None:
        path = source_path(settings)
        return read_folder(path) if path.is_dir() else read_archive(path)
    if not source.needs_root:
        return read_digits()
    root = source_root(settings)
    return read_published(source.name, source.title, settings.split, root)
