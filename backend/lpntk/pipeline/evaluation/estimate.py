"""What an evaluation will take, by a few updates that are tried."""

from __future__ import annotations

import time

import numpy as np

from lpntk.domain import Progress, silent
from lpntk.domain.evaluation_request import EvaluationEstimate, EvaluationRequest, expected_rows
from lpntk.domain.timing import seconds_of
from lpntk.learning.predictions import PREDICTED_AT_ONCE, prediction_batches
from lpntk.pipeline.evaluation.asking import prepare
from lpntk.pipeline.evaluation.bench import Bench, Trainer, open_bench
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.material.sameness import require_same_samples
from lpntk.pipeline.results.kept import Kept
from lpntk.pipeline.results.results import Results
from lpntk.store.engine import Database
from lpntk.store.recent import Recent

_TRIED_SECONDS = 1.0
_TRIED_AT_MOST = 32


def estimate(
    database: Database, analysis_id: int, request: EvaluationRequest, progress: Progress = silent
) -> EvaluationEstimate:
    """Read the samples and try a few updates.

    Parameters
    ----------
    progress
        Told how many samples are read.

    Raises
    ------
    InputError
        If the request names what is not there, or the samples are not those of the analysis any more.
    """
    with database.reading() as session:
        results = Results(database, session, analysis_id, time.time(), Kept(Recent(0)))
        request = prepare(results, request)
        material = RequestedMaterial(results.request)
        dataset = material.open(progress)
        require_same_samples(session, results.dataset_id, dataset, analysis_id)
        bench = open_bench(results, material, dataset, request, progress)
    samples = int(bench.usable.sum())
    trainings = list(request.trainings(len(dataset)))
    updates = sum(bench.updates(one.schedule, expected_rows(one, samples)) for one in trainings)
    an_update, a_test = _rates(bench)
    tests = prediction_batches(len(bench.judges.labels))
    return EvaluationEstimate(
        trainings=len(trainings),
        updates=updates,
        full_updates=bench.updates("updates", 0),
        samples=samples,
        test_samples=len(bench.judges.labels),
        held_out=bench.judges.kind,
        seconds=updates * an_update + len(trainings) * tests * a_test,
    )


def _rates(bench: Bench) -> tuple[float, float]:
    """Seconds for an update, and for a fresh model and the test of a batch with it."""
    trainer = Trainer(bench, at_most=PREDICTED_AT_ONCE)
    rows = np.flatnonzero(bench.usable)

    def seconds(steps: int) -> float:
        return seconds_of(lambda: trainer.train(rows, steps=steps, seed=0, progress=silent))

    seconds(1)  # pays for what all others need
    one = seconds(1)
    steps = 1 + max(1, min(_TRIED_AT_MOST, int(_TRIED_SECONDS / one)))
    an_update = max(0.0, seconds(steps) - one) / (steps - 1)
    return an_update, max(0.0, one - an_update)
