"""To ask for an analysis looks into its files once, however many questions that answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lpntk.datasets.sources import coco, table
from lpntk.datasets.tabular.table import Table
from lpntk.domain import AnalysisRequest, DataSettings
from lpntk.pipeline.workspace import Workspace
from support.tables import SENTENCES, write_csv, write_pictures


def test_to_ask_for_an_analysis_parses_a_table_s_head_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads: list[int | None] = []
    read = table.read_csv

    def counted(path: Path, most: int | None, columns: Sequence[str] | None) -> Table:
        heads.append(most)
        return read(path, most, columns)

    monkeypatch.setattr(table, "read_csv", counted)
    path = write_csv(tmp_path / "a.csv", ["text", "label"], SENTENCES)

    workspace.submit(AnalysisRequest(DataSettings(str(path))))

    assert [most for most in heads if most] == [1000]


def test_to_ask_for_an_analysis_parses_coco_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = write_pictures(tmp_path, 4)
    described = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(names)],
        "categories": [{"id": number, "name": f"kind {number}"} for number in range(2)],
        "annotations": [{"image_id": number, "category_id": number % 2} for number in range(4)],
    }
    path = tmp_path / "all.json"
    path.write_text(json.dumps(described))
    parsed: list[bytes] = []

    def counted(text: bytes) -> Any:
        parsed.append(text)
        return json.loads(text)

    monkeypatch.setattr(coco, "json", SimpleNamespace(loads=counted))

    workspace.submit(AnalysisRequest(DataSettings(str(path))))

    assert len(parsed) == 1
