"""What is remembered of a look at a whole kernel."""

from __future__ import annotations

import numpy as np
from sqlalchemy import update

from lpntk.store import kernel_views, kernels
from lpntk.store.engine import Database
from lpntk.store.kernels import KernelRecord, Tiled
from lpntk.store.tables import AnalysisArray
from support.records import add_analysis

RECORD = KernelRecord(Tiled((0, 1)), (0, 7))
VALUES = {"counts": np.arange(6).reshape(2, 3), "samples": np.array([7])}


def begun(database: Database) -> int:
    analysis_id, _ = add_analysis(database)
    with database.writing() as session:
        kernels.begin(session, analysis_id, RECORD, np.ones(7, dtype=np.float32))
        kernel_views.write(session, analysis_id, "pairs", VALUES)
    return analysis_id


def test_a_view_comes_back(database: Database) -> None:
    analysis_id = begun(database)
    with database.reading() as session:
        found = kernel_views.find(session, analysis_id, "pairs", tuple(VALUES))
        assert kernel_views.find(session, analysis_id, "spectrum", ("eigenvalues",)) is None
        assert kernel_views.find(session, analysis_id, "pairs", ("counts", "more")) is None
    assert found is not None
    for name, array in VALUES.items():
        np.testing.assert_array_equal(found[name], array)


def test_a_damaged_one_is_as_if_it_were_not_there(database: Database) -> None:
    analysis_id = begun(database)
    with database.writing() as session:
        session.execute(
            update(AnalysisArray).where(AnalysisArray.name == "view/pairs/counts").values(data=b"other")
        )
    with database.reading() as session:
        assert kernel_views.find(session, analysis_id, "pairs", tuple(VALUES)) is None


def test_a_kernel_that_is_begun_anew_has_none(database: Database) -> None:
    analysis_id = begun(database)
    with database.writing() as session:
        kernels.begin(session, analysis_id, RECORD, np.ones(7, dtype=np.float32))
    with database.reading() as session:
        assert kernel_views.find(session, analysis_id, "pairs", tuple(VALUES)) is None


def test_of_an_analysis_that_is_gone_nothing_is_remembered(database: Database) -> None:
    with database.writing() as session:
        kernel_views.write(session, 99, "pairs", VALUES)
    with database.reading() as session:
        assert kernel_views.find(session, 99, "pairs", tuple(VALUES)) is None
