"""`lpntk tag` and `lpntk tags`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lpntk.cli import exits
from lpntk.pipeline.workspace import Workspace
from support.commands import Finished, run_lpntk
from support.reading import Read


@pytest.fixture
def clean(finished: Finished) -> Iterator[Finished]:
    """The finished analysis, whose tags go after the test."""
    yield finished
    for tag in json.loads(run_lpntk("tags", finished.id, "--json", db=finished.db).stdout):
        indices = ",".join(map(str, tag["indices"]))
        file = Path(finished.db.removeprefix("sqlite:///")).with_name("all.txt")
        file.write_text(indices.replace(",", "\n"))
        run_lpntk("tag", finished.id, tag["name"], "--remove", file, db=finished.db)


@pytest.fixture
def indices(finished: Finished) -> list[int]:
    with Workspace.open(finished.db) as workspace:
        return Read(workspace).samples(finished.id).index.tolist()


def test_samples_get_a_tag_and_lose_it(clean: Finished, indices: list[int], tmp_path: Path) -> None:
    first = f"{indices[4]}, {indices[2]}"
    done = run_lpntk("tag", clean.id, "Look again", "--indices", first, db=clean.db)
    assert done.stdout == "Samples with the tag 'Look again' now: 2 (2 changed).\n"
    np.save(tmp_path / "more.npy", np.array(indices[:3]))
    done = run_lpntk("tag", clean.id, "look again", "--add", tmp_path / "more.npy", db=clean.db)
    assert "'Look again' now: 4 (2 changed)" in done.stdout

    shown = run_lpntk("tags", clean.id, db=clean.db).stdout
    assert [line.split("  ")[0] for line in shown.splitlines()][2:] == ["Look again"]
    listed = run_lpntk("tags", clean.id, "LOOK AGAIN", db=clean.db).stdout
    assert listed.split() == [str(index) for index in (*indices[:3], indices[4])]
    (found,) = json.loads(run_lpntk("tags", clean.id, "--json", db=clean.db).stdout)
    assert found == {
        "name": "Look again",
        "count": 4,
        "colour": 0,
        "indices": [*indices[:3], indices[4]],
    }

    file = tmp_path / "tagged.json"
    assert run_lpntk("tags", clean.id, "Look again", "-o", file, db=clean.db).exit_code == 0
    assert json.loads(file.read_text())["name"] == "Look again"
    done = run_lpntk("tag", clean.id, "Look again", "--remove", file, db=clean.db)
    assert "now: 0 (4 changed)" in done.stdout
    assert "Nothing is tagged yet" in run_lpntk("tags", clean.id, db=clean.db).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tag", 1, "odd"), "give --add LIST, --remove LIST or --indices 1,2,3"),
        (("tag", 1, "odd", "--indices", "1,x"), "indices is '1,x': give whole numbers"),
        (("tag", 1, "odd", "--indices", "99999"), "There is no sample 99999"),
        (("tag", 1, "odd", "--indices", "9" * 11), "give whole numbers"),
        (("tag", 1, "a/b", "--indices", "1"), "A tag cannot be called 'a/b'"),
        (("tag", 1, "odd", "--add", "none.npy"), "none.npy cannot be read as a list of indices"),
        (("tags", 1, "odd"), "There is no tag 'odd'"),
        (("tags", 1, "-o", "odd.npy"), "Say which tag to write"),
        (("tags", 1, "odd", "-o", "odd.xls"), "end its name in .npy or"),
    ],
)
def test_what_cannot_be_done_is_said(clean: Finished, arguments: tuple[object, ...], said: str) -> None:
    done = run_lpntk(*arguments, db=clean.db)

    assert done.exit_code == exits.INPUT
    assert said in done.stderr
