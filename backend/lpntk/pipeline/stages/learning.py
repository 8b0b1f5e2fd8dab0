"""The learning stage: the classifier and the record of its training."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lpntk.domain import Dataset, InputError, NotFoundError, Stage, TestPredictions
from lpntk.learning import count_parameters
from lpntk.pipeline.stages.base import base_of
from lpntk.pipeline.stages.run import Run
from lpntk.store import analyses, checkpoints, datasets, test_sets
from lpntk.store.statements import alone


def learn(run: Run) -> None:
    """Train or load the classifier and store it, unless another analysis has the same one; then test it.

    An analysis that extends another keeps that one's classifier.
    """
    dataset = run.dataset(run.progress(Stage.LEARNING, "samples"))
    # A test set that is none should not be found out only after the training.
    test = run.material.open_test(dataset, run.progress(Stage.LEARNING, "samples"))
    key = run.material.checkpoint_key(run.analysis_id, datasets.identity(dataset))
    if not _use_known(run, key):
        _learn(run, key, dataset)
    predictions = None if test is None else _predictions(run, test)
    with run.writing() as session:
        if predictions is not None:
            test_sets.write(session, run.analysis_id, predictions)
        run.complete(session, Stage.LEARNING)


def _use_known(run: Run, key: str) -> bool:
    source = run.request.checkpoint_of
    with run.writing() as session:
        known = checkpoints.find(session, key) if source is None else _checkpoint_of(session, run, source)
        if known is None:
            return False
        run.use_checkpoint(session, known)
        return True


def _checkpoint_of(session: Session, run: Run, analysis_id: int) -> int:
    """The classifier of another analysis of the same samples. InputError if there is none any more."""
    alone(session)
    try:
        record = analyses.get(session, analysis_id)
    except NotFoundError:
        raise InputError(
            f"Analysis {analysis_id}, whose classifier is to be taken, is not there any more: ask anew.",
            field="checkpoint",
        ) from None
    if record.checkpoint_id is None or record.dataset_id != run.dataset_id:
        raise InputError(
            f"The samples are not those of analysis {analysis_id} any more, whose classifier is to be taken: "
            "put them back, or ask anew.",
            field="source",
        )
    return record.checkpoint_id


def _learn(run: Run, key: str, dataset: Dataset) -> None:
    progress = run.progress(Stage.LEARNING, "batches")
    with run.database.reading() as session:
        kept = base_of(run.database, run.request).checkpoint(session)
    if kept is None:
        checkpoint, trace = run.material.learn(dataset, progress)
    else:
        checkpoint, trace = run.material.predict(kept, dataset, progress)
    parameters = count_parameters(run.material.classifier(checkpoint))
    with run.writing() as session:
        checkpoint_id = checkpoints.find(session, key) or checkpoints.add(
            session,
            key,
            run.dataset_id,
            checkpoint,
            trace,
            parameters=parameters,
            labels=dataset.labels,
        )
        run.use_checkpoint(session, checkpoint_id)


def _predictions(run: Run, test: Dataset) -> TestPredictions:
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    _, trace = run.material.predict(checkpoint, test, run.progress(Stage.LEARNING, "batches"))
    return TestPredictions(test.labels, trace.probabilities[0])
