from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis
from support.databases import empty_file


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(empty_file(tmp_path / "empty.db")) as workspace:
        yield workspace


@pytest.fixture
def finished(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with one finished analysis, number 1."""
    url, analysis_id = finished_analysis(tmp_path)
    assert analysis_id == 1
    with Workspace.open(url) as workspace:
        yield workspace
