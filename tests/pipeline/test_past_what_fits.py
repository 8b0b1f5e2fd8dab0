"""Kernels without a matrix, as sketches, and of samples that come later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from lpntk.devices import default_memory_budget
from lpntk.domain import (
    AnalysisRequest,
    ConflictError,
    DataSettings,
    InputError,
    KernelSettings,
    KernelSummary,
    NotFoundError,
    Relation,
    Stage,
    Tile,
    silent,
)
from lpntk.domain.equality import equal
from lpntk.domain.notes import memory_note
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import Step
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import Summariser
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.results.exact_neighbours import ExactNeighbours, ExactRanker
from lpntk.pipeline.workspace import Workspace
from lpntk.store import analyses, checkpoints, datasets, kernels, structure, summaries
from lpntk.store.kernel_matrix import stored_sketch
from support.analyses import BESIDE, BESIDE_WIDTH, REQUEST
from support.interruptions import interrupted, run_to_the_map
from support.reading import Read

SKETCH = replace(REQUEST, kernel=KernelSettings(method="sketch", sketch_width=256))
MORE = DataSettings("digits", limit=60)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 64)
    monkeypatch.setattr("lpntk.kernels.sketch.engine.MAX_BLOCK", 64)


def summary_of(workspace: Workspace, analysis_id: int) -> KernelSummary:
    with workspace._database.reading() as session:
        return summaries.get(session, analysis_id)


def source_of(workspace: Workspace, analysis_id: int) -> GradientSource:
    """The gradients of an analysis's samples by its checkpoint."""
    with workspace._database.reading() as session:
        record = analyses.get(session, analysis_id)
        checkpoint = checkpoints.get(session, record.checkpoint_id or 0)
    material = RequestedMaterial(record.request)
    return gradient_source(material, checkpoint, material.open(silent), record.request.kernel)


def ranked(workspace: Workspace, analysis_id: int, row: int, k: int) -> ExactNeighbours | None:
    with workspace.results(analysis_id) as results:
        summary = summaries.row(results.session, analysis_id, row)
        return results.ranker.neighbours(results, row, k, summary)


def from_scratch(workspace: Workspace, analysis_id: int) -> tuple[KernelSummary, NDArray[np.float32]]:
    """The summary and the matrix of an analysis's samples by its checkpoint, all at once."""
    source = source_of(workspace, analysis_id)
    matrix = np.empty((len(source), len(source)), dtype=np.float32)
    with KernelEngine(source) as engine:
        summariser = Summariser(
            engine.diagonal(), engine.source.labels(), engine.source.num_classes, neighbours=30
        )
        for step in engine.schedule.steps:
            for computed in engine.tiles(step):
                summariser.update(computed)
                tile = computed.download().result()
                rows, columns = (
                    slice(tile.row_start, tile.row_stop),
                    slice(tile.column_start, tile.column_stop),
                )
                matrix[rows, columns], matrix[columns, rows] = tile.values, tile.values.T
    return summariser.finish(), matrix


def assert_same(found: KernelSummary, expected: KernelSummary) -> None:
    np.testing.assert_allclose(found.self_kernel, expected.self_kernel, rtol=1e-5)
    for relation in Relation:
        mine, theirs = found.neighbours(relation), expected.neighbours(relation)
        np.testing.assert_allclose(mine.similarity, theirs.similarity, atol=1e-5)
        # A digit that is there twice has two equal neighbours, which rounding puts into either order.
        assert (mine.rows == theirs.rows).mean() > 0.95
    assert np.abs(found.histogram - expected.histogram).sum() <= 20
    np.testing.assert_allclose(found.class_means, expected.class_means, atol=1e-5)
    assert np.array_equal(found.self_max, expected.self_max)


def test_without_room_for_the_matrix_everything_else_is_the_same(finished: Workspace) -> None:
    request = replace(REQUEST, kernel=KernelSettings(storage_budget=1000))
    streamed = finished.submit(request).id
    run_to_the_map(finished, streamed)

    view = finished.analysis(streamed).kernel
    assert view is not None
    assert not view.keeps_matrix
    assert_same(summary_of(finished, streamed), summary_of(finished, 1))
    with finished._database.reading() as session:
        found, expected = (structure.clustering(session, number) for number in (streamed, 1))
        with pytest.raises(Exception, match="missing"):
            kernels.tile(session, streamed, 0, 0)
    assert np.array_equal(found.heads, expected.heads)
    assert np.array_equal(found.assignment, expected.assignment)


@pytest.mark.parametrize("storage", [1000, 2**30])
def test_an_extended_analysis_is_that_of_all_samples(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, storage: int
) -> None:
    base = 1
    if storage == 1000:
        base = finished.submit(replace(REQUEST, kernel=KernelSettings(storage_budget=storage))).id
        finished.run(base)
    columns: list[int] = []
    original = KernelEngine.tiles

    def tiles(engine: KernelEngine, step: Step, tick: Callable[[], None]) -> Iterator[Tile]:
        columns.extend(engine.blocks[block][0] for block in step.column_blocks)
        return original(engine, step, tick)

    extended = finished.extend(base, MORE).id
    with monkeypatch.context() as patch:
        patch.setattr(KernelEngine, "tiles", tiles)
        run_to_the_map(finished, extended)

    view = finished.analysis(extended)
    assert view.samples == 260
    assert view.name == f"{finished.analysis(base).name} + digits"
    assert min(columns) == 200
    assert_same(summary_of(finished, extended), from_scratch(finished, extended)[0])
    with finished._database.reading() as session:
        indices = datasets.indices(session, view.dataset_id or 0)
        if storage > 1000:
            np.testing.assert_array_equal(
                kernels.tile(session, extended, 0, 0), kernels.tile(session, 1, 0, 0)
            )
    assert np.array_equal(indices[:200], Read(finished).samples(1).index)
    assert indices[200:].min() >= 1797


def test_an_extension_can_be_extended(finished: Workspace) -> None:
    first = finished.extend(1, MORE).id
    finished.run(first)
    second = finished.extend(first, DataSettings("digits", limit=20)).id
    run_to_the_map(finished, second)

    assert finished.analysis(second).samples == 280
    assert_same(summary_of(finished, second), from_scratch(finished, second)[0])


def test_what_cannot_be_extended(finished: Workspace) -> None:
    with pytest.raises(NotFoundError):
        finished.extend(9, MORE)
    with pytest.raises(InputError, match="Did you mean 'digits'"):
        finished.extend(1, DataSettings("digit"))
    waiting = finished.submit(SKETCH).id
    with pytest.raises(ConflictError, match="waits for its turn"):
        finished.extend(waiting, MORE)


def test_a_sketch_is_taken_up_again_and_extended(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []
    original = SketchEngine.compute

    def compute(engine: SketchEngine, start: int, stop: int, done: Callable[[int], None]) -> object:
        computed.append(start)
        return original(engine, start, stop, done)

    monkeypatch.setattr(SketchEngine, "compute", compute)
    monkeypatch.setattr("lpntk.pipeline.stages.progress.TELL_SECONDS", 0)
    analysis_id = interrupted(finished, SKETCH, Stage.KERNEL, "samples", 100)
    finished.run(finished.submit(SKETCH).id)
    assert computed == [0, 64, 64, 128, 192]
    computed.clear()

    extended = finished.extend(analysis_id, MORE).id
    run_to_the_map(finished, extended)

    assert computed == [200]
    with stored_sketch(finished._database, extended, 2**30) as found:
        source = source_of(finished, extended)
        with SketchEngine(source, width=256) as engine:
            straight = original(engine, 0, 260)
        np.testing.assert_allclose(found, straight, atol=1e-5 * np.abs(straight).max())


def test_the_neighbours_of_a_sketch_are_ranked_exactly_when_looked_at(finished: Workspace) -> None:
    analysis_id = finished.submit(SKETCH).id
    finished.run(analysis_id)
    error = finished.analysis(analysis_id).kernel
    assert error is not None
    assert error.sketch_error is not None
    assert error.sketch_error.reranked_recall > 0.9

    found = ranked(finished, analysis_id, 7, 5)

    summary, matrix = from_scratch(finished, analysis_id)
    assert found is not None
    c = matrix[7] / np.sqrt(matrix[7, 7] * matrix.diagonal())
    for rows, similarity in found.values():
        np.testing.assert_allclose(similarity, c[rows], atol=1e-5)
    rows, similarity = found[Relation.INTERCHANGEABLE]
    assert (np.diff(similarity) <= 0).all()
    assert np.isin(summary.interchangeable.rows[7, :5], rows[:10]).mean() > 0.7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ExactRanker, "_rank", None)
        assert equal(ranked(finished, analysis_id, 7, 5), found)


@pytest.mark.parametrize(
    ("kernel_settings", "kept"),
    [(KernelSettings(), True), (KernelSettings(storage_budget=10), False)],
)
def test_a_plan_is_told_before_anything_is_begun(
    workspace: Workspace, kernel_settings: KernelSettings, kept: bool
) -> None:
    estimate = workspace.estimate(replace(REQUEST, kernel=kernel_settings))

    assert (estimate.samples, estimate.parameters, estimate.method) == (200, 53_002, "exact")
    assert estimate.keeps_matrix == kept
    assert estimate.matrix_bytes == 200 * 201 // 2 * 4
    assert estimate.passes == 200
    assert list(estimate.stages) == list(Stage)
    assert all(seconds > 0 for seconds in estimate.stages.values())
    assert estimate.low < estimate.seconds < estimate.high
    assert estimate.memory_bytes < estimate.memory_budget == default_memory_budget(torch.device("cpu"))
    assert estimate.memory_for_all is None
    assert workspace.analyses() == []


def test_a_plan_counts_the_sketch_that_is_kept_beside_it(workspace: Workspace) -> None:
    estimate = workspace.estimate(BESIDE)

    assert not estimate.keeps_matrix
    assert (estimate.beside_width, estimate.beside_bytes) == (BESIDE_WIDTH, 200 * BESIDE_WIDTH * 4)
    assert estimate.passes == 3 * 200  # for the tiles, for the sketch, and for how far that is off
    without = workspace.estimate(replace(REQUEST, kernel=KernelSettings(storage_budget=1000)))
    assert (without.beside_width, without.beside_bytes, without.passes) == (0, 0, 200)


def test_a_plan_says_when_more_memory_would_save_work(workspace: Workspace) -> None:
    tight = replace(REQUEST, kernel=KernelSettings(memory_budget=64 << 20), data=DataSettings("digits"))
    estimate = workspace.estimate(tight)
    assert estimate.memory_for_all is not None
    assert f"{estimate.passes - 1797:,} passes" in (memory_note(estimate) or "") or estimate.scratch_bytes

    ample = replace(tight, kernel=KernelSettings(memory_budget=estimate.memory_for_all))
    estimate = workspace.estimate(ample)
    assert (estimate.memory_for_all, estimate.passes, memory_note(estimate)) == (None, 1797, None)


def test_the_plan_of_a_sketch(workspace: Workspace) -> None:
    estimate = workspace.estimate(SKETCH)

    assert (estimate.method, estimate.matrix_bytes) == ("sketch", 200 * 256 * 4)


def test_a_plan_that_cannot_be_kept_says_what_would_do(workspace: Workspace) -> None:
    request = AnalysisRequest(
        DataSettings("digits"),
        kernel=KernelSettings(method="sketch", sketch_width=4096, storage_budget=10**6),
    )
    with pytest.raises(InputError, match="sketch_width of at most 139"):
        workspace.estimate(request)
    with pytest.raises(InputError, match="sketch_width of at most 139") as apart:
        asyncio.run(workspace.estimate_apart(request))
    assert apart.value.field == "storage_budget"


def test_a_plan_that_is_made_apart_is_the_same(workspace: Workspace) -> None:
    apart = asyncio.run(workspace.estimate_apart(REQUEST))

    # Blocks are small here, and as always there.
    same = {"stages": {}, "others": 0, "multiply_adds": 0, "memory_bytes": 0}
    assert replace(apart, **same) == replace(workspace.estimate(REQUEST), **same)
