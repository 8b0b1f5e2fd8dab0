"""The learning stage: the classifier and the record of its training."""

from __future__ import annotations

from lpntk.domain import Checkpoint, Stage
from lpntk.learning import count_parameters
from lpntk.pipeline.run import Run
from lpntk.store import analyses, checkpoints, datasets


def learn(run: Run) -> None:
    """Train or load the classifier and store it, unless another analysis has the same one.

    An analysis that extends another keeps that one's classifier.
    """
    dataset = run.dataset(run.progress(Stage.LEARNING, "samples"))
    key = run.material.checkpoint_key(run.analysis_id, datasets.identity(dataset))
    if _use_known(run, key):
        return
    progress = run.progress(Stage.LEARNING, "batches")
    base = _checkpoint_to_keep(run)
    if base is None:
        checkpoint, trace = run.material.learn(dataset, progress)
    else:
        checkpoint, trace = run.material.predict(base, dataset, progress)
    parameters = count_parameters(run.material.classifier(checkpoint))
    dataset_id = run.dataset_id
    with run.writing() as session:
        checkpoint_id = checkpoints.find(session, key) or checkpoints.add(
            session,
            key,
            dataset_id,
            checkpoint,
            trace,
            parameters=parameters,
            labels=dataset.labels,
        )
        analyses.use_checkpoint(session, run.analysis_id, checkpoint_id)
        run.complete(session, Stage.LEARNING)


def _checkpoint_to_keep(run: Run) -> Checkpoint | None:
    """The classifier of the analysis that is extended; None where one is to be trained or loaded."""
    if run.request.extends is None:
        return None
    with run.database.reading() as session:
        base = analyses.get(session, run.request.extends)
        return None if base.checkpoint_id is None else checkpoints.get(session, base.checkpoint_id)


def _use_known(run: Run, key: str) -> bool:
    with run.writing() as session:
        known = checkpoints.find(session, key)
        if known is None:
            return False
        analyses.use_checkpoint(session, run.analysis_id, known)
        run.complete(session, Stage.LEARNING)
        return True
