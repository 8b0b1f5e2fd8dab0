"""The sketch of a data set: block by block, the same however it is cut, and bad samples left out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from lpntk.domain import InputError
from lpntk.kernels.sketch import SketchEngine, SketchMatrix
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import LeNetLike, Recurrent, digit_tensors
from support.sketches import sketch_of


def model_of(network: type[nn.Module] = LeNetLike) -> nn.Module:
    torch.manual_seed(0)
    return network()


class Overflowing(nn.Module):
    """Gradients beyond float32 for bright images, from finite logits."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(64, 10)
        self.scale = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        bright = (x.mean(dim=(1, 2, 3)) > 5).float()[:, None]
        return self.body(x.flatten(1)) + self.scale(bright * 1e30)


def with_bright(count: int, at: int) -> tuple[torch.Tensor, torch.Tensor]:
    images, labels = digit_tensors(count)
    images[at] += 10
    return images, labels


def test_blocks_make_the_whole() -> None:
    data = digit_tensors(1100)
    with SketchEngine(GradientSource(model_of(), data), width=64, batch_size=100) as engine:
        done: list[int] = []
        blocks = [engine.compute(start, stop, done.append) for start, stop in engine.blocks]

        assert engine.blocks == [(0, 512), (512, 1024), (1024, 1100)]
        assert [block.shape for block in blocks] == [(512, 64), (512, 64), (76, 64)]
        assert all(block.dtype == np.float32 for block in blocks)
        assert done[-1] == 76
        assert done.count(512) == 2
        assert (len(engine.source), engine.width, engine.source.num_classes) == (1100, 64, 10)
        assert engine.source.labels().tolist() == data[1].tolist()
        assert engine.source.excluded.tolist() == []


def test_equal_arguments_give_equal_bits_and_seeds_differ() -> None:
    data = digit_tensors(60)

    first = sketch_of(model_of(), data, width=128, seed=3)

    assert sketch_of(model_of(), data, width=128, seed=3).tobytes() == first.tobytes()
    assert not np.allclose(sketch_of(model_of(), data, width=128, seed=4), first)


def test_rows_do_not_depend_on_the_data_set_around_them() -> None:
    few = sketch_of(model_of(), digit_tensors(40), width=128, batch_size=7)
    many = sketch_of(model_of(), digit_tensors(90), width=128)

    np.testing.assert_allclose(few, many[:40], atol=1e-5 * np.abs(many).max())


def test_parameters_without_a_rule_are_named_and_take_part() -> None:
    with SketchEngine(GradientSource(model_of(Recurrent), digit_tensors(8)), width=64) as engine:
        assert "lstm.weight_hh_l0" in engine.source.without_rule
    only = GradientSource(model_of(Recurrent), digit_tensors(8), parameters="lstm")
    with SketchEngine(only, width=64) as engine:
        assert np.abs(engine.compute(0, 8)).max() > 0


def test_a_gradient_that_is_not_finite_stops_with_its_index_and_layer() -> None:
    source = GradientSource(model_of(Overflowing), with_bright(20, 13), indices=np.arange(20) + 100)

    with (
        SketchEngine(source, width=64) as engine,
        pytest.raises(InputError, match=r"gradient of sample 113 .* in 'scale\.weight'"),
    ):
        engine.compute(0, 20)


def test_a_gradient_that_is_not_finite_can_be_left_out() -> None:
    source = GradientSource(model_of(Overflowing), with_bright(20, 13), on_bad_gradient="exclude")
    whole = sketch_of(model_of(Overflowing), digit_tensors(20), width=64)

    with SketchEngine(source, width=64) as engine:
        found = engine.compute(0, 20)
        assert engine.source.excluded.tolist() == [13]

    assert not found[13].any()
    others = np.delete(np.arange(20), 13)
    np.testing.assert_allclose(found[others], whole[others], atol=1e-5 * np.abs(whole).max())


def test_a_width_out_of_bounds() -> None:
    with pytest.raises(InputError, match="sketch_width is 4: it must be between") as caught:
        SketchEngine(GradientSource(model_of(), digit_tensors(8)), width=4)
    assert caught.value.field == "sketch_width"


def test_a_budget_that_is_too_small() -> None:
    with pytest.raises(InputError, match="give at least") as caught:
        SketchEngine(GradientSource(model_of(), digit_tensors(8)), memory_budget=1 << 20)
    assert caught.value.field == "memory_budget"


def test_the_matrix_is_the_products_of_the_sketch() -> None:
    sketch = np.random.default_rng(0).normal(size=(2100, 16)).astype(np.float32)
    matrix = SketchMatrix(sketch)
    scattered = np.array([5, 3, 3, 2099, 0])

    assert len(matrix) == 2100
    np.testing.assert_allclose(
        matrix.block(scattered, np.arange(2100)), sketch[scattered] @ sketch.T, rtol=1e-5, atol=1e-5
    )
    np.testing.assert_allclose(
        matrix.block(np.arange(7, 9), scattered), sketch[7:9] @ sketch[scattered].T, rtol=1e-5, atol=1e-5
    )
    assert matrix.block(np.arange(0), scattered).shape == (0, 5)
    assert matrix.block(scattered, np.arange(3)).dtype == np.float32
