"""Trained classifiers and the record of their training."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, defer

from lpntk.domain import Architecture, Checkpoint, TrainingTrace
from lpntk.store import arrays, blobs, seals
from lpntk.store.damage import MISSING, Part
from lpntk.store.statements import alone
from lpntk.store.tables import AnalysisRow, CheckpointArray, CheckpointRow, TraceEpoch

# Where the predictions by the weights that were kept lie, if they are those of no epoch of the record.
_AS_KEPT = 0
# Among a checkpoint's arrays, as the bytes of JSON: few checkpoints have any.
_NOTES = "notes"


@dataclass(frozen=True)
class CheckpointRecord:
    """A checkpoint at a glance: see `Checkpoint` for the fields."""

    id: int
    model: str
    parameters: int
    accuracy: float
    validation_accuracy: float | None


def add(
    session: Session,
    key: str,
    dataset_id: int,
    checkpoint: Checkpoint,
    trace: TrainingTrace,
    *,
    parameters: int,
    labels: NDArray[np.int64],
) -> int:
    """Insert a checkpoint with its trace and return its id.

    Parameters
    ----------
    key
        What its training depended on; `find` finds it by that.
    labels
        (N,) int64: what the confidence in each sample's label is read off by.
    """
    architecture = checkpoint.architecture
    values = {
        "key": key,
        "dataset_id": dataset_id,
        "model": architecture.model,
        "num_classes": architecture.num_classes,
        "input_shape": list(architecture.input_shape),
        "mean": list(architecture.mean),
        "std": list(architecture.std),
        "parameters": parameters,
        "epoch": checkpoint.epoch,
        "validation_accuracy": checkpoint.validation_accuracy,
        "accuracy": checkpoint.accuracy,
        "weights_checksum": zlib.crc32(checkpoint.weights),
        "modality": architecture.modality,
    }
    row = CheckpointRow(**seals.sealed(CheckpointRow, values), weights=checkpoint.weights)
    session.add(row)
    session.flush()
    whole = {"checkpoint_id": row.id, "epochs": len(trace.probabilities)}
    epochs = [
        blobs.pack(TraceEpoch, probabilities, epoch=epoch, **whole)
        for epoch, probabilities in enumerate(trace.probabilities, start=1)
    ]
    final = trace.final
    if final is None:
        final = trace.probabilities[(checkpoint.epoch or len(trace.probabilities)) - 1]
    else:
        epochs.append(blobs.pack(TraceEpoch, final, epoch=_AS_KEPT, **whole))
    session.execute(insert(TraceEpoch), epochs)
    judgement = {
        "predicted": final.argmax(axis=1).astype(np.int64),
        "confidence": final[np.arange(len(labels)), labels],
        "validation": trace.validation,
    }
    if checkpoint.notes:
        judgement[_NOTES] = np.frombuffer(json.dumps(checkpoint.notes).encode(), dtype=np.uint8)
    arrays.write(session, CheckpointArray, row.id, judgement)
    return row.id


def find(session: Session, key: str) -> int | None:
    """The id of the checkpoint with this key, which stays until the transaction ends."""
    alone(session)
    return session.scalar(select(CheckpointRow.id).where(CheckpointRow.key == key))


def get(session: Session, checkpoint_id: int) -> Checkpoint:
    """A checkpoint that must be there. StoreError if it is not, or is damaged."""
    row, part = session.get(CheckpointRow, checkpoint_id), _part(session, checkpoint_id)
    if row is None:
        raise part.damaged(MISSING)
    seals.check(row, CheckpointRow, part)
    architecture = Architecture(
        row.model, row.num_classes, tuple(row.input_shape), tuple(row.mean), tuple(row.std), row.modality
    )
    weights = blobs.verified(
        row.weights, row.weights_checksum, _part(session, checkpoint_id, "the weights of ")
    )
    said = notes(session, checkpoint_id)
    return Checkpoint(architecture, weights, row.epoch, row.validation_accuracy, row.accuracy, said)


def notes(session: Session, checkpoint_id: int) -> tuple[str, ...]:
    """What a person should know of its training; nothing of those from before there were notes."""
    found = arrays.read_each(session, CheckpointArray, checkpoint_id, [_NOTES])
    return tuple(json.loads(found[_NOTES].tobytes())) if found else ()


def get_many(session: Session, checkpoint_ids: Iterable[int]) -> dict[int, CheckpointRecord]:
    """Several checkpoints at a glance, by id. StoreError if one is not there, or is damaged."""
    wanted = list(checkpoint_ids)
    rows = session.scalars(
        select(CheckpointRow).where(CheckpointRow.id.in_(wanted)).options(defer(CheckpointRow.weights))
    )
    found = {row.id: _record(session, row) for row in rows}
    for number in wanted:
        if number not in found:
            raise _part(session, number).damaged(MISSING)
    return found


def trace(session: Session, checkpoint_id: int) -> TrainingTrace:
    """The whole record of the training. StoreError if it is damaged."""
    rows = session.execute(
        select(*blobs.columns(TraceEpoch))
        .where(TraceEpoch.checkpoint_id == checkpoint_id)
        .order_by(TraceEpoch.epoch)
    ).all()
    epochs = [
        blobs.unpack(row, TraceEpoch, _part(session, checkpoint_id, f"epoch {row.epoch} of ")) for row in rows
    ]
    final = epochs.pop(0) if rows and rows[0].epoch == _AS_KEPT else None
    numbers = [row.epoch for row in rows if row.epoch != _AS_KEPT]
    if not numbers or numbers != list(range(1, rows[0].epochs + 1)):
        raise _part(session, checkpoint_id, "epochs of ").damaged("are missing")
    return TrainingTrace(np.stack(epochs), validation(session, checkpoint_id), final)


def epoch_count(session: Session, checkpoint_id: int) -> int:
    """How many epochs the record of the training has; 1 of a classifier that was brought."""
    count = session.scalar(
        select(TraceEpoch.epochs).where(TraceEpoch.checkpoint_id == checkpoint_id, TraceEpoch.epoch == 1)
    )
    if count is None:
        raise _part(session, checkpoint_id, "epochs of ").damaged("are missing")
    return count


def epoch(session: Session, checkpoint_id: int, number: int) -> NDArray[np.float32]:
    """(N, K) float32: the probabilities after one epoch, from 1. StoreError if it is not there or damaged."""
    row = session.execute(
        select(*blobs.columns(TraceEpoch)).where(
            TraceEpoch.checkpoint_id == checkpoint_id, TraceEpoch.epoch == number
        )
    ).one_or_none()
    part = _part(session, checkpoint_id, f"epoch {number} of ")
    if row is None:
        raise part.damaged(MISSING)
    return blobs.unpack(row, TraceEpoch, part)


def probabilities(session: Session, checkpoint_id: int) -> NDArray[np.float32]:
    """(N, K) float32: the probabilities with the weights that were kept. StoreError."""
    wanted = select(CheckpointRow).where(CheckpointRow.id == checkpoint_id)
    row = session.scalar(wanted.options(defer(CheckpointRow.weights)))
    part = _part(session, checkpoint_id)
    if row is None:
        raise part.damaged(MISSING)
    seals.check(row, CheckpointRow, part)
    return epoch(session, checkpoint_id, row.epoch or _kept_epoch(session, checkpoint_id))


def _kept_epoch(session: Session, checkpoint_id: int) -> int:
    """Where the predictions of weights that were brought lie: beside a record of their training, or alone."""
    of_it = select(func.min(TraceEpoch.epoch)).where(TraceEpoch.checkpoint_id == checkpoint_id)
    found = session.scalar(of_it)
    if found is None:
        raise _part(session, checkpoint_id, "epochs of ").damaged("are missing")
    return found


def predictions(session: Session, checkpoint_id: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(N,) int64 predicted class and (N,) float32 probability given to the sample's label."""
    return (
        arrays.read(session, CheckpointArray, checkpoint_id, "predicted"),
        arrays.read(session, CheckpointArray, checkpoint_id, "confidence"),
    )


def validation(session: Session, checkpoint_id: int) -> NDArray[np.bool_]:
    """(N,) bool: which samples were held out of the training."""
    return arrays.read(session, CheckpointArray, checkpoint_id, "validation")


def prediction(session: Session, checkpoint_id: int, row: int) -> tuple[int, float]:
    """Predicted class of one sample, and the probability given to its label."""
    return (
        int(arrays.read_row(session, CheckpointArray, checkpoint_id, "predicted", row)),
        float(arrays.read_row(session, CheckpointArray, checkpoint_id, "confidence", row)),
    )


def _record(session: Session, row: CheckpointRow) -> CheckpointRecord:
    seals.check(row, CheckpointRow, _part(session, row.id))
    return CheckpointRecord(row.id, row.model, row.parameters, row.accuracy, row.validation_accuracy)


def _part(session: Session, checkpoint_id: int, of: str = "") -> Part:
    return Part(session, f"{of}checkpoint {checkpoint_id}", ("checkpoint_id", checkpoint_id))


def delete_unused(session: Session) -> None:
    """Drop the checkpoints that no analysis uses."""
    alone(session)
    used = select(AnalysisRow.checkpoint_id).where(AnalysisRow.checkpoint_id.is_not(None))
    session.execute(
        delete(CheckpointRow)
        .where(CheckpointRow.id.not_in(used))
        .execution_options(synchronize_session=False)
    )
