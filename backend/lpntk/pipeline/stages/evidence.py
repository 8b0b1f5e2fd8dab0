"""The evidence stage: what the others say of each sample's label, and what they say it by."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import KernelSettings, Stage
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.scratch import room_for
from lpntk.evidence.ridge import RIDGES, best_ridge, left_out, targets
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.material.gradients import label_free_source
from lpntk.pipeline.stages.budget import (
    COPIES,
    DOUBLE_BYTES,
    LEAST_OF_EVIDENCE,
    SYSTEM_SHARE,
    memory_of,
    sketch_width,
)
from lpntk.pipeline.stages.exact_evidence import exact_features
from lpntk.pipeline.stages.run import Run
from lpntk.pipeline.stages.sketched_evidence import sketch_samples, turned_sketch
from lpntk.store import checkpoints, evidence
from lpntk.store.evidence import BLOCK, EvidenceRecord

EXACT_SAMPLES = 5_000
"""Up to so many samples the kernel's own system is solved; past them a sketch's, which is faster then."""

# Directions so much weaker than the ridge say nothing.
NEGLIGIBLE = 1e-6

Features = tuple[NDArray[np.floating], NDArray[np.float64]]
"""Of the test set and then of the samples, with orthogonal columns of these sums of squares."""


def weigh_evidence(run: Run) -> None:
    """Leave each sample out of a ridge regression of the labels, in closed form."""
    progress = run.progress(Stage.EVIDENCE, "samples")
    dataset = run.dataset(progress)
    test = run.material.open_test(dataset, progress)
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    source = label_free_source(run.material, checkpoint, dataset, test, run.request.kernel)
    tests = 0 if test is None else len(test)
    is_exact = solves_exactly(len(dataset), run.request.kernel, memory_of(run.request.kernel, source.device))
    with _features(run, source, tests, is_exact=is_exact) as (values, eigenvalues):
        learnt = values[tests:]
        # The kernel's mean diagonal becomes 1; samples that are left out have none.
        scale = float(eigenvalues.sum()) / max(1, int(learnt.any(axis=1).sum()))
        values /= math.sqrt(scale) if scale > 0 else 1
        _solve(run, values, eigenvalues / (scale or 1), dataset.labels, len(dataset.class_names), is_exact)


def solves_exactly(samples: int, settings: KernelSettings, memory: int) -> bool:
    """Whether the system of all samples is solved, and not a sketch's."""
    fits_memory = COPIES * DOUBLE_BYTES * samples**2 <= SYSTEM_SHARE * memory
    return samples <= EXACT_SAMPLES and fits_memory and FLOAT_BYTES * samples**2 <= settings.storage_budget


@contextmanager
def _features(run: Run, source: GradientSource, tests: int, *, is_exact: bool) -> Iterator[Features]:
    memory = memory_of(run.request.kernel, source.device)
    if is_exact:
        yield exact_features(run, source, tests, memory)
        return
    samples = len(source) - tests
    width = sketch_width(samples, run.request.kernel, memory, least=LEAST_OF_EVIDENCE)
    sketch_samples(run, source, width, memory)
    in_memory = int(SYSTEM_SHARE * memory)
    with room_for("The evidence", (len(source), width), in_memory, run.database.folder) as values:
        yield turned_sketch(run, values, tests)


def _solve(
    run: Run,
    values: NDArray[np.floating],
    eigenvalues: NDArray[np.float64],
    labels: NDArray[np.int64],
    classes: int,
    is_exact: bool,
) -> None:
    """Choose the ridge, and write what it makes of each sample."""
    learnt = values[len(values) - len(labels) :]
    blocks = [slice(start, start + BLOCK) for start in range(0, len(labels), BLOCK)]
    projected = np.zeros((len(eigenvalues), classes))
    for rows in blocks:
        projected += learnt[rows].T.astype(np.float64) @ targets(labels[rows], classes)
    ridge, losses = best_ridge(((learnt[rows], labels[rows]) for rows in blocks), projected, eigenvalues)
    prediction = [
        left_out(learnt[rows], labels[rows], projected, eigenvalues, ridge).astype(np.float32)
        for rows in blocks
    ]
    rank = max(1, int((eigenvalues > NEGLIGIBLE * ridge).sum()))
    _store_features(run, values[:, :rank], len(values) - len(labels))
    record = EvidenceRecord(
        ridge, not is_exact, eigenvalues[:rank], projected[:rank], np.array(RIDGES), losses
    )
    with run.writing() as session:
        evidence.finish(session, run.analysis_id, np.concatenate(prediction), record)
        run.complete(session, Stage.EVIDENCE)


def _store_features(run: Run, values: NDArray[np.floating], tests: int) -> None:
    progress = run.progress(Stage.EVIDENCE, "features")
    parts = [(values[:tests], evidence.write_test_features), (values[tests:], evidence.write_features)]
    done = 0
    for part, write in parts:
        for block, start in enumerate(range(0, len(part), BLOCK)):
            rows = np.ascontiguousarray(part[start : start + BLOCK], dtype=np.float32)
            with run.writing() as session:
                write(session, run.analysis_id, block, rows)
            done += len(rows)
            progress(done, len(values))
