"""Columns of a person's own belong to the data, and stand beside what was computed."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from lpntk.columns import given_of, read
from lpntk.domain import AnalysisRequest, ConflictError, InputError, NotFoundError
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.results import (
    columns,
    embeddings,
    figures,
    files,
    own_columns,
    plans,
    samples,
    tables,
    yours,
)
from lpntk.pipeline.results.own_columns import get
from lpntk.pipeline.review import own_columns as adding
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder

VECTORS = np.random.default_rng(0).normal(size=(200, 5))


def add(workspace: Workspace, *, replace: bool = False, analysis_id: int = 1, **given: object) -> None:
    with workspace.results(analysis_id) as results:
        adding.add(results, given_of(given), replace=replace)


def compare(workspace: Workspace, analysis_id: int = 1) -> None:
    with workspace.results(analysis_id) as results:
        wanted = embeddings.wanted(results)
    for asked in wanted:
        workspace.run_task(workspace.submit_task(analysis_id, EMBEDDING, asked))


@pytest.fixture
def added(finished: Workspace) -> Workspace:
    """An analysis with a number, a category of which one is not known, and an embedding."""
    camera = [None, *(("left", "right")[row % 2] for row in range(1, 200))]
    add(finished, blur=np.arange(200) / 7, camera=camera, clip=VECTORS)
    return finished


def test_they_are_drawn_by_and_taken_home(added: Workspace) -> None:
    with added.results(1) as results:
        assert [one.name for one in yours.all_of(results)] == ["blur", "camera"]
        assert yours.all_of(results)[1].categories == ("left", "right", "none")
        np.testing.assert_array_equal(columns.column(results, "blur"), (np.arange(200) / 7).astype("f4"))
        assert columns.column(results, "camera")[:3].tolist() == [2, 1, 0]
        assert {"blur", "camera"} < columns.hashes(results).keys()
        assert "clip" not in columns.hashes(results)

        assert tables.available(results)[-2:] == ["blur", "camera"]
        written = tables.table(results, ["index", "camera", "blur"], "csv", results.indices[:2])
        assert list(csv.reader(io.StringIO(written.decode())))[1:] == [
            [str(results.indices[0]), "", "0.0"],
            [str(results.indices[1]), "right", str(1 / 7)],
        ]
        for format in ("csv", "json", "npz", "parquet"):
            assert b"camera" in files.export(results, "scores", format)
        assert json.loads(files.export(results, "scores", "json"))["camera"][:2] == [None, "right"]
        assert b"camera" in files.export(results, "atlas", "parquet")
        assert figures.draw(results, "map", colour="camera").data
        assert samples.sample(results, int(results.indices[0]), 3).own == {"blur": 0.0, "camera": None}
        with pytest.raises(InputError, match="'clip' is no column of a table"):
            tables.table(results, ["clip"], "csv")


def test_every_analysis_of_the_same_samples_has_them(workspace: Workspace, tmp_path) -> None:
    photos = write_image_folder(tmp_path / "photos", per_class=6, classes=2, side=8)
    request = AnalysisRequest.from_settings({"source": str(photos), "model": "mlp", "epochs": 1})
    first = workspace.submit(request).id
    workspace.run(first)
    with workspace.results(first) as results:
        lines = [f"{location},{row}" for row, location in enumerate(results.locations)]
        adding.add(results, read("\n".join(["path,depth", *lines[1:]]).encode(), "x.csv"))
    add(workspace, clip=VECTORS[:12], analysis_id=first)
    workspace.decide(first, 3, "exclude")
    second = workspace.analyse_corrected(first).id
    workspace.run(second)
    workspace.delete(first)

    with workspace.results(second) as results:
        found = own_columns.values(results, get(results, "Depth")).values
        np.testing.assert_array_equal(found, [np.nan, 1, 2, *range(4, 12)])
        # Of samples that this one has left out there need be none.
        assert own_columns.vectors(results, "clip").shape == (11, 5)
        assert [view.task for view in embeddings.all_of(results)] == [None]
    compare(workspace, second)
    with workspace.results(second) as results:
        assert embeddings.places(results, "clip").shape == (11, 2)


def test_an_embedding_gets_neighbours_a_map_and_how_far_it_agrees(added: Workspace) -> None:
    with added.results(1) as results:
        assert "nobody has compared it yet" in embeddings.get(results, "clip").sentence
        with pytest.raises(ConflictError, match="are not there yet: lpntk columns ID --compare"):
            embeddings.places(results, "clip")
    compare(added)
    with added.results(1) as results:
        assert embeddings.wanted(results) == []
        (view,) = embeddings.all_of(results)
        assert view.agreement == pytest.approx(view.chance, abs=0.05)
        assert "by chance: 5.0%" in view.sentence

        units = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
        cosine = units @ units.T
        np.fill_diagonal(cosine, -2)
        nearest = np.argsort(-cosine, axis=1)[:, :10]
        found = embeddings.neighbours(results, "clip", int(results.indices[4]), 10)
        assert [one.index for one in found] == results.indices[nearest[4]].tolist()
        assert found[0].similarity == pytest.approx(cosine[4].max(), abs=1e-6)

        kernel = [
            {one.index for one in samples.sample(results, index, 10).neighbours["interchangeable"]}
            for index in results.indices.tolist()
        ]
        by_hand = [
            len(ours & set(results.indices[theirs].tolist())) / 10
            for ours, theirs in zip(kernel, nearest, strict=True)
        ]
        column = columns.column(results, "agreement with clip")
        np.testing.assert_allclose(column, by_hand, atol=1e-6)
        assert view.agreement == pytest.approx(np.mean(by_hand))
        assert np.isfinite(embeddings.places(results, "clip")).all()
        assert yours.names(results)[-1] == "agreement with clip"


def test_pruning_goes_by_them(added: Workspace) -> None:
    with added.results(1) as results:
        lowest = plans.plan(results, "by:blur:lowest", 0.5)
        classes = results.labels
        rows = np.searchsorted(results.indices, lowest.kept)
        assert all(
            row < np.flatnonzero(classes == classes[row])[(classes == classes[row]).sum() // 2 + 1]
            for row in rows
        )
        plan = plans.plan(results, "semdedup:clip", 0.8)
        assert len(plan.kept) == pytest.approx(160, abs=5)
        assert any("a near duplicate in clip (cosine" in reason for reason in plan.reasons)
        with pytest.raises(InputError, match="'camera' is no embedding"):
            plans.plan(results, "semdedup:camera", 0.8)
        with pytest.raises(InputError, match="'camera' holds groups"):
            plans.plan(results, "by:camera:lowest", 0.8)
        with pytest.raises(NotFoundError, match="no column 'nobody'"):
            plans.plan(results, "semdedup:nobody", 0.8)


def test_what_takes_the_place_of_another_is_what_is_read(added: Workspace) -> None:
    with added.results(1) as results:
        before = columns.hashes(results)["blur"]
        first = plans.plan(results, "by:blur:lowest", 0.5).kept
    compare(added)
    add(added, replace=True, blur=-np.arange(200.0), clip=VECTORS[::-1])
    with added.results(1) as results:
        assert columns.hashes(results)["blur"] != before
        assert plans.plan(results, "by:blur:lowest", 0.5).kept.tolist() != first.tolist()
        assert embeddings.get(results, "clip").agreement is None
        adding.remove(results, "Clip")
    with added.results(1) as results:
        assert embeddings.all_of(results) == []


@pytest.mark.parametrize("name", ["loss", "Label", "x", "index", "tags", "cluster_size", "agreement with me"])
def test_our_own_names_are_taken(finished: Workspace, name: str) -> None:
    given = given_of({name: np.ones(200), "mine": np.ones(200)})
    with finished.results(1) as results, pytest.raises(InputError, match=r"lpntk calls one of its own|rows"):
        adding.add(results, given)
