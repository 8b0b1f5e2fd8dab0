"""Strips and tiles: whole, the same however they are cut, and the same again after a stop."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from lpntk.domain import Cancelled, StoreError, Tile
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import Attention, LeNetLike, Positions, Repeated, digit_tensors

LENET_SAMPLE_BYTES = 4 * 1400  # about what one sample's features take


def model_of(network: type[nn.Module] = LeNetLike) -> nn.Module:
    torch.manual_seed(0)
    return network()


def engine_of(model: nn.Module, data: Any, **options: Any) -> KernelEngine:
    return KernelEngine(GradientSource(model, data), **options)


def all_tiles(engine: KernelEngine) -> list[Tile]:
    with engine:
        return [tile.download().result() for step in engine.schedule.steps for tile in engine.tiles(step)]


def matrix_of(engine: KernelEngine) -> NDArray[np.float32]:
    matrix = np.full((len(engine.source), len(engine.source)), np.nan, dtype=np.float32)
    for tile in all_tiles(engine):
        rows, columns = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
        matrix[rows, columns] = tile.values
        matrix[columns, rows] = tile.values.T
    return matrix


def largest_difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.abs(a - b).max() / np.abs(b).max())


def test_steps_cover_the_upper_triangle_once() -> None:
    engine = engine_of(model_of(), digit_tensors(50), block_size=12)
    seen = np.zeros((50, 50), dtype=int)
    for tile in all_tiles(engine):
        assert tile.values.dtype == np.float32
        assert tile.values.flags.c_contiguous
        seen[tile.row_start : tile.row_stop, tile.column_start : tile.column_stop] += 1

    assert engine.blocks == [(0, 12), (12, 24), (24, 36), (36, 48), (48, 50)]
    assert np.array_equal(seen[np.triu_indices(50)], np.ones(50 * 51 // 2))


def test_diagonal_is_that_of_the_tiles_to_the_bit() -> None:
    engine = engine_of(model_of(Positions), digit_tensors(150))
    with engine:
        diagonal = engine.diagonal()

    matrix = matrix_of(engine)
    assert np.array_equal(matrix.diagonal(), diagonal)
    assert np.array_equal(matrix, matrix.T)


@pytest.mark.parametrize("network", [LeNetLike, Attention, Repeated])
@pytest.mark.parametrize(
    "options", [{"batch_size": 1}, {"batch_size": 7}, {"block_size": 1}, {"block_size": 9}]
)
def test_result_does_not_depend_on_batches_and_tiles(
    network: type[nn.Module], options: dict[str, int]
) -> None:
    data = digit_tensors(20)
    whole = matrix_of(engine_of(model_of(network), data))

    assert largest_difference(matrix_of(engine_of(model_of(network), data, **options)), whole) < 2e-6


def test_result_does_not_depend_on_the_memory_budget() -> None:
    data = digit_tensors(60)
    whole = matrix_of(engine_of(model_of(), data))

    tight = engine_of(model_of(), data, memory_budget=20 * LENET_SAMPLE_BYTES)

    assert len(tight.blocks) > 5
    assert largest_difference(matrix_of(tight), whole) < 2e-6


@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("budget", [2**30, 24 * LENET_SAMPLE_BYTES, 64 * LENET_SAMPLE_BYTES])
def test_steps_after_a_stop_are_the_same_to_the_bit(budget: int, on_disk: bool, tmp_path: Path) -> None:
    def start() -> KernelEngine:
        scratch = tmp_path if on_disk else None
        return engine_of(model_of(), digit_tensors(60), memory_budget=budget, block_size=8, scratch=scratch)

    whole = all_tiles(engine_of(model_of(), digit_tensors(60), memory_budget=budget, block_size=8))
    with start() as engine:
        late = engine.schedule.steps[3:]
        again = [tile.download().result() for step in late for tile in engine.tiles(step)]
    with start() as engine:
        engine.diagonal()
        once_more = [tile.download().result() for step in late for tile in engine.tiles(step)]

    for tile, fresh, warm in zip(whole[-len(again) :], again, once_more, strict=True):
        assert np.array_equal(tile.values, fresh.values)
        assert np.array_equal(tile.values, warm.values)
    assert list(tmp_path.iterdir()) == []


def test_features_on_disk_are_not_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[int] = []
    compute = FeatureSource.compute
    monkeypatch.setattr(
        FeatureSource, "compute", lambda self, rows, done: computed.extend(rows) or compute(self, rows, done)
    )
    budget = 24 * LENET_SAMPLE_BYTES
    for scratch in (tmp_path, None):
        computed.clear()
        engine = engine_of(model_of(), digit_tensors(60), memory_budget=budget, scratch=scratch)
        with engine:
            engine.diagonal()
            for step in engine.schedule.steps:
                list(engine.tiles(step))
        assert len(computed) == (60 if scratch else engine.schedule.passes)


def test_what_a_killed_process_left_on_disk_goes(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    orphan, used = tmp_path / f"lpntk-scratch-{ended.pid}-x", tmp_path / f"lpntk-scratch-{os.getpid()}-y"
    for folder in (orphan, used):
        folder.mkdir()
        (folder / "0-0.npy").write_bytes(b"features")

    budget = 24 * LENET_SAMPLE_BYTES
    with engine_of(model_of(), digit_tensors(60), memory_budget=budget, scratch=tmp_path) as engine:
        engine.diagonal()

    assert list(tmp_path.iterdir()) == [used]


def test_a_disk_that_runs_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)
    budget = 24 * LENET_SAMPLE_BYTES
    engine = engine_of(model_of(), digit_tensors(60), memory_budget=budget, scratch=tmp_path)

    with pytest.raises(StoreError, match=r"Features of .* MiB cannot be written to .*No space left"), engine:
        engine.diagonal()
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_that_is_not_there(tmp_path: Path) -> None:
    engine = engine_of(
        model_of(), digit_tensors(60), memory_budget=24 * LENET_SAMPLE_BYTES, scratch=tmp_path / "no"
    )
    with pytest.raises(StoreError, match="cannot be written to"), engine:
        engine.diagonal()


@pytest.mark.parametrize("budget", [2**30, 24 * LENET_SAMPLE_BYTES])
def test_rows_that_came_later_are_computed_alone(budget: int) -> None:
    data = digit_tensors(60)
    whole = matrix_of(engine_of(model_of(), data))
    engine = engine_of(model_of(), data, memory_budget=budget, block_size=8, boundaries=(0, 20, 41))
    with engine:
        diagonal = engine.diagonal()

    found = matrix_of(engine)

    assert engine.blocks[:3] == [(0, 20), (20, 41), (41, 49)]
    assert np.isnan(found[:41, :41]).all()
    assert not np.isnan(found[41:]).any()
    assert np.array_equal(found[41:, 41:].diagonal(), diagonal)
    assert largest_difference(found[41:], whole[41:]) < 2e-6


@pytest.mark.parametrize("budget", [2**30, 30 * LENET_SAMPLE_BYTES])
def test_rows_on_demand(budget: int) -> None:
    data, rows = digit_tensors(60), np.array([3, 50, 7, *range(10, 40)])
    whole = matrix_of(engine_of(model_of(), data))
    asked, columns = np.array([32, 0, 5]), np.arange(33)

    with engine_of(model_of(), data, memory_budget=budget) as engine:
        matrix = engine.matrix(rows)
        found, part = matrix.block(asked, columns), matrix.block(columns, asked[:1])

    assert len(matrix) == 33
    assert largest_difference(found, whole[np.ix_(rows[asked], rows)]) < 2e-6
    assert largest_difference(part, whole[np.ix_(rows, rows[asked[:1]])]) < 2e-6


def test_a_map_style_data_set_gives_the_same_as_its_tensors() -> None:
    inputs, labels = digit_tensors(30)
    data = torch.utils.data.TensorDataset(inputs, labels)
    with_numbers = [(image, int(label)) for image, label in data]

    whole = matrix_of(engine_of(model_of(), (inputs, labels)))

    assert np.array_equal(matrix_of(engine_of(model_of(), data)), whole)
    engine = engine_of(model_of(), with_numbers)
    assert np.array_equal(engine.source.labels(), labels.numpy())
    assert np.array_equal(matrix_of(engine), whole)


def test_progress_counts_samples() -> None:
    told: list[tuple[int, int]] = []
    with engine_of(model_of(), digit_tensors(50), batch_size=20, block_size=25) as engine:
        engine.diagonal(lambda done, total: told.append((done, total)))

    assert told == [(20, 50), (25, 50), (45, 50), (50, 50)]


def test_progress_may_stop_the_work() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    model = model_of().train()
    with pytest.raises(Cancelled), engine_of(model, digit_tensors(20)) as engine:
        engine.diagonal(stop)
    assert model.training


def test_work_outside_the_context_is_refused() -> None:
    engine = engine_of(model_of(), digit_tensors(10))

    with pytest.raises(RuntimeError, match="context manager"):
        engine.diagonal()


def test_a_copy_of_a_sample_has_its_kernel() -> None:
    inputs, labels = digit_tensors(40)
    inputs[25], labels[25] = inputs[3], labels[3]

    matrix = matrix_of(engine_of(model_of(), (inputs, labels), block_size=20))

    np.testing.assert_allclose(matrix[25], matrix[3], rtol=1e-5, atol=1e-6 * matrix.max())
    np.testing.assert_allclose(matrix[3, 25], matrix[3, 3], rtol=1e-5)
