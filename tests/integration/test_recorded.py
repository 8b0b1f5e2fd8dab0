"""The numbers of whole analyses are those that were recorded, to the bit, wherever arithmetic is the same.

LPNTK_RECORD=1 records them anew: for a change that means to change numbers, and says so.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.pipeline.results import files, plans
from lpntk.pipeline.workspace import Workspace
from lpntk.pruning import STRATEGIES
from lpntk.store import arrays
from lpntk.store.engine import Database
from lpntk.store.tables import AnalysisArray, AnalysisRow, CheckpointArray, KernelRow
from support.data import data_folder, has_mnist
from support.recording import arithmetic, digest, plan_digests, two_threads

RECORD = Path(__file__).with_name("recorded.json")

REQUESTS = {
    "digits": AnalysisRequest(DataSettings("digits")),
    "mnist": AnalysisRequest(
        DataSettings("mnist", root=str(data_folder()), limit=500), LearningSettings(epochs=3)
    ),
    "sketch": AnalysisRequest(
        DataSettings("digits", limit=500),
        LearningSettings(epochs=2),
        KernelSettings(method="sketch", sketch_width=512),
    ),
}


def computed(name: str, folder: Path) -> dict[str, Any]:
    """Digests of everything that an analysis stores, and of a plan of each strategy."""
    with two_threads(), Workspace.open(f"sqlite:///{folder / 'x.db'}") as workspace:
        analysis_id = workspace.submit(REQUESTS[name]).id
        workspace.run(analysis_id)
        found: dict[str, Any] = stored(workspace.url, analysis_id)
        with workspace.results(analysis_id) as results:
            if name != "sketch":
                found["kernel"] = digest(files.kernel_matrix(results))
            for strategy in STRATEGIES:
                found[f"plan/{strategy}"] = plan_digests(plans.plan(results, strategy, 0.7, seed=3))
    return found


def stored(url: str, analysis_id: int) -> dict[str, Any]:
    """Digests of all arrays of an analysis and its checkpoint, and what was measured of a sketch."""
    found: dict[str, Any] = {}
    with Database(url) as database, database.reading() as session:
        row = session.get_one(AnalysisRow, analysis_id)
        for table, owner in ((AnalysisArray, row.id), (CheckpointArray, row.checkpoint_id)):
            mine = table.analysis_id == owner if table is AnalysisArray else table.checkpoint_id == owner
            for name in session.scalars(select(table.name).where(mine).distinct()).all():
                found[name] = digest(np.asarray(arrays.read(session, table, owner, name)))
        found["sketch error"] = session.get_one(KernelRow, analysis_id).sketch_error
    return found


@pytest.mark.parametrize("name", REQUESTS)
def test_the_numbers_of_an_analysis_are_those_that_were_recorded(name: str, tmp_path: Path) -> None:
    if name == "mnist" and not has_mnist():
        pytest.skip("MNIST is not here")
    record = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    here = arithmetic()
    if os.environ.get("LPNTK_RECORD") == "1":
        record = {**record, "arithmetic": here, name: computed(name, tmp_path)}
        RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
        return
    if record["arithmetic"] != here:
        pytest.skip("recorded on a machine or with packages that round otherwise")
    assert computed(name, tmp_path) == record[name]
