"""The figures of experiments show the numbers they are given."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lpntk.domain import InputError
from lpntk.figures import (
    cluster_tail_figure,
    difficulty_company_figure,
    difficulty_size_figure,
    forgetting_figure,
    kernel_over_training_figure,
)


def test_correlations_as_a_matrix_and_over_the_gap() -> None:
    runs = np.array([[[1, 0.8, 0.2], [0.8, 1, 0.5], [0.2, 0.5, 1]]] * 2)
    runs[1, 0, 2] = runs[1, 2, 0] = np.nan
    figure = difficulty_size_figure(np.array([1, 4, 16]), runs)
    heatmap, numbers, *each, mean = figure.data
    np.testing.assert_allclose(heatmap.z, runs[0])
    np.testing.assert_allclose(mean.x, [4, 16, 4])
    np.testing.assert_allclose(mean.y, [0.8, 0.2, 0.5])
    assert len(each) == 2
    assert list(numbers.text[:3]) == ["1.00", "0.80", "0.20"]


def test_a_line_and_a_band_for_each_company() -> None:
    curves = {"alone": np.array([[1, 0.5], [1, 0.7]]), "interchangeable": np.array([[1, 0.1]])}
    figure = difficulty_company_figure(curves)
    lines = {trace.name: trace for trace in figure.data if trace.name}
    np.testing.assert_allclose(lines["alone"].y, [1, 0.6])
    np.testing.assert_allclose(lines["interchangeable"].y, [1, 0.1])
    band = figure.data[0]
    np.testing.assert_allclose(sorted({round(y, 6) for y in band.y}), [0.5, 0.7, 1])


def test_events_and_the_f1_so_far() -> None:
    counts = {"forgotten": np.array([0.0, 4.0]), "eNTK": np.array([0.0, 2.0])}
    figure = forgetting_figure(counts, {"eNTK": np.array([0.0, 2.0])})
    np.testing.assert_allclose(figure.data[0].y, [0, 4])
    np.testing.assert_allclose(figure.data[2].y, [np.nan, 4 / 6])


def test_clusters_of_body_and_tail() -> None:
    figure = cluster_tail_figure(np.array([60, 1, 2]), np.array([0.1, 5, 4]), np.array([True, False, False]))
    body, tail = figure.data
    assert (body.name, tail.name) == ("body: 1 clusters, 60 samples", "tail: 2 clusters, 3 samples")
    np.testing.assert_allclose(tail.y, [5, 4])


def test_similarities_at_each_checkpoint() -> None:
    histograms = np.array([[1, 3], [2, 2]])
    figure = kernel_over_training_figure(
        ["Epoch 1", "Epoch 2"], histograms, np.array([[np.nan, np.nan], [0.9, 0.8]]), 0.95
    )
    lines = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(lines["Epoch 1"].y, [0.25, 0.75])
    np.testing.assert_allclose(lines["Pearson"].y, [0.9])
    json.loads(figure.to_json())


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(InputError, match="theme"):
        cluster_tail_figure(np.array([1]), np.array([1.0]), np.array([True]), "blue")  # type: ignore[arg-type]
