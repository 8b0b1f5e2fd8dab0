"""Commands on texts and rows of a table: first words stand where a path would."""

from __future__ import annotations

import pytest

from support.commands import run_lpntk
from support.said import finished_rows, finished_texts


@pytest.mark.parametrize(
    ("finished", "words"),
    [(finished_texts, "the river rises in the mount"), (finished_rows, "alcohol 14.23")],
)
def test_lists_and_the_report_say_how_samples_begin(tmp_path, finished, words):
    db, identifier = finished(tmp_path)
    neighbours = run_lpntk("neighbours", identifier, 0, db=db).stdout
    assert f"It says: {words}" in neighbours
    assert neighbours.count("Says") == 3
    issues = run_lpntk("label-issues", identifier, "-n", 0, db=db).stdout
    assert words in issues
    report = tmp_path / "report.html"
    assert run_lpntk("export", identifier, "report", "-o", report, db=db).exit_code == 0
    page = report.read_text(encoding="utf-8")
    assert 'class="said"' in page
    assert "data:image/png" not in page.partition("<script")[0]
