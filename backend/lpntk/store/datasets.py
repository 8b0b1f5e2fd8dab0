"""Data sets: what is known of the samples, and their previews."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lpntk.domain import Dataset
from lpntk.store import arrays
from lpntk.store.tables import AnalysisRow, CheckpointRow, DatasetArray, DatasetRow, SampleRow


@dataclass(frozen=True)
class DatasetRecord:
    """What is stored of a data set but for the previews: see `Dataset` for the fields."""

    id: int
    identity: str | None
    fingerprint: str
    name: str
    split: str
    samples: int
    input_shape: tuple[int, ...]
    class_names: tuple[str, ...]
    modality: str
    notes: tuple[str, ...]


def identity(dataset: Dataset) -> str:
    """Hexadecimal SHA-256 over the fingerprint and all that it leaves out: equal ones share a row."""
    rest = [dataset.fingerprint, dataset.name, dataset.split, dataset.locations]
    digest = hashlib.sha256(json.dumps(rest).encode())
    digest.update(np.ascontiguousarray(dataset.indices, dtype="<i8").tobytes())
    return digest.hexdigest()


def begin(session: Session, dataset: Dataset) -> int:
    """Insert the data set's row and arrays and return its id; `complete` follows once its samples are in."""
    row = DatasetRow(
        identity=None,
        fingerprint=dataset.fingerprint,
        name=dataset.name,
        split=dataset.split,
        samples=len(dataset),
        input_shape=list(dataset.input_shape),
        class_names=list(dataset.class_names),
        modality=dataset.modality,
        notes=list(dataset.notes),
    )
    session.add(row)
    session.flush()
    arrays.write(session, DatasetArray, row.id, {"labels": dataset.labels, "indices": dataset.indices})
    return row.id


def add_samples(
    session: Session,
    dataset_id: int,
    indices: Sequence[int],
    locations: Sequence[str | None],
    previews: Sequence[bytes],
) -> None:
    """Insert a batch of samples."""
    rows = [
        {"dataset_id": dataset_id, "index": index, "location": location, "preview": preview}
        for index, location, preview in zip(indices, locations, previews, strict=True)
    ]
    session.execute(insert(SampleRow), rows)


def complete(session: Session, dataset_id: int, identity: str) -> None:
    """Let others find the data set: all its samples are there."""
    session.execute(update(DatasetRow).where(DatasetRow.id == dataset_id).values(identity=identity))


def find(session: Session, identity: str) -> int | None:
    """The id of the complete data set with this identity."""
    return session.scalar(select(DatasetRow.id).where(DatasetRow.identity == identity))


def get(session: Session, dataset_id: int) -> DatasetRecord:
    """A data set that is known to be there."""
    return _record(session.get_one(DatasetRow, dataset_id))


def get_many(session: Session, dataset_ids: Iterable[int]) -> dict[int, DatasetRecord]:
    """Several data sets by id."""
    rows = session.scalars(select(DatasetRow).where(DatasetRow.id.in_(list(dataset_ids))))
    return {row.id: _record(row) for row in rows}


def labels(session: Session, dataset_id: int) -> NDArray[np.int64]:
    """(N,) int64 by row."""
    return arrays.read(session, DatasetArray, dataset_id, "labels")


def indices(session: Session, dataset_id: int) -> NDArray[np.int64]:
    """(N,) int64 by row, ascending."""
    return arrays.read(session, DatasetArray, dataset_id, "indices")


def location(session: Session, dataset_id: int, index: int) -> str | None:
    """The path of one sample, where samples are files."""
    return session.scalar(
        select(SampleRow.location).where(SampleRow.dataset_id == dataset_id, SampleRow.index == index)
    )


def locations(session: Session, dataset_id: int) -> tuple[str, ...] | None:
    """The path of every sample by row; None where samples are no files."""
    found = session.scalars(
        select(SampleRow.location).where(SampleRow.dataset_id == dataset_id).order_by(SampleRow.index)
    ).all()
    known = tuple(path for path in found if path is not None)
    return known or None


@dataclass(frozen=True)
class Preview:
    """What shows a sample to a person, and of which modality it is."""

    content: bytes
    modality: str


def preview(session: Session, dataset_id: int, index: int) -> Preview | None:
    """The preview of one sample; None if there is no such sample."""
    row = session.execute(
        select(SampleRow.preview, DatasetRow.modality)
        .join(DatasetRow, DatasetRow.id == SampleRow.dataset_id)
        .where(SampleRow.dataset_id == dataset_id, SampleRow.index == index)
    ).one_or_none()
    return None if row is None else Preview(row.preview, row.modality)


def previews(session: Session, dataset_id: int, indices: Sequence[int]) -> dict[int, bytes]:
    """The previews of some samples, by index."""
    rows = session.execute(
        select(SampleRow.index, SampleRow.preview).where(
            SampleRow.dataset_id == dataset_id, SampleRow.index.in_(list(indices))
        )
    )
    return {row[0]: row[1] for row in rows}


def delete_unused(session: Session) -> None:
    """Drop the data sets that no analysis and no checkpoint uses."""
    used = select(AnalysisRow.dataset_id).where(AnalysisRow.dataset_id.is_not(None))
    learnt = select(CheckpointRow.dataset_id)
    session.execute(
        delete(DatasetRow)
        .where(DatasetRow.id.not_in(used), DatasetRow.id.not_in(learnt))
        .execution_options(synchronize_session=False)
    )


def _record(row: DatasetRow) -> DatasetRecord:
    return DatasetRecord(
        id=row.id,
        identity=row.identity,
        fingerprint=row.fingerprint,
        name=row.name,
        split=row.split,
        samples=row.samples,
        input_shape=tuple(row.input_shape),
        class_names=tuple(row.class_names),
        modality=row.modality,
        notes=tuple(row.notes),
    )
