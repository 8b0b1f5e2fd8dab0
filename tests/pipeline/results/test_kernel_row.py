"""One sample's row of the kernel, against the kernel itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.orm import Session

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings, NotFoundError
from lpntk.pipeline.results import features, files
from lpntk.pipeline.results.kernel_row import kernel_row
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.workspace import Workspace
from lpntk.store import kernels
from lpntk.store.kernel_matrix import stored_sketch
from lpntk.store.kernels import KernelRecord
from support.analyses import BESIDE, REQUEST, finished_analysis

DATA, LEARNING = DataSettings("digits", limit=200), LearningSettings(epochs=2)
SKETCH = AnalysisRequest(DATA, LEARNING, KernelSettings(method="sketch", sketch_width=64))
NOTHING = AnalysisRequest(DATA, LEARNING, KernelSettings(storage_budget=1))
SMALL_TILES = AnalysisRequest(DATA, LEARNING, KernelSettings(), name="in tiles of 64")


@contextmanager
def opened(folder: Path, request: AnalysisRequest) -> Iterator[Results]:
    url, analysis_id = finished_analysis(folder, request)
    with Workspace.open(url) as workspace, workspace.results(analysis_id) as results:
        yield results


@pytest.fixture
def of_matrix(tmp_path: Path) -> Iterator[Results]:
    with opened(tmp_path, REQUEST) as results:
        yield results


@pytest.fixture
def of_sketch(tmp_path: Path) -> Iterator[Results]:
    with opened(tmp_path, SKETCH) as results:
        yield results


def require_rows_of(results: Results, kappa: np.ndarray) -> None:
    length = np.sqrt(kappa.diagonal())
    c = kappa / length / length[:, None]
    for row in (0, 17, 199):
        found = kernel_row(results, int(results.indices[row]))
        assert found.similarity.dtype == np.float32
        assert found.similarity[row] == 1
        np.testing.assert_allclose(found.similarity, c[row], atol=1e-6)


def test_it_is_a_row_of_the_matrix(of_matrix: Results) -> None:
    require_rows_of(of_matrix, files.kernel_matrix(of_matrix).astype(np.float64))
    found = kernel_row(of_matrix, int(of_matrix.indices[0]))
    assert (found.source, found.error, found.words) == ("matrix", None, None)


def test_it_reads_the_tiles_that_it_crosses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 64)
    read: list[tuple[int, int]] = []
    tile = kernels.tile

    def counting(session: Session, analysis_id: int, row: int, column: int) -> np.ndarray:
        read.append((row, column))
        return tile(session, analysis_id, row, column)

    with opened(tmp_path, SMALL_TILES) as results:
        require_rows_of(results, files.kernel_matrix(results).astype(np.float64))
        monkeypatch.setattr(kernels, "tile", counting)
        kernel_row(results, int(results.indices[70]))
    assert read == [(0, 1), (1, 1), (1, 2), (1, 3)]


@pytest.mark.parametrize("in_memory", [1 << 30, 0])
def test_it_is_the_products_of_a_sketch(
    of_sketch: Results, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(of_sketch, "_features", features.FeatureKeeper(in_memory))
    with stored_sketch(of_sketch.database, of_sketch.id, 1 << 30) as sketch:
        wide = sketch.astype(np.float64)
        require_rows_of(of_sketch, wide @ wide.T)
    found = kernel_row(of_sketch, int(of_sketch.indices[0]))
    assert found.source == "sketch"
    assert found.error == of_sketch.kernel.sketch_error is not None
    assert found.words == (
        f"From a sketch of 64 numbers a sample: c is off by {found.error.similarity_error:.3f} on average."
    )


def test_beside_an_exact_kernel_it_is_near_the_kernel_as_is_said(tmp_path: Path, of_matrix: Results) -> None:
    off = []
    (tmp_path / "beside").mkdir()
    with opened(tmp_path / "beside", BESIDE) as results:
        for index in results.indices[:20].tolist():
            found = kernel_row(results, index)
            off.append(np.abs(found.similarity - kernel_row(of_matrix, index).similarity).sum() / 199)
    assert found.source == "sketch"
    assert found.error is not None
    assert np.mean(off) == pytest.approx(found.error.similarity_error, rel=0.3)
    assert found.words is not None
    assert found.words.startswith("From a sketch of 100 numbers a sample: c is off by 0.")
    assert found.words.endswith("on average; neighbours are exact.")


def test_what_is_left_out_is_not_known(of_matrix: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    record = of_matrix.kernel
    left_out = KernelRecord(record.way, record.boundaries, record.pieces_done, (3, 50))
    monkeypatch.setattr(of_matrix, "kernel", left_out)

    of_another = kernel_row(of_matrix, int(of_matrix.indices[0])).similarity
    assert np.flatnonzero(np.isnan(of_another)).tolist() == [3, 50]
    assert np.isnan(kernel_row(of_matrix, int(of_matrix.indices[50])).similarity).all()


def test_where_nothing_is_stored_it_says_why(tmp_path: Path) -> None:
    nothing = pytest.raises(NotFoundError, match="neither the kernel's matrix nor a sketch")
    with opened(tmp_path, NOTHING) as results, nothing:
        kernel_row(results, int(results.indices[0]))


def test_a_sample_that_is_not_there(of_matrix: Results) -> None:
    with pytest.raises(NotFoundError, match="There is no sample 99999"):
        kernel_row(of_matrix, 99_999)
