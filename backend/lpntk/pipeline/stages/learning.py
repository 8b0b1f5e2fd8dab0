"""The learning stage: the classifier and the record of its training."""

from __future__ import annotations

from lpntk.domain import Dataset, Stage, TestPredictions
from lpntk.learning import count_parameters
from lpntk.pipeline.stages.base import base_of
from lpntk.pipeline.stages.run import Run
from lpntk.store import checkpoints, datasets, test_sets


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
    with run.writing() as session:
        known = checkpoints.find(session, key)
        if known is None:
            return False
        run.use_checkpoint(session, known)
        return True


def _learn(run: Run, key: str, dataset: Dataset) -> None:
    progress = run.progress(Stage.LEARNING, "batches")
    with run.database.reading() as session:
        kept = base_of(run).checkpoint(session)
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
