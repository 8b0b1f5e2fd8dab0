"""Names that are not UTF-8, and names that a spreadsheet would run, in every answer and file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from lpntk.domain import InputError
from lpntk.store.datasets import DatasetRecord

ODD = b"caf\xe9".decode(errors="surrogateescape")
SHOWN = "caf\\udce9"


@pytest.fixture
def odd(finished, monkeypatch):
    """The finished analysis, as if its folders and files had names that are not UTF-8."""

    def locations(session, dataset_id, indices):
        return tuple(f"={ODD}/{row}.png" for row in range(200))

    def names(record: DatasetRecord) -> tuple[str, ...]:
        return tuple(f"{ODD} {label}" for label in range(10))

    # Paths are remembered, so that another test may have had them read.
    shown = property(lambda results: locations(None, None, None))
    monkeypatch.setattr("lpntk.pipeline.results.results.Results.locations", shown)
    monkeypatch.setattr("lpntk.store.datasets.location", lambda session, dataset_id, index: f"{ODD}/{index}")
    monkeypatch.setattr("lpntk.pipeline.results.results.Results.class_names", property(lambda r: names(r)))
    return finished


def test_a_sample_is_shown(odd):
    index = odd.read.samples(odd.id).index[0]
    assert odd.get(f"/samples/{index}").json()["location"] == f"{SHOWN}/{index}"


def test_figures_and_the_report_are_drawn(odd):
    assert odd.get("/figures/map").status_code == 200
    assert odd.get("/figures/class-means").status_code == 200
    assert odd.get("/export/report", format="html").status_code == 200


def test_tables_are_written_and_run_nothing(odd):
    answers = [
        odd.get("/export/scores", format="csv"),
        odd.get("/plan/file", strategy="random", keep=0.5, format="csv"),
    ]
    for answer in answers:
        paths = [line["path"] for line in csv.DictReader(io.StringIO(answer.text))]
        assert paths[0] == f"'={SHOWN}/0.png"


def test_json_files_are_written(odd):
    paths = json.loads(odd.get("/export/scores", format="json").content)["path"]
    assert paths[0] == f"={ODD}/0.png"
    plan = odd.get("/plan/file", strategy="random", keep=0.5, format="json")
    assert json.loads(plan.content)["class_names"][0] == f"{ODD} 0"


def test_files_have_names_of_plain_characters(scripted, odd, monkeypatch):
    monkeypatch.setattr("lpntk.api.routers.results.attachment", attachment_of(ODD))
    answer = odd.get("/export/clusters", format="csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lpntk-caf.csv"'


def attachment_of(name: str):
    from lpntk.api.files import attachment

    return lambda content, words, extension: attachment(content, (name,), extension)


def test_an_analysis_at_a_glance_and_an_error(scripted, finished):
    view = finished.workspace.analysis(finished.id)
    data = replace(view.request.data, source=f"/{ODD}")
    odd = replace(view, name=ODD, class_names=(ODD,), request=replace(view.request, data=data), error=ODD)
    answer = scripted({"analysis": odd}).get("/api/analyses/1").json()
    assert (answer["name"], answer["error"], answer["class_names"]) == (SHOWN, SHOWN, [SHOWN])
    assert answer["request"]["source"] == f"/{SHOWN}"
    answer = scripted({"analysis": InputError(f"{ODD} is no folder.")}).get("/api/analyses/1")
    assert answer.json()["error"]["message"] == f"{SHOWN} is no folder."
