"""The measured error of a sketch, and the exact kernel of a few pairs."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from lpntk.domain import InputError
from lpntk.kernels.sketch import exact_similarities, measure_sketch
from lpntk.kernels.source.gradient_source import GradientSource
from support.matrices import cosine
from support.models import Attention, LeNetLike, digit_tensors
from support.reference import reference_kernel
from support.sketches import sketch_of, trained


def lenet(count: int) -> tuple[torch.nn.Module, tuple[torch.Tensor, torch.Tensor]]:
    torch.manual_seed(0)
    data = digit_tensors(count)
    return trained(LeNetLike(), *data), data


def mlp(count: int) -> tuple[torch.nn.Module, tuple[torch.Tensor, torch.Tensor]]:
    torch.manual_seed(0)
    data = digit_tensors(count)
    layers = [torch.nn.Flatten(), torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10)]
    return trained(torch.nn.Sequential(*layers), *data), data


@pytest.mark.parametrize("make", [lenet, mlp])
def test_nearest_are_among_the_candidates_at_the_default_width(make) -> None:
    model, data = make(1000)
    sketch = sketch_of(model, data)
    with GradientSource(model, data) as source:
        error = measure_sketch(source, sketch)

    assert error.queries == 32
    assert error.pairs == 32 * 999
    assert error.rank_correlation >= 0.98
    assert error.reranked_recall >= 0.95
    assert error.recall >= 0.85
    assert error.similarity_error < 0.02
    assert error.relative_error_median < error.relative_error_p95


def test_the_figures_are_those_of_their_definitions() -> None:
    model, data = lenet(24)
    sketch = sketch_of(model, data, width=64)
    with GradientSource(model, data) as source:
        error = measure_sketch(source, sketch, queries=24, candidates=22)

    kappa, others = reference_kernel(model, *data), ~np.eye(24, dtype=bool)
    found = (sketch @ sketch.T).astype(np.float64)
    relative = np.abs(found - kappa)[others] / np.abs(kappa)[others]
    c, found_c = cosine(kappa), cosine(found)
    assert (error.queries, error.pairs, error.nearest, error.candidates) == (24, 24 * 23, 20, 22)
    assert error.relative_error_median == pytest.approx(np.median(relative), rel=1e-2)
    assert error.relative_error_p95 == pytest.approx(np.quantile(relative, 0.95), rel=1e-2)
    assert error.similarity_error == pytest.approx(np.abs(found_c - c)[others].mean(), rel=1e-3)
    assert error.rank_correlation == pytest.approx(spearmanr(c[others], found_c[others]).statistic, abs=1e-4)
    best = [set(np.argsort(-np.where(o, row, -2))[:20]) for row, o in zip(c, others, strict=True)]
    for k, recall in ((20, error.recall), (22, error.reranked_recall)):
        taken = [set(np.argsort(-np.where(o, row, -2))[:k]) for row, o in zip(found_c, others, strict=True)]
        expected = np.mean([len(b & t) / 20 for b, t in zip(best, taken, strict=True)])
        assert recall == pytest.approx(expected, abs=0.01)


def test_the_figures_are_plain_and_the_same_again() -> None:
    model, data = lenet(60)
    sketch = sketch_of(model, data, width=64)
    told: list[tuple[int, int]] = []
    with GradientSource(model, data) as source:
        first = measure_sketch(source, sketch, queries=5, progress=lambda *pair: told.append(pair))
        assert measure_sketch(source, sketch, queries=5) == first

    assert told[-1] == (60, 60)
    assert {type(value) for value in asdict(first).values()} == {int, float}


def test_a_small_budget_takes_fewer_queries_in_smaller_blocks() -> None:
    model, data = lenet(60)
    sketch = sketch_of(model, data, width=64)
    with GradientSource(model, data) as source:
        error = measure_sketch(source, sketch, memory_budget=100_000)
        with pytest.raises(InputError, match="give at least"):
            measure_sketch(source, sketch, memory_budget=10_000)

    assert 1 <= error.queries < 32
    assert error.pairs == error.queries * 59


def test_samples_that_are_left_out_take_no_part() -> None:
    model, data = lenet(30)
    sketch = sketch_of(model, data, width=64)
    with GradientSource(model, data) as source:
        error = measure_sketch(source, sketch, excluded=[3, 4])

    assert (error.queries, error.pairs) == (28, 28 * 27)


@pytest.mark.parametrize("network", [LeNetLike, Attention])
@pytest.mark.parametrize("memory_budget", [1 << 30, 200_000])
def test_pairs_of_one_sample_are_exact(network: type[torch.nn.Module], memory_budget: int) -> None:
    torch.manual_seed(0)
    model, data, others = network().eval(), digit_tensors(10), [7, 2, 9]
    with GradientSource(model, data) as source:
        kappa, own, others_own = exact_similarities(source, 4, others, memory_budget=memory_budget)

    expected = reference_kernel(model, *data)
    np.testing.assert_allclose(kappa, expected[4, others], rtol=1e-4)
    np.testing.assert_allclose(own, expected[4, 4], rtol=1e-4)
    np.testing.assert_allclose(others_own, np.diagonal(expected)[others], rtol=1e-4)
    assert kappa.dtype == others_own.dtype == np.float32
