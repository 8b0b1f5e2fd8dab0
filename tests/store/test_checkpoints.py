from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import delete, update

from lpntk.domain import StoreError
from lpntk.store import checkpoints
from lpntk.store.engine import Database
from lpntk.store.tables import CheckpointRow, TraceEpoch
from support.records import LABELS, add_analysis, add_checkpoint, add_dataset, checkpoint


@pytest.fixture
def checkpoint_id(database: Database) -> int:
    analysis_id, _ = add_analysis(database)
    return add_checkpoint(database, analysis_id, add_dataset(database, analysis_id), key="k")


def test_a_checkpoint_and_its_trace_come_back(database: Database, checkpoint_id: int) -> None:
    made, trace = checkpoint()

    with database.reading() as session:
        assert vars(checkpoints.get(session, checkpoint_id)) == vars(made)
        found = checkpoints.trace(session, checkpoint_id)
        assert checkpoints.find(session, "k") == checkpoint_id
        assert checkpoints.find(session, "l") is None
        record = checkpoints.get_many(session, [checkpoint_id])[checkpoint_id]
    np.testing.assert_array_equal(found.probabilities, trace.probabilities)
    np.testing.assert_array_equal(found.validation, trace.validation)
    assert (record.model, record.parameters) == ("lenet", 10)
    assert (record.accuracy, record.validation_accuracy) == (0.75, 0.5)


def test_weights_of_many_megabytes_come_back(database: Database) -> None:
    made, trace = checkpoint()
    large = replace(made, weights=np.random.default_rng(1).bytes(24 * 2**20))
    dataset_id = add_dataset(database, add_analysis(database)[0])

    with database.writing() as session:
        number = checkpoints.add(session, "k", dataset_id, large, trace, parameters=1, labels=LABELS)

    with database.reading() as session:
        assert checkpoints.get(session, number).weights == large.weights


@pytest.mark.parametrize(("epoch", "position"), [(2, 1), (None, -1)])
def test_predictions_are_those_of_the_epoch_that_was_kept(
    database: Database, checkpoint_id: int, epoch: int | None, position: int
) -> None:
    made, trace = checkpoint(epoch)
    with database.writing() as session:
        dataset_id = session.get_one(CheckpointRow, checkpoint_id).dataset_id
        other = checkpoints.add(session, "o", dataset_id, made, trace, parameters=1, labels=LABELS)
        predicted, confidence = checkpoints.predictions(session, other)
        one = checkpoints.prediction(session, other, 4)
    kept = trace.probabilities[position]
    np.testing.assert_array_equal(predicted, kept.argmax(axis=1))
    np.testing.assert_array_equal(confidence, kept[np.arange(len(LABELS)), LABELS])
    assert one == (predicted[4], confidence[4])


def test_what_is_said_beside_the_record_is_what_counts(database: Database, checkpoint_id: int) -> None:
    made, trace = checkpoint(None)
    final = trace.probabilities[0, ::-1].copy()
    with database.writing() as session:
        dataset_id = session.get_one(CheckpointRow, checkpoint_id).dataset_id
        own = replace(trace, final=final)
        other = checkpoints.add(session, "o", dataset_id, made, own, parameters=1, labels=LABELS)
        found = checkpoints.trace(session, other)
        said = checkpoints.probabilities(session, other)
        predicted, _ = checkpoints.predictions(session, other)
        count = checkpoints.epoch_count(session, other)
    np.testing.assert_array_equal(found.probabilities, trace.probabilities)
    np.testing.assert_array_equal(found.final, final)
    np.testing.assert_array_equal(said, final)
    np.testing.assert_array_equal(predicted, final.argmax(axis=1))
    assert count == len(trace.probabilities)


def test_damaged_weights_are_not_handed_out(database: Database, checkpoint_id: int) -> None:
    with database.writing() as session:
        session.execute(update(CheckpointRow).values(weights=b"wiehgts"))

    with pytest.raises(StoreError, match=f"weights of checkpoint {checkpoint_id}"), database.reading() as s:
        checkpoints.get(s, checkpoint_id)


def test_a_missing_epoch_is_damage(database: Database, checkpoint_id: int) -> None:
    with database.writing() as session:
        session.execute(delete(TraceEpoch).where(TraceEpoch.epoch == 2))

    with pytest.raises(StoreError, match="epochs of checkpoint"), database.reading() as session:
        checkpoints.trace(session, checkpoint_id)
