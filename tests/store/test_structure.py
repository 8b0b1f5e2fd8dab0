from __future__ import annotations

import numpy as np

from lpntk.domain.arrays import DenseMatrix, class_kernels
from lpntk.store import structure
from lpntk.store.engine import Database
from lpntk.structure import farthest_points
from support.records import LABELS, add_analysis, matrix


def test_farthest_points_come_back(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    kernel = matrix()
    made = farthest_points(class_kernels(DenseMatrix(kernel)), LABELS, kernel.diagonal(), excluded=[3])
    with database.writing() as session:
        structure.write_farthest_points(session, analysis_id, made)

    with database.reading() as session:
        found = structure.farthest_points(session, analysis_id, LABELS)

    for name, array in vars(made).items():
        np.testing.assert_array_equal(getattr(found, name), array)
        assert getattr(found, name).dtype == array.dtype
    assert found.clustering(0.5).heads.tolist() == made.clustering(0.5).heads.tolist()
