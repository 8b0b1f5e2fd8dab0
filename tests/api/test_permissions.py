"""What a form may name, and how the server is started for more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lpntk.api.app import create_app
from lpntk.api.permissions import NotPermittedError, Permissions
from lpntk.domain import AnalysisRequest, DataSettings, InputError, JobState, LearningSettings
from lpntk.pipeline.workspace import Workspace
from support.data import write_image_folder
from support.tables import write_pictures

BASE_URL = "http://localhost:8000"
FACTORY = {"source": "digits", "model": "nets:build"}


@pytest.fixture
def outside(tmp_path) -> Path:
    """A folder of images, an archive and weights beside the working folder."""
    folder = tmp_path / "outside"
    write_image_folder(folder / "images", per_class=2, classes=2)
    np.savez(folder / "some.npz", images=np.zeros((4, 8, 8), np.uint8), labels=np.array([0, 1, 0, 1]))
    (folder / "weights.pt").write_bytes(b"weights")
    (folder / "sets").mkdir()
    (folder / "labels.csv").write_text("index,label\n0,1\n")
    return folder


@pytest.fixture
def inside(tmp_path, monkeypatch) -> Path:
    """The working folder, with the same in it, and a module of the user's."""
    folder = tmp_path / "inside"
    write_image_folder(folder / "images", per_class=2, classes=2)
    (folder / "weights.pt").write_bytes(b"weights")
    (folder / "sets").mkdir()
    (folder / "labels.csv").write_text("index,label\n0,1\n")
    (folder / "nets.py").write_text("raise SystemExit('it was imported')")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def workspace(tmp_path) -> Iterator[Workspace]:
    with Workspace.open(f"sqlite:///{tmp_path}/lpntk.db") as workspace:
        yield workspace


def post(workspace: Workspace, form: dict[str, object], path: str = "/api/analyses", **started: object):
    headers = {"Authorization": f"Bearer {started['token']}"} if "token" in started else {}
    app = create_app(workspace, supervise=False, **started)
    with TestClient(app, base_url=BASE_URL, headers=headers) as client:
        return client.post(path, json=form)


def forms(folder: Path) -> list[dict[str, object]]:
    """A form for each setting that is a path."""
    return [
        {"source": str(folder / "images")},
        {"source": "mnist", "root": str(folder / "sets")},
        {"source": "digits", "checkpoint": str(folder / "weights.pt")},
        {"source": "digits", "labels": str(folder / "labels.csv")},
    ]


@pytest.mark.parametrize("path", ["/api/analyses", "/api/analyses/estimate"])
def test_what_lies_elsewhere_is_refused(workspace, inside, outside, path):
    for form in [*forms(outside), {"source": str(outside / "some.npz")}, {"source": "../outside/images"}]:
        answer = post(workspace, form, path)
        assert answer.status_code == 403, form
        error = answer.json()["error"]
        assert (error["kind"], error["field"]) == ("security", list(form)[-1])
        assert "lpntk serve --data DIR" in error["message"]
    assert workspace.analyses() == []


def test_a_trace_that_lies_elsewhere_is_refused(workspace, inside, outside):
    (outside / "run.trace").write_bytes(b"trace")
    form = {"source": "digits", "checkpoint": "weights.pt", "trace": str(outside / "run.trace")}
    answer = post(workspace, form)
    assert (answer.status_code, answer.json()["error"]["field"]) == (403, "trace")
    assert post(workspace, form, data=[str(outside), str(inside)]).status_code == 201


def test_a_link_out_of_the_folder_does_not_help(workspace, inside, outside):
    (inside / "link").symlink_to(outside)
    for form in forms(inside / "link"):
        assert post(workspace, form).status_code == 403
    assert post(workspace, {"source": str(inside / "images" / ".." / ".." / "outside")}).status_code == 403


def test_a_folder_whose_name_begins_like_an_allowed_one_is_another(workspace, inside, outside):
    outside.rename(inside.with_name("inside2"))
    for form in forms(inside.with_name("inside2")):
        assert post(workspace, form).status_code == 403


def test_the_working_folder_may_be_read(workspace, inside):
    for form in [
        *forms(inside),
        {"source": "images"},
        {"source": "mnist"},
        {"source": "mnist", "root": "sets"},
    ]:
        assert post(workspace, form).status_code in (200, 201), form


def test_a_folder_that_the_server_was_started_with_may_be_read(workspace, inside, outside):
    for form in forms(outside):
        assert post(workspace, form, data=["/nowhere/../usr", outside]).status_code == 201
    for form in forms(inside):
        assert post(workspace, form, data=[str(outside)]).status_code == 403
    assert post(workspace, {"source": "mnist"}, data=[str(outside)]).status_code == 201
    (inside / "link").symlink_to(outside)
    assert post(workspace, {"source": "link/images", "seed": 1}, data=["link"]).status_code == 201


def test_a_token_is_no_key_to_other_folders(workspace, inside, outside):
    for form in forms(outside):
        assert post(workspace, form, token="secret").status_code == 403


@pytest.mark.parametrize("path", ["/api/analyses", "/api/analyses/estimate"])
@pytest.mark.parametrize("model", ["nets:build", "os:system", "torchvision.models:resnet18"])
def test_code_is_refused(workspace, inside, path, model):
    answer = post(workspace, {"source": "digits", "model": model}, path)
    assert answer.status_code == 403
    error = answer.json()["error"]
    assert (error["kind"], error["field"]) == ("security", "model")
    assert "lpntk serve --allow-code" in error["message"]


def test_code_is_taken_where_the_server_was_started_so_and_not_imported(workspace, inside):
    assert post(workspace, FACTORY, allow_code=True).status_code == 201
    assert post(workspace, FACTORY | {"seed": 1}, token="secret").status_code == 201
    assert post(workspace, {"source": "digits", "model": "torchvision:resnet18"}).status_code == 201


def test_what_the_command_line_asked_for_can_be_resumed(workspace, inside, outside):
    data = DataSettings(str(outside / "images"))
    added = workspace.submit(AnalysisRequest(data, LearningSettings(model="nets:build")))
    workspace.cancel(added.id)
    answer = post(workspace, {}, f"/api/analyses/{added.id}/resume")
    assert answer.status_code == 200
    assert answer.json()["state"] == JobState.QUEUED


def test_the_options_say_what_is_allowed(workspace, inside, outside):
    def options(**started: object):
        app = create_app(workspace, supervise=False, **started)
        with TestClient(app, base_url=BASE_URL) as client:
            return client.get("/api/options").json()

    closed = options()
    assert closed["form"] == {"folders": [str(inside.resolve())], "code": False}
    assert [model["name"] for model in closed["other_models"]] == [
        "torchvision:NAME",
        "timm:NAME",
        "hf:NAME",
    ]
    opened = options(data=[outside], allow_code=True)
    assert opened["form"] == {"folders": [str(outside.resolve())], "code": True}
    assert [model["name"] for model in opened["other_models"]] == [
        "torchvision:NAME",
        "timm:NAME",
        "hf:NAME",
        "PKG.MODULE:FACTORY",
    ]


@pytest.mark.parametrize("folder", ["/no/such/folder", "a\x00b", "some.npz"])
def test_a_folder_that_is_none_is_refused_at_the_start(tmp_path, monkeypatch, folder):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.npz").touch()
    with pytest.raises(InputError) as caught:
        create_app("sqlite:///x.db", data=[folder])
    assert caught.value.field == "data"


def test_what_the_terminal_asked_for_may_be_asked_again_but_nothing_else_of_it(workspace, inside, outside):
    request = AnalysisRequest(DataSettings(str(outside / "images"), image_size=8))
    path = f"/api/analyses/{workspace.submit(request).id}/again"
    assert post(workspace, {"label_vector": "residual"}, path).status_code == 201
    refusal = post(workspace, {"source": str(outside / "some.npz")}, path)
    assert (refusal.status_code, refusal.json()["error"]["field"]) == (403, "source")


@pytest.mark.parametrize("field", ["source", "test"])
def test_images_of_coco_above_the_folder_are_refused(workspace, inside, field):
    write_pictures(inside.parent, 2)
    parts = {
        "images": [{"id": number, "file_name": f"{number}.png"} for number in range(2)],
        "categories": [{"id": number, "name": f"digit-{number}"} for number in range(2)],
        "annotations": [{"image_id": number, "category_id": number} for number in range(2)],
    }
    path = inside / "coco.json"
    path.write_text(json.dumps(parts))
    answer = post(workspace, {"source": "images", field: str(path)})
    assert (answer.status_code, answer.json()["error"]["field"]) == (403, field)
    write_pictures(inside, 2)
    assert post(workspace, {"source": "images", field: str(path)}).status_code == 201


def test_a_path_does_not_pass_as_a_name_on_the_hub(workspace, inside, outside):
    for name in (outside / "images", "../outside/images", "images"):
        assert post(workspace, {"source": f"hf:{name}"}).status_code == 422


@pytest.mark.parametrize("field", ["labels", "classes"])
def test_files_of_additions_are_looked_at(inside, outside, field):
    addition = DataSettings("images", **{field: str(outside / "labels.csv")})
    request = AnalysisRequest(DataSettings("images", additions=(addition,)))
    with pytest.raises(NotPermittedError, match=r"labels\.csv is outside"):
        Permissions.of().check(request)
