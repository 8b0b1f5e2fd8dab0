"""`lpntk compare-plans`."""

from __future__ import annotations

import json

from lpntk.pipeline.workspace import Workspace
from support.commands import Finished, run_lpntk
from support.reading import Read

TWO = ("--strategy", "fpc-largest", "--strategy", "random", "--keep", ".6")


def test_a_table_and_a_sentence(finished: Finished) -> None:
    text = run_lpntk("compare-plans", finished.id, *TWO, "--strategy", "average-low", db=finished.db).stdout
    head = text.splitlines()[0].split()
    assert head[-3:] == ["fpc-largest", "random", "average-low"]
    assert text.count("100%") == 3
    assert "fpc-largest and random agree on" in text
    assert "Only random drops" in text


def test_json(finished: Finished) -> None:
    found = json.loads(run_lpntk("compare-plans", finished.id, *TWO, "--json", db=finished.db).stdout)
    with Workspace.open(finished.db) as workspace:
        first, second = (
            set(Read(workspace).plan(finished.id, name, 0.6).pruned.tolist()) for name in found["strategies"]
        )
    assert set(found["only_first"]) == first - second
    assert found["overlap"][0][1] == len(first & second) / len(first | second)


def test_one_strategy_is_not_enough(finished: Finished) -> None:
    result = run_lpntk("compare-plans", finished.id, *TWO[2:], db=finished.db)
    assert result.exit_code == 2
    assert "give 2 to 8, each once" in result.stderr
