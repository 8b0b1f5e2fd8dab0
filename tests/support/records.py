"""Small made-up results, to be stored and read back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import (
    HISTOGRAM_BINS,
    AnalysisRequest,
    Architecture,
    Checkpoint,
    Clustering,
    Dataset,
    DataSettings,
    KernelSummary,
    Neighbours,
    TrainingTrace,
)
from lpntk.domain.plan_forecast import PlanForecast
from lpntk.store import (
    analyses,
    checkpoints,
    datasets,
    jobs,
    kernels,
    plan_forecasts,
    saved_views,
    structure,
    summaries,
    units,
)
from lpntk.store.engine import Database

N, K, NEIGHBOURS = 7, 3, 2
LABELS = np.array([0, 1, 2, 0, 1, 2, 0])
REQUEST = AnalysisRequest(DataSettings("digits"))
KINDS = ("analysis",)


def dataset(**changed: object) -> Dataset:
    rng = np.random.default_rng(1)
    made = Dataset(
        name="shapes",
        split="train",
        inputs=rng.integers(0, 256, (N, 4, 4, 1), dtype=np.uint8),
        labels=LABELS,
        indices=np.array([0, 2, 3, 10, 11, 12, 40]),
        class_names=("circle", "square", "Dreieck △"),
        input_shape=(4, 4, 1),
        fingerprint="f" * 64,
    )
    return replace(made, **changed)


def checkpoint(epoch: int | None = 2) -> tuple[Checkpoint, TrainingTrace]:
    architecture = Architecture("lenet", K, (4, 4, 1), mean=(0.5,), std=(0.25,))
    probabilities = np.random.default_rng(2).dirichlet(np.ones(K), (3, N)).astype(np.float32)
    validation = np.arange(N) % 3 == 0
    made = Checkpoint(architecture, b"weights", epoch, validation_accuracy=0.5, accuracy=0.75)
    return made, TrainingTrace(probabilities, validation)


def summary() -> KernelSummary:
    rng = np.random.default_rng(3)

    def neighbours() -> Neighbours:
        rows = rng.integers(0, N, (N, NEIGHBOURS))
        return Neighbours(rows, rng.normal(size=(N, NEIGHBOURS)).astype(np.float32))

    return KernelSummary(
        self_kernel=rng.random(N).astype(np.float32),
        interchangeable=neighbours(),
        unrelated=neighbours(),
        contradictory=neighbours(),
        histogram=rng.integers(0, 9, (N, HISTOGRAM_BINS)),
        class_means=rng.normal(size=(N, K)).astype(np.float32),
        self_max=rng.random(N) < 0.5,
    )


def clustering() -> Clustering:
    return Clustering(
        heads=np.array([3, 1, 2]),
        assignment=LABELS.copy(),
        similarity=np.linspace(0, 1, N, dtype=np.float32),
        stopped_early=(2,),
    )


@dataclass(frozen=True)
class Tile:
    row_start: int
    column_start: int
    values: NDArray[np.float32]


BLOCKS = [(0, 3), (3, 6), (6, 7)]
KERNEL = kernels.KernelRecord(kernels.Tiled(groups=(0, 3)), boundaries=(0, 3, 6, 7))


def matrix() -> NDArray[np.float32]:
    factor = np.random.default_rng(5).normal(size=(N, 4)).astype(np.float32)
    return factor @ factor.T


def strip(block: int) -> list[Tile]:
    start, stop = BLOCKS[block]
    return [Tile(start, first, matrix()[start:stop, first:last]) for first, last in BLOCKS[block:]]


def state(strips: int) -> dict[str, NDArray[np.generic]]:
    return {"sums": np.full((N, 2), strips, dtype=np.float64), "rows": np.full(N, strips)}


def add_analysis(database: Database, key: str = "a", now: float = 0.0) -> tuple[int, int]:
    """A queued analysis: its id and its job's."""
    with database.writing() as session:
        analysis_id = analyses.add(session, key, f"analysis {key}", REQUEST, now).id
        job_id = jobs.enqueue(session, analysis_id, KINDS[0], key, request={}, now=now)
    return analysis_id, job_id


def add_dataset(database: Database, analysis_id: int, made: Dataset | None = None) -> int:
    """A complete data set that the analysis uses."""
    made = made or dataset()
    with database.writing() as session:
        dataset_id = datasets.begin(session, made)
        analyses.use_dataset(session, analysis_id, dataset_id)
        pictures = [f"png {index}".encode() for index in made.indices]
        locations = made.locations or [None] * len(made)
        datasets.add_samples(session, dataset_id, made.indices.tolist(), locations, pictures)
        datasets.complete(session, dataset_id, datasets.identity(made))
    return dataset_id


def add_checkpoint(database: Database, analysis_id: int, dataset_id: int, key: str = "c") -> int:
    """A checkpoint that the analysis uses."""
    made, trace = checkpoint()
    with database.writing() as session:
        checkpoint_id = checkpoints.add(session, key, dataset_id, made, trace, parameters=10, labels=LABELS)
        analyses.use_checkpoint(session, analysis_id, checkpoint_id)
    return checkpoint_id


def add_results(database: Database, analysis_id: int) -> None:
    """Kernel, clusters, map, a forecast of a plan, a saved view, and a task with a unit."""
    with database.writing() as session:
        kernels.begin(session, analysis_id, KERNEL, matrix().diagonal())
        for block in range(len(BLOCKS)):
            kernels.advance(session, analysis_id, block + 1, strip(block), {0: state(block + 1)})
        summaries.finish(session, analysis_id, summary())
        structure.write_clustering(session, analysis_id, clustering())
        structure.write_map(session, analysis_id, np.zeros((N, 2), dtype=np.float32))
        plan_forecasts.add(session, analysis_id, [PlanForecast("random", 0.5, 0, 9, 10)])
        saved_views.save(session, analysis_id, "odd ones", "?sort=loss", now=0.0)
        task_id = jobs.enqueue(session, analysis_id, "summing", "key", request={}, now=0.0)
        units.write(session, task_id, "unit", {"value": 1}, {"row": np.arange(3)})
