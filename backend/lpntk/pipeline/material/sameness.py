"""Whether samples are still those that an analysis was made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy.orm import Session

from lpntk.datasets import modality_of
from lpntk.domain import Dataset, InputError
from lpntk.domain.words import some
from lpntk.store import datasets

_NAMED_AT_MOST = 5
_PREVIEWS_AT_ONCE = 256


def require_same_samples(session: Session, dataset_id: int, dataset: Dataset, analysis_id: int) -> None:
    """Refuse samples that are not the stored ones.

    Raises
    ------
    InputError
        If they differ; it names the first difference.
    """
    if datasets.get(session, dataset_id).identity == datasets.identity(dataset):
        return
    difference = next(_differences(session, dataset_id, dataset), "their pixels differ")
    raise InputError(
        f"The samples of {dataset.name} have changed since analysis {analysis_id} began ({difference}): put "
        "them back, or analyse them anew.",
        field="source",
    )


def _differences(session: Session, dataset_id: int, dataset: Dataset) -> Iterator[str]:
    """In words, what tells the samples from the stored ones; the first sample at which they differ first."""
    known = datasets.get(session, dataset_id)
    if dataset.class_names != known.class_names:
        yield (
            f"the classes are {some(dataset.class_names, _NAMED_AT_MOST)} where they were "
            f"{some(known.class_names, _NAMED_AT_MOST)}"
        )
    yield from _different_places(session, dataset_id, dataset)
    yield from _different_labels(session, dataset_id, dataset)
    if len(dataset) != known.samples:
        yield f"there are {len(dataset):,} where there were {known.samples:,}"
    if dataset.fingerprint == known.fingerprint and dataset.source_fingerprint != known.source_fingerprint:
        yield "their source labels them otherwise"
    yield from _different_pictures(session, dataset_id, dataset)


def _different_places(session: Session, dataset_id: int, dataset: Dataset) -> Iterator[str]:
    indices = datasets.indices(session, dataset_id)
    before = datasets.locations(session, dataset_id, indices) or ()
    for row, (place, former) in enumerate(zip(dataset.locations or (), before, strict=False)):
        if place != former:
            yield f"sample {dataset.indices[row]} is {place} where it was {former}"


def _different_labels(session: Session, dataset_id: int, dataset: Dataset) -> Iterator[str]:
    before = datasets.labels(session, dataset_id)
    both = min(len(dataset), len(before))
    for row in np.flatnonzero(dataset.labels[:both] != before[:both]).tolist():
        names = dataset.class_names
        yield (
            f"sample {dataset.indices[row]} has the label {names[dataset.labels[row]]} where it had "
            f"{names[before[row]]}"
        )


def _different_pictures(session: Session, dataset_id: int, dataset: Dataset) -> Iterator[str]:
    show = modality_of(dataset.modality).preview
    for start in range(0, len(dataset), _PREVIEWS_AT_ONCE):
        rows = range(start, min(start + _PREVIEWS_AT_ONCE, len(dataset)))
        before = datasets.previews(session, dataset_id, dataset.indices[rows.start : rows.stop].tolist())
        for row in rows:
            index = int(dataset.indices[row])
            if before.get(index) != show(dataset.inputs[row], dataset.fields):
                place = f" ({dataset.locations[row]})" if dataset.locations else ""
                yield f"sample {index}{place} is another"
