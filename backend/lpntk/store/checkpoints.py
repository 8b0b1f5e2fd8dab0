"""Trained classifiers and the record of their training."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lpntk.domain import Architecture, Checkpoint, StoreError, TrainingTrace
from lpntk.store import arrays
from lpntk.store.blobs import pack, unpack, verified
from lpntk.store.tables import AnalysisRow, CheckpointArray, CheckpointRow, TraceEpoch


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
    row = CheckpointRow(
        key=key,
        dataset_id=dataset_id,
        model=architecture.model,
        num_classes=architecture.num_classes,
        input_shape=list(architecture.input_shape),
        mean=list(architecture.mean),
        std=list(architecture.std),
        parameters=parameters,
        epoch=checkpoint.epoch,
        validation_accuracy=checkpoint.validation_accuracy,
        accuracy=checkpoint.accuracy,
        weights_checksum=zlib.crc32(checkpoint.weights),
        weights=checkpoint.weights,
        modality=architecture.modality,
    )
    session.add(row)
    session.flush()
    epochs = [
        {"checkpoint_id": row.id, "epoch": epoch, **pack(probabilities)}
        for epoch, probabilities in enumerate(trace.probabilities, start=1)
    ]
    session.execute(insert(TraceEpoch), epochs)
    final = trace.probabilities[(checkpoint.epoch or len(trace.probabilities)) - 1]
    judgement = {
        "predicted": final.argmax(axis=1).astype(np.int64),
        "confidence": final[np.arange(len(labels)), labels],
        "validation": trace.validation,
    }
    arrays.write(session, CheckpointArray, row.id, judgement)
    return row.id


def find(session: Session, key: str) -> int | None:
    """The id of the checkpoint with this key."""
    return session.scalar(select(CheckpointRow.id).where(CheckpointRow.key == key))


def get(session: Session, checkpoint_id: int) -> Checkpoint:
    """A checkpoint that is known to be there. StoreError if its weights are damaged."""
    row = session.get_one(CheckpointRow, checkpoint_id)
    architecture = Architecture(
        row.model, row.num_classes, tuple(row.input_shape), tuple(row.mean), tuple(row.std), row.modality
    )
    weights = verified(row.weights, row.weights_checksum, f"the weights of checkpoint {checkpoint_id}")
    return Checkpoint(architecture, weights, row.epoch, row.validation_accuracy, row.accuracy)


def get_many(session: Session, checkpoint_ids: Iterable[int]) -> dict[int, CheckpointRecord]:
    """Several checkpoints at a glance, by id."""
    rows = session.execute(
        select(
            CheckpointRow.id,
            CheckpointRow.model,
            CheckpointRow.parameters,
            CheckpointRow.accuracy,
            CheckpointRow.validation_accuracy,
        ).where(CheckpointRow.id.in_(list(checkpoint_ids)))
    )
    return {row.id: CheckpointRecord(*row) for row in rows}


def trace(session: Session, checkpoint_id: int) -> TrainingTrace:
    """The whole record of the training. StoreError if it is damaged."""
    rows = session.execute(
        select(TraceEpoch.epoch, TraceEpoch.dtype, TraceEpoch.shape, TraceEpoch.checksum, TraceEpoch.data)
        .where(TraceEpoch.checkpoint_id == checkpoint_id)
        .order_by(TraceEpoch.epoch)
    ).all()
    if not rows or [row.epoch for row in rows] != list(range(1, len(rows) + 1)):
        raise StoreError(f"The database is damaged: epochs of checkpoint {checkpoint_id} are missing.")
    epochs = [unpack(row, f"epoch {row.epoch} of checkpoint {checkpoint_id}") for row in rows]
    return TrainingTrace(np.stack(epochs), arrays.read(session, CheckpointArray, checkpoint_id, "validation"))


def predictions(session: Session, checkpoint_id: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(N,) int64 predicted class and (N,) float32 probability given to the sample's label."""
    return (
        arrays.read(session, CheckpointArray, checkpoint_id, "predicted"),
        arrays.read(session, CheckpointArray, checkpoint_id, "confidence"),
    )


def prediction(session: Session, checkpoint_id: int, row: int) -> tuple[int, float]:
    """Predicted class of one sample, and the probability given to its label."""
    return (
        int(arrays.read_row(session, CheckpointArray, checkpoint_id, "predicted", row)),
        float(arrays.read_row(session, CheckpointArray, checkpoint_id, "confidence", row)),
    )


def delete_unused(session: Session) -> None:
    """Drop the checkpoints that no analysis uses."""
    used = select(AnalysisRow.checkpoint_id).where(AnalysisRow.checkpoint_id.is_not(None))
    session.execute(
        delete(CheckpointRow)
        .where(CheckpointRow.id.not_in(used))
        .execution_options(synchronize_session=False)
    )
