"""Rows of a table as numbers."""

from __future__ import annotations

import numpy as np

from lpntk.datasets import open_dataset
from lpntk.datasets.rows import expand, row_statistics
from lpntk.domain import DataSettings
from support.tables import write_csv


def test_a_column_of_equal_numbers_is_not_divided_by_what_was_rounded(tmp_path):
    rows = [(0.1, i, "ab"[i % 2]) for i in range(60)]
    path = write_csv(tmp_path / "a.csv", ["same", "size", "label"], rows)
    dataset = open_dataset(DataSettings(str(path)), seed=0)
    mean, std = row_statistics(dataset)
    assert std[0] == 1
    other = expand(np.array([[0.2, 3.0]]), dataset.fields, mean, std)
    assert abs(other).max() < 2


def test_equal_numbers_are_nothing_to_a_classifier_however_large_they_are(tmp_path):
    rows = [(10**29 + 1, i, "ab"[i % 2]) for i in range(61)]
    path = write_csv(tmp_path / "a.csv", ["same", "size", "label"], rows)
    dataset = open_dataset(DataSettings(str(path)), seed=0)
    expanded = expand(
        np.stack([dataset.inputs[row] for row in range(3)]), dataset.fields, *row_statistics(dataset)
    )
    assert (expanded[:, 0] == 0).all()
