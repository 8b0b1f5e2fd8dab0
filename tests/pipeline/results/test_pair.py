"""Two samples beside each other, and which layers make their kernel."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import lpntk
from lpntk.domain import InputError, NotFoundError
from lpntk.domain.left_out import left_out_probabilities
from lpntk.pipeline.results import files, pair
from lpntk.pipeline.results.exact_neighbours import ExactRanker
from lpntk.pipeline.workspace import Workspace
from lpntk.store import checkpoints, evidence
from lpntk.store.kernel_matrix import stored_sketch
from lpntk.store.kernels import KernelRecord
from support.sketched import sketched_analysis


def test_the_layers_make_the_kernel(finished: Workspace) -> None:
    with finished.results(1) as results:
        kappa = files.kernel_matrix(results).astype(np.float64)
        indices = results.indices.tolist()
        first = pair.pair(results, indices[3], indices[150])
        assert [layer.name for layer in first.layers] == ["conv1", "conv2", "fc1", "fc2"]
        assert sum(layer.share for layer in first.layers) == pytest.approx(1)
        assert sum(layer.kappa for layer in first.layers) == pytest.approx(kappa[3, 150], rel=1e-4)
        assert first.kappa == pytest.approx(kappa[3, 150], rel=1e-4)
        length = np.sqrt(kappa[3, 3] * kappa[150, 150])
        assert first.similarity == pytest.approx(kappa[3, 150] / length, abs=1e-6)
        assert (first.source, first.why_not, first.can_be_computed) == ("exact", None, False)


def test_both_are_shown_with_what_is_predicted(finished: Workspace) -> None:
    with finished.results(1) as results:
        indices = results.indices.tolist()
        found = pair.pair(results, indices[7], indices[2], compute=False)
        count = checkpoints.epoch_count(results.session, results.checkpoint_id)
        said = [checkpoints.epoch(results.session, results.checkpoint_id, n) for n in range(1, count + 1)]
        left_out = left_out_probabilities(evidence.predictions(results.session, 1))
        for row, sample in zip((7, 2), found.samples, strict=True):
            assert (sample.index, sample.label) == (indices[row], results.labels[row])
            assert sample.predicted == sample.probabilities.argmax() == results.predictions[0][row]
            assert any(np.array_equal(sample.probabilities, epoch[row]) for epoch in said)
            assert sample.probabilities[sample.label] == results.predictions[1][row]
            np.testing.assert_allclose(sample.left_out, left_out[row], atol=1e-6)


def test_without_computing_it_is_what_is_stored(finished: Workspace) -> None:
    with finished.results(1) as results:
        kappa = files.kernel_matrix(results)
        indices = results.indices.tolist()
        found = pair.pair(results, indices[150], indices[3], compute=False)
    assert (found.source, found.layers, found.can_be_computed) == ("matrix", (), True)
    assert found.kappa == kappa[3, 150]


def test_what_was_computed_is_remembered(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with finished.results(1) as results:
        one, other = results.indices[[3, 150]].tolist()
        first = pair.pair(results, one, other)
    monkeypatch.setattr(ExactRanker, "layers", None)
    with Workspace.open(finished.url) as again, again.results(1) as results:
        for indices in ((one, other), (other, one)):
            found = pair.pair(results, *indices, compute=False)
            assert (found.layers, found.kappa, found.similarity) == (
                first.layers,
                first.kappa,
                first.similarity,
            )


def test_of_a_sketch_it_is_the_product_of_two_rows(tmp_path: Path) -> None:
    url, number = sketched_analysis(tmp_path)
    with Workspace.open(url) as workspace, workspace.results(number) as results:
        one, other = results.indices[[30, 4]].tolist()
        found = pair.pair(results, one, other, compute=False)
        with stored_sketch(results.database, number, 1 << 30) as sketch:
            assert found.kappa == pytest.approx(float(sketch[4] @ sketch[30]), rel=1e-5)
        assert found.source == "sketch"
        exact = pair.pair(results, one, other)
        assert exact.source == "exact"
        assert exact.similarity == pytest.approx(found.similarity, abs=0.5)


def test_what_is_no_pair_is_refused(finished: Workspace) -> None:
    with finished.results(1) as results:
        first = int(results.indices[0])
        with pytest.raises(InputError, match="named twice") as caught:
            pair.pair(results, first, first)
        assert caught.value.field == "other"
        with pytest.raises(NotFoundError, match="There is no sample 99999"):
            pair.pair(results, first, 99_999)


def test_a_sample_that_was_left_out_has_no_kernel(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with finished.results(1) as results:
        one, other = results.indices[[3, 150]].tolist()
        record = results.kernel
        left_out = KernelRecord(record.way, record.boundaries, record.pieces_done, (150,))
        monkeypatch.setattr(results, "kernel", left_out)
        found = pair.pair(results, one, other)
    assert (found.kappa, found.similarity, found.source, found.layers) == (None, None, None, ())
    assert found.why_not == f"Sample {other} was left out of the kernel: its gradient is not finite."


def test_of_a_model_in_memory_it_says_why_not(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    data = torch.randn(20, 3, 2, 2), torch.arange(20) % 3
    analysis = lpntk.analyse(model, data, f"sqlite:///{tmp_path}/lpntk.db")
    with analysis.workspace.results(analysis.id) as results:
        found = pair.pair(results, 0, 1)
    assert (found.source, found.layers, found.can_be_computed) == ("matrix", (), False)
    assert found.why_not is not None
    assert "given to lpntk.analyse" in found.why_not
    analysis.workspace.close()


def test_where_the_samples_are_gone_it_says_so(
    finished: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*arguments: object) -> None:
        raise InputError("The samples are gone.")

    monkeypatch.setattr("lpntk.pipeline.results.exact_neighbours._source", gone)
    with finished.results(1) as results, caplog.at_level(logging.WARNING):
        found = pair.pair(results, *results.indices[[3, 150]].tolist())
    assert (found.source, found.why_not) == ("matrix", pair.GONE)
    assert "The samples are gone." in caplog.text
