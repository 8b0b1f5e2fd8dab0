"""The stages in this process: what is shared, skipped, taken up again, and what stops them."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from lpntk.domain import (
    AnalysisRequest,
    Cancelled,
    ConflictError,
    DataSettings,
    InputError,
    JobProgress,
    JobState,
    KernelSettings,
    LearningSettings,
    Stage,
)
from lpntk.kernel import KernelEngine
from lpntk.pipeline import material
from lpntk.pipeline.workspace import Workspace
from lpntk.store import analyses, checkpoints, datasets, jobs, kernels
from lpntk.store.engine import Database
from lpntk.store.jobs import LeaseLost
from support.analyses import REQUEST
from support.data import write_image_folder
from support.results import Results, results

STRIPS = 4
"""Of 200 samples in blocks of 50."""


LEASE = 1e6


class Ticking:
    """A clock on which every look takes a second, so that no progress is too early to be told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small blocks, and a lease that is long for such a clock."""
    monkeypatch.setattr("lpntk.kernel.plan.MAX_BLOCK", 50)
    monkeypatch.setattr(jobs, "LEASE_SECONDS", LEASE)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Database(f"sqlite:///{tmp_path / 'x.db'}"), Ticking()) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What a run without interruption computes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lpntk.kernel.plan.MAX_BLOCK", 50)
        with Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('straight') / 'x.db'}") as workspace:
            analysis_id = workspace.submit(REQUEST)
            workspace.run(analysis_id)
            return results(workspace.url, analysis_id)


def stop_at(
    stage: Stage, unit: str, done: int, act: Callable[[], None] | None = None
) -> Callable[[JobProgress], None]:
    """What to call with progress: at that point it does something, or interrupts as Ctrl-C does."""
    reached = False

    def watch(progress: JobProgress) -> None:
        nonlocal reached
        if not reached and progress.stage is stage and progress.unit == unit and progress.done >= done:
            reached = True
            if act is None:
                raise KeyboardInterrupt
            act()

    return watch


def interrupted(workspace: Workspace, request: AnalysisRequest, stage: Stage, unit: str, done: int) -> int:
    """An analysis whose run was interrupted there."""
    analysis_id = workspace.submit(request)
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(stage, unit, done))
    assert workspace.analysis(analysis_id).state is JobState.CANCELLED
    return analysis_id


def run_to_the_map(workspace: Workspace, analysis_id: int) -> None:
    """Compute all but the map, whose drawing takes as long as everything else here."""
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.MAP, "maps", 0))


def without_map(found: Results) -> Results:
    return {key: value for key, value in found.items() if key[1] != "map"}


def strips_done(workspace: Workspace, analysis_id: int) -> int:
    with workspace._database.reading() as session:
        return kernels.get(session, analysis_id).strips_done


@pytest.fixture
def computed_strips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which strips the engine was asked for."""
    strips: list[int] = []
    original = KernelEngine.strip

    def strip(engine: KernelEngine, block: int) -> object:
        strips.append(block)
        return original(engine, block)

    monkeypatch.setattr(KernelEngine, "strip", strip)
    return strips


@pytest.mark.parametrize(("tiles", "whole_strips"), [(1, 0), (5, 1), (9, 2), (10, 3)])
def test_an_interrupted_kernel_goes_on_after_the_last_whole_strip(
    workspace: Workspace, straight: Results, computed_strips: list[int], tiles: int, whole_strips: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", tiles)
    assert strips_done(workspace, analysis_id) == whole_strips
    computed_strips.clear()

    run_to_the_map(workspace, workspace.submit(REQUEST))

    assert computed_strips == list(range(whole_strips, STRIPS))
    assert results(workspace.url, analysis_id) == without_map(straight)


@pytest.mark.parametrize(
    ("stage", "unit", "done"),
    [
        (Stage.DATA, "samples", 0),
        (Stage.DATA, "pictures", 200),
        (Stage.LEARNING, "batches", 3),
        (Stage.CLUSTERS, "heads", 4),
    ],
)
def test_any_stage_may_be_interrupted(
    workspace: Workspace, straight: Results, stage: Stage, unit: str, done: int
) -> None:
    analysis_id = interrupted(workspace, REQUEST, stage, unit, done)
    assert next(view.stage for view in workspace.analysis(analysis_id).stages if not view.done) is stage

    run_to_the_map(workspace, analysis_id)

    assert (workspace.analysis(analysis_id).attempt, workspace.analysis(analysis_id).samples) == (2, 200)
    assert results(workspace.url, analysis_id) == without_map(straight)


def test_the_last_stage_may_be_interrupted_too(workspace: Workspace, straight: Results) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.MAP, "maps", 0)

    workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.attempt) == (JobState.DONE, 2)
    assert all(stage.seconds is not None and stage.seconds > 0 for stage in view.stages)
    assert results(workspace.url, analysis_id) == straight


def test_a_finished_analysis_is_not_touched(finished: Workspace, computed_strips: list[int]) -> None:
    changes = finished.changes()

    finished.run(finished.submit(REQUEST))

    assert computed_strips == []
    assert finished.changes() == changes
    assert finished.analysis(1).attempt == 1


def test_a_kernel_that_was_cut_otherwise_is_begun_again(
    workspace: Workspace, computed_strips: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_id = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", 5)
    computed_strips.clear()
    monkeypatch.setattr("lpntk.kernel.plan.MAX_BLOCK", 100)

    run_to_the_map(workspace, analysis_id)

    assert computed_strips == [0, 1]
    assert {key[1:] for key in results(workspace.url, analysis_id) if key[0] == "KernelTile"} == {
        (0, 0),
        (0, 1),
        (1, 1),
    }


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry a training."""
    done: list[int] = []
    original = material.train

    def train(*args: object, **named: object) -> object:
        done.append(1)
        return original(*args, **named)

    monkeypatch.setattr(material, "train", train)
    return done


def test_analyses_share_their_data_and_their_classifier(workspace: Workspace, trainings: list[int]) -> None:
    first = interrupted(workspace, REQUEST, Stage.KERNEL, "tiles", 1)
    other = replace(REQUEST, kernel=KernelSettings(label_vector="residual"), name="other")
    second = interrupted(workspace, other, Stage.KERNEL, "tiles", 1)

    assert workspace.analysis(first).dataset_id == workspace.analysis(second).dataset_id
    assert workspace.analysis(first).accuracy == workspace.analysis(second).accuracy
    assert len(trainings) == 1
    workspace.delete(first)
    assert workspace.analysis(second).accuracy is not None


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, learning=LearningSettings(epochs=3)),
        replace(REQUEST, learning=LearningSettings("mlp", epochs=2)),
        replace(REQUEST, seed=1),
    ],
)
def test_what_is_trained_otherwise_is_another_classifier(
    workspace: Workspace, trainings: list[int], other: AnalysisRequest
) -> None:
    interrupted(workspace, REQUEST, Stage.KERNEL, "samples", 1)
    interrupted(workspace, other, Stage.KERNEL, "samples", 1)

    assert len(trainings) == 2


def test_a_brought_checkpoint_is_known_by_what_is_in_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "weights.pt"
    brought = replace(REQUEST, learning=LearningSettings(checkpoint=str(file)))

    def weights(analysis_id: int) -> bytes:
        with workspace._database.reading() as session:
            checkpoint_id = analyses.get(session, analysis_id).checkpoint_id
            assert checkpoint_id is not None
            return checkpoints.get(session, checkpoint_id).weights

    def analyse(request: AnalysisRequest) -> bytes:
        return weights(interrupted(workspace, request, Stage.KERNEL, "samples", 1))

    file.write_bytes(first := analyse(REQUEST))
    assert torch_equal(analyse(brought), first)
    file.write_bytes(second := analyse(replace(REQUEST, seed=1)))
    assert torch_equal(analyse(replace(brought, kernel=KernelSettings(label_vector="centred"))), second)
    assert not torch_equal(first, second)


def torch_equal(one: bytes, other: bytes) -> bool:
    """Whether two files of weights hold the same."""
    some, others = (torch.load(io.BytesIO(content), weights_only=True) for content in (one, other))
    return all(torch.equal(some[name], others[name]) for name in some)


def test_changed_samples_stop_an_analysis_that_had_begun(workspace: Workspace, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "photos", per_class=20, classes=2, side=8)
    request = AnalysisRequest(DataSettings(str(folder)), LearningSettings("mlp", epochs=1))
    analysis_id = interrupted(workspace, request, Stage.LEARNING, "batches", 1)
    Image.fromarray(np.zeros((8, 8, 3), dtype=np.uint8)).save(folder / "digit-0" / "0000.png")

    with pytest.raises(InputError, match=f"photos have changed since analysis {analysis_id} began"):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert view.state is JobState.FAILED
    assert view.error is not None
    assert "put them back, or delete the analysis" in view.error


def test_samples_that_are_files_keep_their_paths(workspace: Workspace, tmp_path: Path) -> None:
    folder = write_image_folder(tmp_path / "photos", per_class=20, classes=2, side=8)
    request = AnalysisRequest(DataSettings(str(folder)), LearningSettings("mlp", epochs=1))
    analysis_id = workspace.submit(request)
    workspace.run(analysis_id)

    assert workspace.sample(analysis_id, 21).location == "digit-1/0001.png"
    assert b"digit-1/0001.png" in workspace.export(analysis_id, "scores", "csv")


def test_a_matrix_beyond_the_budget_is_refused_before_anything_is_trained(
    workspace: Workspace, trainings: list[int]
) -> None:
    request = replace(REQUEST, kernel=KernelSettings(storage_budget=1000))
    analysis_id = workspace.submit(request)

    with pytest.raises(InputError, match="or take at most 22 samples"):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.dataset_id) == (JobState.FAILED, None)
    assert view.error is not None
    assert "storage budget" in view.error
    assert trainings == []
    with pytest.raises(ConflictError, match=r"failed: The kernel matrix of 200 samples .* 22 samples\.$"):
        workspace.samples(analysis_id)


def test_an_unexpected_error_is_written_down_and_raised(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(material, "train", broken)
    analysis_id = workspace.submit(REQUEST)

    with pytest.raises(KeyError):
        workspace.run(analysis_id)

    view = workspace.analysis(analysis_id)
    assert (view.state, view.error) == (
        JobState.FAILED,
        "It was stopped by an unexpected error, KeyError: 'oops'",
    )
    assert "Traceback" in caplog.text
    monkeypatch.undo()


def test_too_little_memory_is_said_to_be_that(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*args: object, **named: object) -> None:
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:1] DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr(material, "train", hungry)
    analysis_id = workspace.submit(REQUEST)

    with pytest.raises(RuntimeError):
        workspace.run(analysis_id)
    error = workspace.analysis(analysis_id).error
    assert error is not None
    assert error.startswith("There was not enough memory")


def test_an_analysis_that_another_process_computes_is_left_to_it(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST)

    def meanwhile() -> None:
        with pytest.raises(ConflictError, match=r"being computed by another process \(.+:\d+\)"):
            workspace.run(analysis_id)
        with pytest.raises(ConflictError, match="is running: cancel it before you delete it"):
            workspace.delete(analysis_id)
        with pytest.raises(ConflictError, match=r"Analysis 1 is still running \(learning, \d+%\)"):
            workspace.samples(analysis_id)
        assert workspace.analysis(analysis_id).state is JobState.RUNNING
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 3, meanwhile))


def test_a_run_that_was_taken_over_stops_and_leaves_nothing(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST)

    def take_over() -> None:
        with workspace._database.writing() as session:
            late = workspace._clock() + 2 * LEASE
            assert jobs.claim(session, kinds=("analysis",), worker="elsewhere", now=late) is not None

    with pytest.raises(LeaseLost):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 2, take_over))

    view = workspace.analysis(analysis_id)
    assert view.attempt == 2
    assert not next(stage for stage in view.stages if stage.stage is Stage.LEARNING).done
    assert view.accuracy is None


def test_a_run_here_can_be_cancelled_from_elsewhere(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.001)
    analysis_id = workspace.submit(REQUEST)

    def cancel() -> None:
        workspace.cancel(analysis_id)
        for thread in threading.enumerate():
            if thread.name.startswith("heart"):  # it ends when it has heard
                thread.join(30)

    with pytest.raises(Cancelled, match=f"Analysis {analysis_id} was cancelled"):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 1, cancel))

    assert workspace.analysis(analysis_id).state is JobState.CANCELLED


def test_progress_is_there_for_all_to_see(workspace: Workspace) -> None:
    analysis_id = workspace.submit(REQUEST)
    seen: list[JobProgress | None] = []

    def look() -> None:
        seen.append(workspace.analysis(analysis_id).progress)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.KERNEL, "tiles", 6, look))
    (progress,) = seen
    assert progress is not None
    assert (progress.stage, progress.unit, progress.total) == (Stage.KERNEL, "tiles", 10)
    assert progress.done >= 5


def test_pictures_of_a_half_read_data_set_do_not_stay(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.pipeline.stages.data._BATCH", 20)
    original, calls = datasets.add_samples, []

    def fail_late(*args: object) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        original(*args)

    monkeypatch.setattr(datasets, "add_samples", fail_late)
    analysis_id = workspace.submit(REQUEST)
    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id)
    assert workspace.analysis(analysis_id).dataset_id is None

    with pytest.raises(KeyboardInterrupt):
        workspace.run(analysis_id, stop_at(Stage.LEARNING, "batches", 1))

    dataset_id = workspace.analysis(analysis_id).dataset_id
    with workspace._database.reading() as session:
        assert datasets.find(session, datasets.get(session, dataset_id).identity) == dataset_id
        assert set(datasets.get_many(session, range(10))) == {dataset_id}
