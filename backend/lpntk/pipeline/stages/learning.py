"""The learning stage: the classifier and the record of its training."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.learning import count_parameters
from lpntk.pipeline.run import Run
from lpntk.store import analyses, checkpoints, datasets


def learn(run: Run) -> None:
    """Train or load the classifier and store it, unless another analysis has the same one."""
    dataset = run.dataset(run.progress(Stage.LEARNING, "samples"))
    key = run.material.checkpoint_key(run.analysis_id, datasets.identity(dataset))
    if _use_known(run, key):
        return
    checkpoint, trace = run.material.learn(dataset, run.progress(Stage.LEARNING, "batches"))
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


def _use_known(run: Run, key: str) -> bool:
    with run.writing() as session:
        known = checkpoints.find(session, key)
        if known is None:
            return False
        analyses.use_checkpoint(session, run.analysis_id, known)
        run.complete(session, Stage.LEARNING)
        return True
