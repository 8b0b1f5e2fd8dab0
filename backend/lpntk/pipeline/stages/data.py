"""The data stage: which samples there are, and a preview of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from sqlalchemy.orm import Session

from lpntk.columns import Described, joined
from lpntk.datasets import columns_of_rows, previews
from lpntk.domain import Dataset, NotFoundError, Stage
from lpntk.domain.columns import MOST_COLUMNS, Column
from lpntk.domain.keeping import LONGEST_COLUMN, kept_of, key_of
from lpntk.pipeline.material.checks import require_fitting
from lpntk.pipeline.material.taken import is_taken
from lpntk.pipeline.requests import settled
from lpntk.pipeline.stages.base import base_of
from lpntk.pipeline.stages.budget import require_storage_for_sketch
from lpntk.pipeline.stages.run import Run
from lpntk.store import cells, datasets, kept, own_columns

_BATCH = 512


def take_in_data(run: Run) -> None:
    """Read the samples and store what is kept of them, unless another analysis has."""
    dataset = run.material.open(run.progress(Stage.DATA, "samples"))
    require_fitting(run.request, dataset.modality)
    require_storage_for_sketch(len(dataset), run.request.kernel)
    if dataset.base is not None:
        with run.database.reading() as session:
            base_of(run.database, run.request).require_same_samples(session, dataset.base)
            dataset = _with_columns_of_both(run, session, dataset, dataset.base)
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
            cells.write(session, dataset_id, columns_of_rows(dataset))
            datasets.complete(session, dataset_id, identity)
            _keep_columns(run, session, dataset)
        else:  # another analysis has been faster
            run.use_dataset(session, known)
        _complete(run, session, dataset)


def _complete(run: Run, session: Session, dataset: Dataset) -> None:
    """From here on the analysis is of the model that `auto` stands for, where only the samples told which.

    And what people keep of the samples that it extends has come along.
    """
    if dataset.base is not None and run.request.extends is not None:
        of, to = _owner(run, dataset.base), _owner(run, dataset)
        kept.take_along(session, of, to, analysis_id=run.request.extends, extension=run.analysis_id)
    run.settle(session, settled(run.request, dataset.modality))
    run.complete(session, Stage.DATA)


def _with_columns_of_both(run: Run, session: Session, dataset: Dataset, base: Dataset) -> Dataset:
    """The data set with the columns that people have of the first samples now, and those of the addition."""
    addition = dataset.addition
    assert addition is not None, "what has a base has an addition"
    before = Described(base.name, len(base), _kept(run, session, base))
    after = Described(addition.name, len(addition), _free(addition.columns))
    columns, notes = joined(before, after, dataset.indices)
    return replace(dataset, columns=columns, notes=(*dataset.notes, *notes))


def _kept(run: Run, session: Session, dataset: Dataset) -> list[Column]:
    """The columns that are kept of samples, from their source or of a person's own."""
    found = []
    for held in own_columns.get_all(session, _owner(run, dataset)):
        # An embedding that lacks some of them was of no use to them either.
        with suppress(NotFoundError):
            found.append(own_columns.values(session, held, dataset.indices))
    return found


def _keep_columns(run: Run, session: Session, dataset: Dataset) -> None:
    """What is said of each sample becomes a person's own columns, unless there are such already."""
    owner = _owner(run, dataset)
    there = {key_of(held.name) for held in own_columns.get_all(session, owner)}
    new = [column for column in _free(dataset.columns) if key_of(column.name) not in there]
    room = MOST_COLUMNS - len(there)
    own_columns.put(session, owner, new[:room], dataset.indices, replace=False, now=run.now())


def _owner(run: Run, dataset: Dataset) -> str:
    return kept_of(run.request.data, dataset.fingerprint, dataset.source_fingerprint)


def _free(columns: Iterable[Column]) -> list[Column]:
    """The columns under names that are none of the program's own, each once."""
    named = (
        replace(column, name=f"table {column.name}"[:LONGEST_COLUMN]) if is_taken(column.name) else column
        for column in columns
    )
    return list({key_of(column.name): column for column in named}.values())


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
