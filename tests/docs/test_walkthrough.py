"""docs/walkthrough.ipynb, run from end to end, and what is stored of its last run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from support.pages import DOCS

NOTEBOOK = DOCS / "walkthrough.ipynb"
LARGEST = 500_000


@pytest.mark.filterwarnings("ignore")
def test_the_walkthrough_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(tmp_path)}}

    NotebookClient(notebook, timeout=200, resources=where, record_timing=False).execute()

    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    assert "with 240 of 400 training images" in printed
    assert "is a list of other samples than this data set's" in printed


def test_its_outputs_are_stored_and_small() -> None:
    assert NOTEBOOK.stat().st_size < LARGEST
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    shown = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    assert len(shown) >= 12
    assert not any(
        output.output_type == "error" for cell in notebook.cells for output in cell.get("outputs", [])
    )
