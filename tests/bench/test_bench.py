"""The benchmark runs, and its ways agree; how fast they are is not for a test to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cases import make_case
from bench.exchange import Settings
from bench.run import main
from bench.table import as_markdown
from bench.worker import measure

QUICK = Settings(repeats=1, sketch_width=64)


@pytest.mark.parametrize("model", ["lenet", "resnet", "vit"])
def test_the_exact_ways_agree(model: str, tmp_path: Path) -> None:
    make_case(model, 7).save(tmp_path)

    entries = {way: measure(way, tmp_path, QUICK) for way in ("ours", "floor", "torch_func", "pairwise")}

    # Its products of few rows add long ones number by number in float32.
    assert entries["torch_func"].difference < 1e-3
    assert entries["pairwise"].difference < 1e-4
    assert all(entry.seconds > 0 for entry in entries.values())
    lines = as_markdown(list(entries.values())).splitlines()
    assert f"| {model} | 7 | ours | " in "\n".join(lines)
    assert {line.count("|") for line in lines if line.startswith("|")} == {10}


def test_the_sketch_is_near_the_exact_values(tmp_path: Path) -> None:
    make_case("lenet", 7).save(tmp_path)
    measure("ours", tmp_path, QUICK)

    sketch = measure("sketch", tmp_path, Settings(repeats=1, sketch_width=4096))

    assert 0 < sketch.difference < 0.3


def test_the_command_measures_and_writes_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "found.json"
    main(f"--models lenet --samples 6 --ways ours --repeats 1 --json {file}".split())

    (entry,) = json.loads(file.read_text())
    assert entry["way"] == "ours"
    assert entry["peak"] > entry["idle"] > 0
    assert "ours" in capsys.readouterr().out


def test_a_way_that_fails_is_left_out_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    markdown = tmp_path / "found.md"
    main(f"--models lenet --samples 6 --ways ours --memory-gib 0.0001 --markdown {markdown}".split())

    assert "left out: lpntk.domain.errors.InputError: The memory budget" in markdown.read_text()
