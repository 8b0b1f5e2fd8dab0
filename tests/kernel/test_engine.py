"""Strips and tiles: whole, the same however they are cut, and the same again after a stop."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from lpntk.domain import Cancelled
from lpntk.kernel import KernelEngine, Tile
from support.models import Attention, LeNetLike, Positions, Repeated, digit_tensors

LENET_SAMPLE_BYTES = 4 * 1400  # about what one sample's features take


def model_of(network: type[nn.Module] = LeNetLike) -> nn.Module:
    torch.manual_seed(0)
    return network()


def all_tiles(engine: KernelEngine) -> list[Tile]:
    with engine:
        return [tile for block in range(len(engine.blocks)) for tile in engine.strip(block)]


def matrix_of(engine: KernelEngine) -> NDArray[np.float32]:
    matrix = np.full((engine.size, engine.size), np.nan, dtype=np.float32)
    for tile in all_tiles(engine):
        rows, columns = slice(tile.row_start, tile.row_stop), slice(tile.column_start, tile.column_stop)
        matrix[rows, columns] = tile.values
        matrix[columns, rows] = tile.values.T
    return matrix


def largest_difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.abs(a - b).max() / np.abs(b).max())


def test_strips_cover_the_upper_triangle_once() -> None:
    engine = KernelEngine(model_of(), digit_tensors(50), block_size=12)
    seen = np.zeros((50, 50), dtype=int)
    for tile in all_tiles(engine):
        assert tile.values.dtype == np.float32
        assert tile.values.flags.c_contiguous
        seen[tile.row_start : tile.row_stop, tile.column_start : tile.column_stop] += 1

    assert engine.blocks == [(0, 10), (10, 20), (20, 30), (30, 40), (40, 50)]
    assert np.array_equal(seen[np.triu_indices(50)], np.ones(50 * 51 // 2))


def test_diagonal_is_that_of_the_tiles_to_the_bit() -> None:
    engine = KernelEngine(model_of(Positions), digit_tensors(150))
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
    whole = matrix_of(KernelEngine(model_of(network), data))

    assert largest_difference(matrix_of(KernelEngine(model_of(network), data, **options)), whole) < 2e-6


def test_result_does_not_depend_on_the_memory_budget() -> None:
    data = digit_tensors(60)
    whole = matrix_of(KernelEngine(model_of(), data))

    tight = KernelEngine(model_of(), data, memory_budget=20 * LENET_SAMPLE_BYTES)

    assert len(tight.blocks) > 5
    assert largest_difference(matrix_of(tight), whole) < 2e-6


@pytest.mark.parametrize("budget", [2**30, 24 * LENET_SAMPLE_BYTES])
def test_strips_after_a_stop_are_the_same_to_the_bit(budget: int) -> None:
    def start() -> KernelEngine:
        return KernelEngine(model_of(), digit_tensors(60), memory_budget=budget, block_size=16)

    whole = all_tiles(start())
    with start() as engine:
        blocks = engine.blocks
        again = [tile for block in range(2, len(blocks)) for tile in engine.strip(block)]
    with start() as engine:
        engine.diagonal()
        once_more = [tile for block in range(2, len(blocks)) for tile in engine.strip(block)]

    for tile, fresh, warm in zip(whole[-len(again) :], again, once_more, strict=True):
        assert np.array_equal(tile.values, fresh.values)
        assert np.array_equal(tile.values, warm.values)


def test_a_map_style_data_set_gives_the_same_as_its_tensors() -> None:
    inputs, labels = digit_tensors(30)
    data = torch.utils.data.TensorDataset(inputs, labels)
    with_numbers = [(image, int(label)) for image, label in data]

    whole = matrix_of(KernelEngine(model_of(), (inputs, labels)))

    assert np.array_equal(matrix_of(KernelEngine(model_of(), data)), whole)
    engine = KernelEngine(model_of(), with_numbers)
    assert np.array_equal(engine.labels(), labels.numpy())
    assert np.array_equal(matrix_of(engine), whole)


def test_progress_counts_samples() -> None:
    told: list[tuple[int, int]] = []
    with KernelEngine(model_of(), digit_tensors(50), batch_size=20, block_size=25) as engine:
        engine.diagonal(lambda done, total: told.append((done, total)))

    assert told == [(20, 50), (25, 50), (45, 50), (50, 50)]


def test_progress_may_stop_the_work() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    model = model_of().train()
    with pytest.raises(Cancelled), KernelEngine(model, digit_tensors(20)) as engine:
        engine.diagonal(stop)
    assert model.training


def test_work_outside_the_context_is_refused() -> None:
    engine = KernelEngine(model_of(), digit_tensors(10))

    with pytest.raises(RuntimeError, match="context manager"):
        engine.diagonal()


def test_a_copy_of_a_sample_has_its_kernel() -> None:
    inputs, labels = digit_tensors(40)
    inputs[25], labels[25] = inputs[3], labels[3]

    matrix = matrix_of(KernelEngine(model_of(), (inputs, labels), block_size=20))

    np.testing.assert_allclose(matrix[25], matrix[3], rtol=1e-5, atol=1e-6 * matrix.max())
    np.testing.assert_allclose(matrix[3, 25], matrix[3, 3], rtol=1e-5)
