"""Index lists read back as a person would read them."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from lpntk import prune
from lpntk.domain import InputError, PruningPlan
from lpntk.pruning import FORMATS, export_plan
from support.matrices import gaussian_kernel_of

COUNT = 12
INDICES = np.arange(COUNT) * 3 + 7


@pytest.fixture
def plan() -> PruningPlan:
    matrix, labels = gaussian_kernel_of(COUNT, 2)
    return prune("fpc-largest", 0.5, labels=labels, matrix=matrix, seed=3, indices=INDICES)


def written(plan: PruningPlan, format: str, locations: tuple[str, ...] | None = None) -> bytes:
    return export_plan(
        plan,
        format,
        indices=INDICES,
        labels=np.arange(COUNT) % 2,
        locations=locations,
        origin={"fingerprint": "abc123", "split": "train", "class_names": ["cat", "dog"], "version": "0.1.0"},
    )


def test_there_are_four_formats() -> None:
    assert set(FORMATS) == {"npy", "json", "csv", "txt"}


def test_npy_is_sorted_int64_and_needs_no_pickle(plan: PruningPlan) -> None:
    kept = np.load(io.BytesIO(written(plan, "npy")), allow_pickle=False)
    assert kept.dtype == np.int64
    np.testing.assert_array_equal(kept, plan.kept)


def test_txt_has_one_index_a_line(plan: PruningPlan) -> None:
    text = written(plan, "txt").decode()
    assert text.endswith("\n")
    assert [int(line) for line in text.splitlines()] == plan.kept.tolist()


def test_json_says_where_it_is_from(plan: PruningPlan) -> None:
    assert json.loads(written(plan, "json")) == {
        "indices": plan.kept.tolist(),
        "fingerprint": "abc123",
        "split": "train",
        "class_names": ["cat", "dog"],
        "strategy": "fpc-largest",
        "keep": 0.5,
        "note": None,
        "forecast": None,
        "seed": 3,
        "version": "0.1.0",
    }


def test_csv_has_every_sample_with_its_reason(plan: PruningPlan) -> None:
    locations = tuple(f'a, "b"/{row}\n.png' for row in range(COUNT))
    table = list(csv.DictReader(io.StringIO(written(plan, "csv", locations).decode(), newline="")))
    assert list(table[0]) == ["index", "path", "label", "score", "keep", "reason"]
    assert [int(line["index"]) for line in table] == INDICES.tolist()
    assert tuple(line["path"] for line in table) == locations
    assert [int(line["label"]) for line in table] == [row % 2 for row in range(COUNT)]
    assert [float(line["score"]) for line in table] == plan.score.tolist()
    assert [int(line["index"]) for line in table if line["keep"] == "1"] == plan.kept.tolist()
    assert {line["keep"] for line in table} == {"0", "1"}
    reasons = {int(line["index"]): line["reason"] for line in table if line["keep"] == "0"}
    assert reasons == dict(zip(plan.pruned.tolist(), plan.reasons, strict=True))
    assert all(line["reason"] == "" for line in table if line["keep"] == "1")


def test_csv_leaves_empty_what_is_not_known(plan: PruningPlan) -> None:
    plan.score[0] = np.nan
    first = written(plan, "csv").decode().splitlines()[1].split(",")
    assert first[:4] == ["7", "", "0", ""]


@pytest.mark.parametrize("format", FORMATS)
def test_a_plan_that_prunes_nothing_can_be_written(format: str) -> None:
    plan = prune("random", 1.0, labels=np.zeros(COUNT, dtype=int), indices=INDICES)
    assert written(plan, format)


def test_names_the_formats_there_are(plan: PruningPlan) -> None:
    with pytest.raises(InputError, match=r"Unknown format 'xls'.*npy") as caught:
        written(plan, "xls")
    assert caught.value.field == "format"
