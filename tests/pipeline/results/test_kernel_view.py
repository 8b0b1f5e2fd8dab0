"""The kernel as a picture, against plain NumPy on the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import update

from lpntk.domain import (
    AnalysisRequest,
    DataSettings,
    InputError,
    KernelSettings,
    LearningSettings,
    NotFoundError,
)
from lpntk.pipeline.results import files, kernel_facts, kernel_view, samples
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.store import kernel_views
from lpntk.store.kernel_matrix import stored_sketch
from lpntk.store.tables import AnalysisArray
from support.analyses import BESIDE, REQUEST, finished_analysis

DATA, LEARNING = DataSettings("digits", limit=200), LearningSettings(epochs=2)
# Requests of their own, so that nobody else is given what these tests compute in small blocks.
SMALL_TILES = AnalysisRequest(DATA, LEARNING, KernelSettings(neighbours=5))
SMALL_BLOCKS = AnalysisRequest(DATA, LEARNING, KernelSettings("sign", method="sketch", sketch_width=32))
SKETCH = AnalysisRequest(DATA, LEARNING, KernelSettings(method="sketch", sketch_width=64))
NOTHING = AnalysisRequest(DATA, LEARNING, KernelSettings(storage_budget=1))


def open_results(folder: Path, request: AnalysisRequest) -> Iterator[Results]:
    url, analysis_id = finished_analysis(folder, request)
    with Workspace.open(url) as workspace, workspace.results(analysis_id) as results:
        yield results


@pytest.fixture(params=[REQUEST, SKETCH, BESIDE], ids=["matrix", "sketch", "beside"])
def results(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Results]:
    yield from open_results(tmp_path, request.param)


def whole_kernel(results: Results) -> NDArray[np.float64]:
    if results.kernel.keeps_matrix:
        return files.kernel_matrix(results).astype(np.float64)
    with stored_sketch(results.database, results.id, 1 << 30) as sketch:
        wide = sketch.astype(np.float64)
        return wide @ wide.T


def similarity(results: Results) -> NDArray[np.float64]:
    """(N, N) in the order of the picture."""
    kappa = whole_kernel(results)
    length = np.sqrt(kappa.diagonal())
    rows = kernel_view.order(results).rows
    return (kappa / length / length[:, None])[np.ix_(rows, rows)]


def test_the_order_is_by_class_cluster_and_similarity(results: Results) -> None:
    order = kernel_view.order(results)
    clusters, labels = results.clustering, results.labels
    size = clusters.sizes()[clusters.assignment]
    assert sorted(order.rows) == list(range(200))
    for label in range(10):
        own = order.rows[order.boundaries[label] : order.boundaries[label + 1]]
        assert (labels[own] == label).all()
        assert (np.diff(size[own]) <= 0).all()
        heads, first, counts = np.unique(clusters.assignment[own], return_index=True, return_counts=True)
        for head, start, count in zip(heads, first, counts, strict=True):
            members = own[start : start + count]
            assert (clusters.assignment[members] == head).all()
            assert members[0] == clusters.heads[head]
            assert (np.diff(results.head_similarity[members[1:]]) <= 1e-6).all()


@pytest.mark.parametrize(
    ("rows", "columns", "size"),
    [(None, None, 512), (None, None, 7), (range(30, 93), None, 20), (range(0, 10), range(150, 200), 6)],
)
def test_it_holds_the_means_of_blocks(
    results: Results, rows: range | None, columns: range | None, size: int
) -> None:
    found = kernel_view.heat_map(results, rows, columns, size)
    down = rows or range(200)
    across = columns or down
    assert found.values.shape == (min(size, len(down)), min(size, len(across)))
    assert (found.rows[0], found.rows[-1]) == (down.start, down.stop)
    assert (found.columns[0], found.columns[-1]) == (across.start, across.stop)
    c = similarity(results)
    expected = [
        [
            c[top:bottom, left:right].mean()
            for left, right in zip(found.columns, found.columns[1:], strict=False)
        ]
        for top, bottom in zip(found.rows, found.rows[1:], strict=False)
    ]
    np.testing.assert_allclose(found.values, expected, atol=2e-6)
    assert np.diff(found.rows).max() - np.diff(found.rows).min() <= 1
    assert found.source == ("matrix" if results.kernel.keeps_matrix else "sketch")


@pytest.mark.parametrize("request_", [SMALL_TILES, SMALL_BLOCKS], ids=["matrix", "sketch"])
def test_many_blocks_make_the_same_picture(
    request_: AnalysisRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("exact.schedule", "sketch.engine"):
        monkeypatch.setattr(f"lpntk.kernels.{module}.MAX_BLOCK", 64)
    for results in open_results(tmp_path, request_):
        assert len(results.kernel.blocks) > 2
        c = similarity(results)
        whole = kernel_view.heat_map(results)
        part = kernel_view.heat_map(results, range(5, 60), range(100, 199))
        np.testing.assert_allclose(whole.values, c, atol=2e-6)
        np.testing.assert_allclose(part.values, c[5:60, 100:199], atol=2e-6)
        assert kernel_facts.spectrum(results).trace == pytest.approx(200, rel=1e-5)
        pairs = kernel_facts.pair_histograms(results)
        np.testing.assert_allclose(pairs.within + pairs.between, samples.histogram(results) / 2, atol=2)


def test_positions_that_there_are_not_are_refused(results: Results) -> None:
    with pytest.raises(InputError, match="positions 0 to 199") as caught:
        kernel_view.heat_map(results, range(150, 201))
    assert caught.value.field == "first"
    with pytest.raises(InputError) as caught:
        kernel_view.heat_map(results, range(5), range(9, 9))
    assert caught.value.field == "column_first"
    with pytest.raises(InputError, match="size is 0"):
        kernel_view.heat_map(results, size=0)


def test_the_spectrum_is_that_of_the_kernel(results: Results) -> None:
    kappa = whole_kernel(results)
    expected = np.linalg.eigvalsh(kappa / kappa.diagonal().mean())[::-1]
    found = kernel_facts.spectrum(results)
    known = min(len(found.eigenvalues), 60)
    np.testing.assert_allclose(found.eigenvalues[:known], expected[:known], rtol=1e-3, atol=1e-4)
    assert found.is_whole
    assert found.trace == pytest.approx(200, rel=1e-5)
    p = expected[expected > 1e-9] / expected.sum()
    assert found.effective_rank == pytest.approx(np.exp(-(p * np.log(p)).sum()), rel=1e-3)
    assert f"effective rank of {found.effective_rank:,.0f}" in found.words


def test_of_a_large_kernel_it_is_the_beginning(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kernel_facts.spectrum(results)
    with results.database.writing() as session:
        kernel_views.forget(session, results.id)
    monkeypatch.setattr(kernel_facts, "MOST_SOLVED", 10)
    monkeypatch.setattr(Results, "recall", lambda self, key, make: make())
    part = kernel_facts.spectrum(results)
    assert not part.is_whole
    np.testing.assert_allclose(part.eigenvalues[:20], whole.eigenvalues[:20], rtol=1e-3)
    assert 0.3 * whole.effective_rank < part.effective_rank <= whole.effective_rank * (1 + 1e-6)
    assert "at least" in part.words


def test_similarities_are_counted_within_and_between_classes(results: Results) -> None:
    found = kernel_facts.pair_histograms(results)
    c = similarity(results)
    labels = results.labels[kernel_view.order(results).rows]
    pair = np.triu(np.ones_like(c, dtype=bool), 1)
    same = labels[:, None] == labels
    for counts, chosen in ((found.within, same), (found.between, ~same)):
        expected, _ = np.histogram(c[pair & chosen], np.linspace(-1, 1, 101))
        assert counts.sum() == expected.sum()
        np.testing.assert_allclose(counts, expected, atol=2)
    assert (found.samples, found.is_drawn) == (200, False)


def test_of_a_large_sketch_a_part_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_facts, "MOST_COMPARED", 50)
    for results in open_results(tmp_path, SKETCH):
        found = kernel_facts.pair_histograms(results)
        assert (found.samples, found.is_drawn) == (50, True)
        assert found.within.sum() + found.between.sum() == 50 * 49 // 2


def test_facts_are_remembered_and_made_again_where_they_are_damaged(results: Results) -> None:
    first = kernel_facts.pair_histograms(results).within
    names = ("counts", "samples")
    with results.database.reading() as session:
        kept = kernel_views.find(session, results.id, "pairs", names)
    assert kept is not None
    np.testing.assert_array_equal(kept["counts"][1], first)
    with results.database.writing() as session:
        session.execute(
            update(AnalysisArray).where(AnalysisArray.name == "view/pairs/counts").values(checksum=1)
        )
    with results.database.reading() as session:
        assert kernel_views.find(session, results.id, "pairs", names) is None


def test_where_nothing_is_stored_it_says_why(tmp_path: Path) -> None:
    for results in open_results(tmp_path, NOTHING):
        for ask in (kernel_view.heat_map, kernel_facts.spectrum, kernel_facts.pair_histograms):
            with pytest.raises(NotFoundError, match=re.escape("neither the kernel's matrix nor a sketch")):
                ask(results)
