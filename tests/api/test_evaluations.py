"""Evaluations over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.pipeline.results import evaluations
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis

BASE_URL = "http://localhost:8000"
FORM = {"strategies": ["average-low"], "keeps": [0.5], "seeds": 3, "schedules": ["updates", "epochs"]}
PATH = "/api/analyses/1/evaluations"


@pytest.fixture(scope="module")
def space(tmp_path_factory) -> Iterator[Workspace]:
    url, _ = finished_analysis(tmp_path_factory.mktemp("evaluations"))
    with Workspace.open(url) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def api(space) -> Iterator[TestClient]:
    with TestClient(create_app(space, supervise=False), base_url=BASE_URL) as client:
        yield client


@pytest.fixture(scope="module")
def done(space, api) -> int:
    task_id: int = api.post(PATH, json=FORM).json()["id"]
    space.run_task(task_id)
    return task_id


def test_it_is_asked_for_once(api, done, space):
    answer = api.post(PATH, json=FORM)
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["state"]) == (done, "done")
    assert answer.headers["Location"] == f"{PATH}/{done}"
    other = api.post(PATH, json=FORM | {"seeds": 1})
    assert other.status_code == 201
    assert (other.json()["kind"], other.json()["state"]) == ("evaluation", "queued")
    space.delete_task(1, other.json()["id"])


def test_what_it_came_to(api, done, space):
    answer = api.get(f"{PATH}/{done}").json()
    with space.results(1) as results:
        view = evaluations.get(results, done)
    assert answer["note"] == view.note
    assert answer["judged"]["held_out"] == "validation"
    assert (answer["done"], answer["trainings"]) == (15, 15)
    assert [unit["accuracy"] for unit in answer["units"]] == [unit.accuracy for unit in view.units]
    for shown, summary in zip(answer["summaries"], view.summaries, strict=True):
        assert (shown["arm"], shown["sentence"]) == (summary.arm, summary.sentence)
        assert shown["interval"] == list(summary.interval)
    arm = next(one for one in answer["summaries"] if one["arm"] == "average-low")
    assert arm["against_random"]["verdict"] in ("better", "no different", "worse")
    assert len(arm["against_random"]["interval"]) == 2


def test_what_has_not_begun_can_be_looked_at(api, done, space):
    task_id = api.post(PATH, json=FORM | {"seeds": 2}).json()["id"]
    answer = api.get(f"{PATH}/{task_id}").json()
    assert (answer["judged"], answer["summaries"], answer["done"]) == (None, [], 0)
    assert api.get(f"{PATH}/{task_id}/figure").status_code == 200
    listed = api.get(PATH).json()
    assert [entry["task"]["id"] for entry in listed] == [task_id, done]
    assert listed[1]["asked"] == FORM | {"lists": [], "test": None}
    space.delete_task(1, task_id)


@pytest.mark.parametrize("schedule", ["updates", "epochs"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure(api, done, schedule, theme):
    figure = api.get(f"{PATH}/{done}/figure", params={"schedule": schedule, "theme": theme}).json()
    assert {"full set", "random", "average-low"} <= {trace.get("name") for trace in figure["data"]}


def test_the_figure_has_what_was_forecast_beside_it(api, done):
    api.get("/api/analyses/1/plan/forecasts", params={"strategy": "average-low", "keep": [0.5, 0.3]})
    figure = api.get(f"{PATH}/{done}/figure").json()
    names = {trace.get("name") for trace in figure["data"]}
    assert {"random, forecast", "average-low, forecast"} <= names


@pytest.mark.parametrize("format", ["csv", "json"])
def test_files(api, done, space, format):
    answer = api.get(f"{PATH}/{done}/file", params={"format": format})
    assert f"lpntk-Two-hundred-digits-evaluation-{done}.{format}" in answer.headers["Content-Disposition"]
    with space.results(1) as results:
        assert answer.content == evaluations.file(results, evaluations.get(results, done), format)


def test_a_list_from_elsewhere(api, space):
    with space.results(1) as results:
        indices = results.indices[::2].tolist()
    form = {"lists": [{"name": "mine", "indices": indices}], "seeds": 1}
    task_id = api.post(PATH, json=form).json()["id"]
    space.run_task(task_id)
    answer = api.get(f"{PATH}/{task_id}").json()
    assert [unit["arm"] for unit in answer["units"]] == ["full", "random like mine", "mine"]
    assert answer["asked"]["lists"] == ["mine"]
    space.delete_task(1, task_id)


def test_an_estimate_begins_nothing(api, done):
    before = api.get(PATH).json()
    answer = api.post(f"{PATH}/estimate", json=FORM)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["trainings"], answer.json()["held_out"]) == (15, "validation")
    assert answer.json()["seconds"] > 0
    assert api.get(PATH).json() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"strategies": ["best"]}, "strategies"),
        ({"strategies": ["x"] * 25}, "strategies"),
        ({"keeps": []}, "keeps"),
        ({"keeps": [1]}, "keeps.0"),
        ({"keeps": [n / 20 for n in range(1, 14)]}, "keeps"),
        ({"seeds": 21}, "seeds"),
        ({"seeds": 10**400}, "seeds"),
        ({"schedules": ["steps"]}, "schedules.0"),
        ({"lists": [{"name": "mine", "indices": [1_900_000]}]}, "lists"),
        ({"lists": [{"name": "mine", "indices": []}]}, "lists.0.indices"),
        ({"test": "nowhere.npz"}, "test"),
        ({"test": "\x00"}, "test"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_names_the_field(api, change, field):
    for path in (PATH, f"{PATH}/estimate"):
        answer = api.post(path, json=FORM | change)
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"]["field"] == field


def test_a_test_set_outside_of_what_the_page_may_read_is_refused(api, tmp_path: Path):
    np.savez(tmp_path / "judges.npz", images=np.zeros((4, 8, 8), np.uint8), labels=np.arange(4))
    for path in (PATH, f"{PATH}/estimate"):
        answer = api.post(path, json=FORM | {"test": str(tmp_path / "judges.npz")})
        assert answer.status_code == 403
        assert answer.json()["error"]["field"] == "test"


@pytest.mark.parametrize("path", ["", "/figure", "/file?format=csv"])
def test_an_evaluation_that_is_not_there(api, path):
    answer = api.get(f"{PATH}/1{path}")
    assert answer.status_code == 404, "task 1 is that of the analysis"
    assert api.get("/api/analyses/99/evaluations").status_code == 404
