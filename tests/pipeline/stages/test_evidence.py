"""The evidence stage: against the exact label-free kernel and leaving each sample out one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

import lpntk
from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings, Stage
from lpntk.domain.left_out import left_out_margins
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.stages import evidence as stage
from lpntk.pipeline.workspace import Workspace
from lpntk.store import checkpoints, evidence, test_sets
from support.analyses import REQUEST
from support.data import digits
from support.interruptions import interrupted
from support.leave_out import left_out_one_by_one, predicted_without

NARROW = KernelSettings(sketch_width=1024)
"""A sketch whose regression is solved in a second; the time grows with the cube of the width."""


def label_free_kernel(workspace: Workspace, analysis_id: int) -> NDArray[np.float64]:
    """(N, N): the pseudo NTK of the analysis' classifier, its mean diagonal 1."""
    with workspace.results(analysis_id) as results:
        material = RequestedMaterial(results.request)
        dataset = material.open(lambda done, total: None)
        checkpoint = checkpoints.get(results.session, results.checkpoint_id)
    samples = material.tensors(dataset, checkpoint.architecture)
    kernel = lpntk.kernel(material.classifier(checkpoint), samples, "pntk").matrix().astype(np.float64)
    return kernel / kernel.diagonal().mean()


def test_each_prediction_is_that_of_all_others(finished: Workspace) -> None:
    kernel = label_free_kernel(finished, 1)
    with finished.results(1) as results:
        record, found = evidence.get(results.session, 1), evidence.predictions(results.session, 1)
        labels = results.labels

    expected = left_out_one_by_one(kernel, labels, 10, record.ridge)
    np.testing.assert_allclose(found, expected, atol=2e-4)
    losses = [
        np.square(left_out_one_by_one(kernel, labels, 10, ridge) - np.eye(10)[labels] + 0.1).sum() / 200
        for ridge in record.ridges[3:8]
    ]
    np.testing.assert_allclose(record.losses[3:8], losses, rtol=1e-4)
    assert record.ridge == record.ridges[record.losses.argmin()]
    assert not record.is_sketch


def test_a_sketch_says_nearly_the_same(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(stage, "EXACT_SAMPLES", 10)
    with Workspace.open(f"sqlite:///{tmp_path / 'x.db'}") as workspace:
        number = workspace.submit(replace(REQUEST, kernel=replace(NARROW, sketch_width=2048))).id
        workspace.run(number)
        with workspace.results(number) as results, finished.results(1) as other:
            sketched = evidence.predictions(results.session, number)
            exact, labels = evidence.predictions(other.session, 1), results.labels
            assert evidence.get(results.session, number).is_sketch

    margins = [left_out_margins(found, labels) for found in (sketched, exact)]
    assert spearmanr(*margins).statistic > 0.97


def test_a_sketch_that_was_interrupted_goes_on_after_its_last_block(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "EXACT_SAMPLES", 10)
    monkeypatch.setattr("lpntk.pipeline.stages.sketched_evidence.BLOCK", 64)
    computed: list[tuple[int, int]] = []
    original = lpntk.kernels.sketch.engine.SketchEngine.compute

    def compute(engine: object, start: int, stop: int, done: object) -> object:
        computed.append((start, stop))
        return original(engine, start, stop, done)  # type: ignore[arg-type]

    monkeypatch.setattr("lpntk.kernels.sketch.engine.SketchEngine.compute", compute)
    request = replace(REQUEST, learning=LearningSettings("mlp", epochs=1), kernel=NARROW)
    number = interrupted(workspace, request, Stage.EVIDENCE, "samples", 150)

    workspace.resume(number)
    workspace.run(number)

    assert computed == [(0, 64), (64, 128), (128, 192), (128, 192), (192, 200)]
    with workspace.results(number) as results:
        features = np.concatenate(list(evidence.features(results.session, number)))
        record = evidence.get(results.session, number)
    np.testing.assert_allclose(np.square(features).sum(axis=0), record.eigenvalues, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("exact", [True, False])
def test_the_features_of_a_test_set_predict_it_as_the_kernel_does(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact: bool
) -> None:
    if not exact:
        monkeypatch.setattr(stage, "EXACT_SAMPLES", 10)
    images, labels = digits()
    np.savez(tmp_path / "train.npz", images=images[:150], labels=labels[:150])
    np.savez(tmp_path / "test.npz", images=images[150:200], labels=labels[150:200])
    request = AnalysisRequest(
        DataSettings(str(tmp_path / "train.npz")),
        LearningSettings("mlp", epochs=2, test=str(tmp_path / "test.npz")),
        NARROW,
    )
    number = workspace.submit(request).id
    workspace.run(number)
    with workspace.results(number) as results:
        checkpoint = checkpoints.get(results.session, results.checkpoint_id)
        record = evidence.get(results.session, number)
        tested = np.concatenate(list(evidence.features(results.session, number, test=True)))
        learnt = np.concatenate(list(evidence.features(results.session, number)))
        assert test_sets.get(results.session, number).labels.tolist() == labels[150:200].tolist()
    material = RequestedMaterial(request)
    everyone = material.open(lambda done, total: None)
    other = material.open_test(everyone, lambda done, total: None)
    assert other is not None
    parts = [material.tensors(part, checkpoint.architecture) for part in (everyone, other)]
    items = [part[row] for part in parts for row in range(len(part))]
    kernel = lpntk.kernel(material.classifier(checkpoint), items, "pntk").matrix().astype(np.float64)
    kernel /= kernel.diagonal()[:150].mean()

    expected = predicted_without(kernel, labels, 10, record.ridge, np.arange(150), np.arange(150, 200))
    coefficients = (learnt.T @ (np.eye(10)[labels[:150]] - 0.1)) / (record.eigenvalues + record.ridge)[
        :, None
    ]
    np.testing.assert_allclose(tested @ coefficients, expected, atol=1e-3 if exact else 0.2)


@pytest.mark.parametrize(
    ("samples", "memory", "storage", "exact", "width"),
    [
        (5_000, 12 << 30, 2 << 30, True, 4096),
        (5_001, 12 << 30, 2 << 30, False, 4096),
        (60_000, 12 << 30, 2 << 30, False, 4096),
        (600_000, 12 << 30, 2 << 30, False, 894),
        (3_000, 64 << 20, 2 << 30, False, 1024),
        (3_000, 12 << 30, 1 << 20, False, 87),
    ],
)
def test_what_memory_and_storage_hold_decides_how_it_is_solved(
    samples: int, memory: int, storage: int, exact: bool, width: int
) -> None:
    settings = KernelSettings(storage_budget=storage)

    assert stage.solves_exactly(samples, settings, memory) is exact
    assert stage.sketch_width(samples, settings, memory) == width
    assert stage.sketch_width(samples, settings, memory, least=stage.LEAST_OF_EVIDENCE) == max(512, width)
