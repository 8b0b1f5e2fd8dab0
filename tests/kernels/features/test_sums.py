"""Long sums lose nothing: against float64, for layers of ten million numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from lpntk.kernels.features.layer_gradients import Factored, LayerGradient, Written
from lpntk.kernels.features.sums import inner_products, squared_lengths
from lpntk.kernels.sketch.matrix import SketchMatrix

NUMBERS = 10_000_000
DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]


def gradients(kind: str, rows: int, numbers: int, device: str = "cpu") -> Tensor:
    """(rows, numbers) float32: of samples that are unlike, all equal, or as like as those of one class."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(rows, numbers, generator=generator)
    if kind == "random":
        return noise.to(device)
    if kind == "equal":
        return torch.full_like(noise, 0.1).to(device)
    common = torch.randn(numbers, generator=generator)
    return noise.mul_(0.05).add_(common.abs() if kind == "positive" else common).to(device)


KINDS = ["random", "equal", "correlated", "positive"]


def exact_products(values: Tensor) -> Tensor:
    wide = [row.double() for row in values]
    return torch.stack([torch.stack([(one * other).sum() for other in wide]) for one in wide])


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_ten_million_numbers(kind: str, device: str) -> None:
    values = gradients(kind, 2, NUMBERS, device)
    exact = exact_products(values)

    own = Written(values).squared_norms()
    products = values.new_zeros(2, 2)
    Written(values).add_products(Written(values), products)

    torch.testing.assert_close(own.float().double(), exact.diagonal(), rtol=1e-6, atol=0)
    # All numbers equal is the worst that can be: what is lost is then lost at every step.
    lost = ((products - exact).abs() / exact.diagonal().max()).max()
    assert lost < (2e-5 if kind == "equal" else 3e-7)
    c = products / (own[:, None] * own[None, :]).sqrt()
    assert c.max() < 1 + 2e-5
    assert (c.diagonal() - 1).abs().max() < 2e-5


def written_out(factored: Factored) -> Tensor:
    return torch.einsum("rto,rti->roi", factored.b.double(), factored.a.double()).flatten(1)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("positions", "fan_in", "fan_out"), [(1, 3200, 3200), (196, 768, 640)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_in_factors(kind: str, positions: int, fan_in: int, fan_out: int, device: str) -> None:
    a = gradients(kind, 2 * positions, fan_in, device).view(2, positions, fan_in)
    b = gradients(kind, 2 * positions, fan_out, device).view(2, positions, fan_out)
    layer: LayerGradient = Factored(a, b)
    exact = exact_products(written_out(Factored(a, b)))

    products = a.new_zeros(2, 2)
    layer.add_products(layer, products)

    own = layer.squared_norms().float().double()
    torch.testing.assert_close(own, exact.diagonal(), rtol=1e-6, atol=0)
    torch.testing.assert_close(products.double(), exact, rtol=0, atol=1e-5 * float(exact.max()))


def test_gradients_of_positions_that_cancel_each_other() -> None:
    """What is left of them is small beside what it is the sum of."""
    a = gradients("positive", 1, 64).expand(50, 64).clone()[None]
    b = gradients("random", 50, 32)[None]
    b -= b.mean(dim=1, keepdim=True)
    a += 1e-3 * gradients("random", 50, 64)[None]
    layer = Factored(a, b)

    own = layer.squared_norms()

    exact = exact_products(written_out(layer)).diagonal()
    assert exact < 1e-4 * (a.double().square().sum() * b.double().square().sum())
    torch.testing.assert_close(own.float().double(), exact, rtol=1e-6, atol=0)


def test_the_diagonal_of_a_wide_sketch() -> None:
    sketch = np.full((2, 1 << 20), 0.1, dtype=np.float32)

    matrix = SketchMatrix(sketch)

    exact = np.square(sketch.astype(np.float64)).sum(axis=1)
    np.testing.assert_allclose(matrix.diagonal(), exact, rtol=1e-6)
    np.testing.assert_allclose(matrix.block(np.arange(2), np.arange(2)), exact[0], rtol=2e-5)


@pytest.mark.parametrize("numbers", [0, 1, 5000])
def test_rows_of_any_length(numbers: int) -> None:
    values = gradients("random", 700, numbers)

    torch.testing.assert_close(squared_lengths(values), values.double().square().sum(dim=1))
    products = inner_products(values, values[:3])
    assert products.dtype == torch.float32
    torch.testing.assert_close(products, values @ values[:3].T, rtol=1e-4, atol=1e-3)
