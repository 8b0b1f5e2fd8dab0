"""The job: one training after the other, each kept as soon as it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import numpy as np

from lpntk.domain import Progress
from lpntk.domain.evaluation import EvaluationUnit
from lpntk.domain.evaluation_request import EvaluationRequest, Training, expected_rows
from lpntk.learning.predictions import prediction_batches
from lpntk.pipeline.evaluation.bench import Bench, Trainer, open_bench
from lpntk.pipeline.evaluation.overlap import seen_samples
from lpntk.pipeline.evaluation.parts import Parts
from lpntk.pipeline.results.evaluations import JUDGES
from lpntk.pipeline.results.kept import Kept
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.stages.run import Run
from lpntk.store.recent import Recent


def evaluate(run: Run) -> None:
    """Do the trainings that are not there yet."""
    request = EvaluationRequest.from_dict(run.task)
    dataset = run.dataset(run.progress("samples", "samples"))
    kept = Kept(Recent())

    @contextmanager
    def results() -> Iterator[Results]:
        with run.database.reading() as session:
            yield Results(run.database, session, run.analysis_id, run.now(), kept)

    with results() as found:
        bench = open_bench(found, run.material, dataset, request, run.progress("samples", "samples"))
    usable = bench.usable
    parts = Parts(results, request, dataset.labels, dataset.indices, usable)
    trainings = list(request.trainings(len(dataset)))
    done = run.units()
    if JUDGES not in done:
        # What cannot be done should not be found out only after the first trainings.
        progress = run.progress("choosing", "lists")
        first = [one for one in trainings if one.seed == 0]
        for at, training in enumerate(first, 1):
            parts.rows(training)
            progress(at, len(first))
        test = bench.judges.test
        seen = 0 if test is None else seen_samples(test, dataset, run.progress("comparing", "samples"))
        run.keep(JUDGES, {**_judges(bench), "seen": seen})
    _train(run, bench, parts, trainings)


def _judges(bench: Bench) -> dict[str, object]:
    """What all trainings have in common."""
    return {
        "held_out": bench.judges.kind,
        "test_samples": len(bench.judges.labels),
        "samples": int(bench.usable.sum()),
        "epochs": bench.settings.epochs,
        "full_updates": bench.updates("updates", 0),
        "chance": float(np.bincount(bench.judges.labels).max() / len(bench.judges.labels)),
    }


def _train(run: Run, bench: Bench, parts: Parts, trainings: list[Training]) -> None:
    done = run.units()
    samples, tests = int(bench.usable.sum()), prediction_batches(len(bench.judges.labels))
    expected = [bench.updates(one.schedule, expected_rows(one, samples)) + tests for one in trainings]
    progress = run.progress("training", "batches")
    trainer, before = Trainer(bench), 0
    for training, batches in zip(trainings, expected, strict=True):
        if training.name not in done:
            progress(before, sum(expected))
            part = _Part(progress, before, batches, sum(expected))
            run.keep(training.name, asdict(_unit(training, bench, trainer, parts, part)))
        before += batches
    progress(before, sum(expected))


def _unit(
    training: Training, bench: Bench, trainer: Trainer, parts: Parts, progress: Progress
) -> EvaluationUnit:
    rows = parts.rows(training)
    steps = bench.updates(training.schedule, len(rows))
    found = trainer.train(rows, steps=steps, seed=training.seed, progress=progress)
    return EvaluationUnit(
        training.arm,
        training.keep,
        training.seed,
        training.schedule,
        right=tuple(found.right.tolist()),
        samples=len(bench.judges.labels),
        kept=len(rows),
        updates=steps,
        diverged=found.diverged,
    )


class _Part:
    """One training's progress as a part of all of them.

    How many samples a plan keeps is known only once it is made, so a training counts as what was expected.
    """

    def __init__(self, progress: Progress, before: int, batches: int, total: int) -> None:
        self._progress, self._before, self._batches, self._total = progress, before, batches, total

    def __call__(self, done: int, total: int, /) -> None:
        self._progress(self._before + self._batches * done // total, self._total)
