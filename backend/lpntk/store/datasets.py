"""Data sets: what is known of the samples, and their previews."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from lpntk.domain import Dataset
from lpntk.store import arrays, seals
from lpntk.store.blobs import is_whole
from lpntk.store.damage import MISSING, Part
from lpntk.store.statements import alone
from lpntk.store.tables import AnalysisRow, CheckpointRow, DatasetArray, DatasetRow, SampleRow

# Databases take so many values in one statement, and more.
_ASKED_AT_ONCE = 10_000


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
    source_fingerprint: str
    original_size: int | None


def identity(dataset: Dataset) -> str:
    """Hexadecimal SHA-256 over the fingerprint and all that it leaves out: equal ones share a row."""
    rest = [dataset.fingerprint, dataset.name, dataset.split, dataset.locations]
    if dataset.source_fingerprint != dataset.fingerprint or dataset.true_labels is not None:
        rest.append(dataset.source_fingerprint)
    digest = hashlib.sha256(json.dumps(rest).encode())
    digest.update(np.ascontiguousarray(dataset.indices, dtype="<i8").tobytes())
    if dataset.true_labels is not None:
        digest.update(np.ascontiguousarray(dataset.true_labels, dtype="<i8").tobytes())
    return digest.hexdigest()


def begin(session: Session, dataset: Dataset) -> int:
    """Insert the data set's row and arrays and return its id; `complete` follows once its samples are in."""
    values = {
        "identity": None,
        "fingerprint": dataset.fingerprint,
        "name": dataset.name,
        "split": dataset.split,
        "samples": len(dataset),
        "input_shape": list(dataset.input_shape),
        "class_names": list(dataset.class_names),
        "modality": dataset.modality,
        "notes": list(dataset.notes),
        "source_fingerprint": dataset.source_fingerprint,
        "original_size": dataset.original_size,
    }
    row = DatasetRow(**seals.sealed(DatasetRow, values))
    session.add(row)
    session.flush()
    columns = {"labels": dataset.labels, "indices": dataset.indices}
    if dataset.true_labels is not None:
        columns["true_labels"] = dataset.true_labels
    arrays.write(session, DatasetArray, row.id, columns)
    return row.id


def add_samples(
    session: Session,
    dataset_id: int,
    indices: Sequence[int],
    locations: Sequence[str | None],
    previews: Sequence[bytes],
) -> None:
    """Insert a batch of samples."""
    rows = []
    for index, location, preview in zip(indices, locations, previews, strict=True):
        place = {"dataset_id": dataset_id, "index": index, "location": location}
        values = {**place, "preview_checksum": zlib.crc32(preview)}
        rows.append({**seals.sealed(SampleRow, values), "preview": preview})
    session.execute(insert(SampleRow), rows)


def complete(session: Session, dataset_id: int, identity: str) -> None:
    """Let others find the data set: all its samples are there."""
    where = [DatasetRow.id == dataset_id]
    seals.change(session, DatasetRow, where, lambda row: _part(session, dataset_id), identity=identity)


def find(session: Session, identity: str) -> int | None:
    """The id of the complete data set with this identity, which stays until the transaction ends."""
    alone(session)
    return session.scalar(select(DatasetRow.id).where(DatasetRow.identity == identity))


def get(session: Session, dataset_id: int) -> DatasetRecord:
    """A data set that must be there. StoreError if it is not, or is damaged."""
    return get_many(session, [dataset_id])[dataset_id]


def get_many(session: Session, dataset_ids: Iterable[int]) -> dict[int, DatasetRecord]:
    """Several data sets by id, which must all be there. StoreError if one is not, or is damaged."""
    wanted = list(dataset_ids)
    rows = session.scalars(select(DatasetRow).where(DatasetRow.id.in_(wanted)))
    found = {row.id: _record(session, row) for row in rows}
    for number in wanted:
        if number not in found:
            raise _part(session, number).damaged(MISSING)
    return found


def labels(session: Session, dataset_id: int) -> NDArray[np.int64]:
    """(N,) int64 by row."""
    return arrays.read(session, DatasetArray, dataset_id, "labels")


def true_labels(session: Session, dataset_id: int) -> NDArray[np.int64]:
    """(N,) int64 by row: the labels of a data set some of which were flipped, before that."""
    return arrays.read(session, DatasetArray, dataset_id, "true_labels")


def indices(session: Session, dataset_id: int) -> NDArray[np.int64]:
    """(N,) int64 by row, ascending."""
    return arrays.read(session, DatasetArray, dataset_id, "indices")


def location(session: Session, dataset_id: int, index: int) -> str | None:
    """The path of one sample that the data set has, where samples are files."""
    row = session.execute(
        select(*seals.fields(SampleRow)).where(SampleRow.dataset_id == dataset_id, SampleRow.index == index)
    ).one_or_none()
    if row is None:
        raise _sample(session, dataset_id, index).damaged(MISSING)
    return _location(session, row)


def locations(session: Session, dataset_id: int, indices: NDArray[np.int64]) -> tuple[str, ...] | None:
    """The path of every sample by row; None where samples are no files.

    Parameters
    ----------
    indices
        (N,) int64: those that the data set has.
    """
    rows = session.execute(
        select(*seals.fields(SampleRow)).where(SampleRow.dataset_id == dataset_id).order_by(SampleRow.index)
    ).all()
    found = [_location(session, row) for row in rows]
    if [row._mapping["index"] for row in rows] != indices.tolist():
        raise _part(session, dataset_id).damaged("lacks samples")
    known = tuple(path for path in found if path is not None)
    return known or None


def locations_of(session: Session, dataset_id: int, indices: Sequence[int]) -> dict[int, str | None]:
    """The paths of some samples that the data set has, by index. StoreError if one is not there."""
    found: dict[int, str | None] = {}
    for start in range(0, len(indices), _ASKED_AT_ONCE):
        some = list(indices[start : start + _ASKED_AT_ONCE])
        of = (SampleRow.dataset_id == dataset_id, SampleRow.index.in_(some))
        rows = session.execute(select(*seals.fields(SampleRow)).where(*of)).all()
        found.update((row._mapping["index"], _location(session, row)) for row in rows)
    if len(found) < len(set(indices)):
        raise _part(session, dataset_id).damaged("lacks samples")
    return found


@dataclass(frozen=True)
class Preview:
    """What shows a sample to a person, and of which modality it is."""

    content: bytes
    modality: str


def preview(session: Session, dataset_id: int, index: int) -> Preview | None:
    """The preview of one sample; None if there is no such sample."""
    row = session.execute(
        select(SampleRow, DatasetRow)
        .join(DatasetRow, DatasetRow.id == SampleRow.dataset_id)
        .where(SampleRow.dataset_id == dataset_id, SampleRow.index == index)
    ).one_or_none()
    if row is None:
        return None
    return Preview(_preview(session, row.SampleRow), _record(session, row.DatasetRow).modality)


def sample(session: Session, dataset_id: int, index: int) -> tuple[str | None, bytes] | None:
    """The path of one sample, where it is a file, and its preview; None if there is no such sample."""
    row = session.get(SampleRow, (dataset_id, index))
    return None if row is None else (row.location, _preview(session, row))


def previews(session: Session, dataset_id: int, indices: Sequence[int]) -> dict[int, bytes]:
    """The previews of some samples that the data set has, by index. StoreError if one is not there."""
    found: dict[int, bytes] = {}
    for start in range(0, len(indices), _ASKED_AT_ONCE):
        found |= previews_there(session, dataset_id, indices[start : start + _ASKED_AT_ONCE])
    if len(found) < len(set(indices)):
        raise _part(session, dataset_id).damaged("lacks samples")
    return found


def previews_there(session: Session, dataset_id: int, indices: Sequence[int]) -> dict[int, bytes]:
    """The previews of those of some samples that the data set has, by index."""
    of = (SampleRow.dataset_id == dataset_id, SampleRow.index.in_(list(indices)))
    columns = [*seals.fields(SampleRow), SampleRow.preview]
    rows = session.execute(select(*columns).where(*of))
    return {row._mapping["index"]: _preview(session, row) for row in rows}


def delete_unused(session: Session) -> None:
    """Drop the data sets that no analysis and no checkpoint uses."""
    alone(session)
    used = select(AnalysisRow.dataset_id).where(AnalysisRow.dataset_id.is_not(None))
    learnt = select(CheckpointRow.dataset_id)
    session.execute(
        delete(DatasetRow)
        .where(DatasetRow.id.not_in(used), DatasetRow.id.not_in(learnt))
        .execution_options(synchronize_session=False)
    )


def _location(session: Session, row: Row[Any]) -> str | None:
    place = row._mapping
    seals.check(row, SampleRow, _sample(session, place["dataset_id"], place["index"]))
    found: str | None = place["location"]
    return found


def _preview(session: Session, row: SampleRow | Row[Any]) -> bytes:
    preview: Any = row.preview
    if seals.is_intact(row, SampleRow) and is_whole(preview, row.preview_checksum):
        return bytes(preview)
    index = row._mapping["index"] if isinstance(row, Row) else row.index
    raise _sample(session, row.dataset_id, index).damaged()


def _sample(session: Session, dataset_id: int, index: int) -> Part:
    return Part(session, f"sample {index} of data set {dataset_id}", ("dataset_id", dataset_id))


def _part(session: Session, dataset_id: int) -> Part:
    return Part(session, f"data set {dataset_id}", ("dataset_id", dataset_id))


def _record(session: Session, row: DatasetRow) -> DatasetRecord:
    seals.check(row, DatasetRow, _part(session, row.id))
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
        source_fingerprint=row.source_fingerprint,
        original_size=row.original_size,
    )
