"""The data stage: which samples there are, and a preview of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from sqlalchemy.orm import Session

from lpntk.datasets import previews
from lpntk.domain import Dataset, Stage
from lpntk.domain.columns import MOST_COLUMNS, Column
from lpntk.domain.keeping import LONGEST_COLUMN, key_of
from lpntk.pipeline.material.checks import require_fitting
from lpntk.pipeline.material.taken import is_taken
from lpntk.pipeline.requests import settled
from lpntk.pipeline.stages.base import base_of
from lpntk.pipeline.stages.budget import require_storage_for_sketch
from lpntk.pipeline.stages.run import Run
from lpntk.store import datasets, own_columns

_BATCH = 512


def take_in_data(run: Run) -> None:
    """Read the samples and store what is kept of them, unless another analysis has."""
    dataset = run.material.open(run.progress(Stage.DATA, "samples"))
    require_fitting(run.request, dataset.modality)
    require_storage_for_sketch(len(dataset), run.request.kernel)
    if dataset.base is not None:
        with run.database.reading() as session:
            base_of(run.database, run.request).require_same_samples(session, dataset.base)
    identity = datasets.identity(dataset)
    with run.writing() as session:
        known = datasets.find(session, identity)
        if known is not None:
            run.use_dataset(session, known)
            _complete(run, session, dataset)
            return
        dataset_id = datasets.begin(session, dataset)
        # From here on the analysis uses it, so that it goes with the analysis if this run never ends.
        run.use_dataset(session, dataset_id)
    _store_samples(run, dataset, dataset_id)
    with run.writing() as session:
        known = datasets.find(session, identity)
        if known is None:
            datasets.complete(session, dataset_id, identity)
            _keep_columns(run, session, dataset)
        else:  # another analysis has been faster
            run.use_dataset(session, known)
        _complete(run, session, dataset)


def _complete(run: Run, session: Session, dataset: Dataset) -> None:
    """From here on the analysis is of the model that `auto` stands for, where only the samples told which."""
    run.settle(session, settled(run.request, dataset.modality))
    run.complete(session, Stage.DATA)


def _keep_columns(run: Run, session: Session, dataset: Dataset) -> None:
    """What the source says of each sample becomes a person's own columns, unless there are such already."""
    noisy = run.request.data.label_noise is not None
    fingerprint = dataset.fingerprint if noisy else dataset.source_fingerprint
    there = {key_of(held.name) for held in own_columns.get_all(session, fingerprint)}
    named = {key_of(column.name): column for column in map(_free, dataset.columns)}
    new = [column for key, column in named.items() if key not in there]
    room = MOST_COLUMNS - len(there)
    own_columns.put(session, fingerprint, new[:room], dataset.indices, replace=False, now=run.now())


def _free(column: Column) -> Column:
    """The column under a name that is none of the program's own."""
    if not is_taken(column.name):
        return column
    return replace(column, name=f"table {column.name}"[:LONGEST_COLUMN])


def _store_samples(run: Run, dataset: Dataset, dataset_id: int) -> None:
    samples = _samples(run, dataset)
    while batch := list(islice(samples, _BATCH)):
        indices, locations, shown = zip(*batch, strict=True)
        with run.writing() as session:
            datasets.add_samples(session, dataset_id, indices, locations, shown)


def _samples(run: Run, dataset: Dataset) -> Iterator[tuple[int, str | None, bytes]]:
    """Index, location and preview of each sample, in row order."""
    locations = dataset.locations or [None] * len(dataset)
    shown = previews(dataset, run.progress(Stage.DATA, "pictures"))
    yield from zip(dataset.indices.tolist(), locations, shown, strict=True)
