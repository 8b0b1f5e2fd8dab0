"""Whatever is asked for, the server has an answer and not a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lpntk.api.app import create_app
from lpntk.store.analyses import Added
from support.scripted import ScriptedWorkspace

BASE_URL = "http://localhost:8000"

WORDS = st.text(max_size=12)
NUMBERS = st.one_of(
    st.integers(-3, 300), st.integers(), st.floats(0, 1), st.floats(), st.sampled_from(["", "1e400", "0x1"])
)
PARAMETERS = {
    "k": NUMBERS,
    "keep": NUMBERS,
    "seed": NUMBERS,
    "strategy": st.one_of(st.sampled_from(["random", "self-max", "fpc-heads", "average-low"]), WORDS),
    "format": st.one_of(st.sampled_from(["npy", "json", "csv", "txt"]), WORDS),
    "colour": st.one_of(st.sampled_from(["class", "cluster", "pruned"]), WORDS),
    "theme": st.one_of(st.sampled_from(["light", "dark"]), WORDS),
    "v": WORDS,
    "by": st.one_of(st.sampled_from(["rank", "left_out_margin", "loss", "self_max"]), WORDS),
    "limit": NUMBERS,
    "offset": NUMBERS,
    "label": NUMBERS,
    "first": NUMBERS,
    "last": NUMBERS,
    "column_first": NUMBERS,
    "column_last": NUMBERS,
    "size": NUMBERS,
    "given": NUMBERS,
    "suggested": NUMBERS,
    "undecided": st.one_of(st.booleans(), WORDS),
    "doubted": st.one_of(st.booleans(), WORDS),
    "schedule": st.one_of(st.sampled_from(["updates", "epochs"]), WORDS),
    "what": st.one_of(st.sampled_from(["decisions", "labels", "excluded", "kept"]), WORDS),
}
PLACES = st.one_of(st.integers(-2, 300), st.integers(), WORDS)


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A path of the API and query parameters, some of them sensible."""
    analysis = draw(st.one_of(st.just(1), PLACES))
    place = draw(PLACES)
    path = draw(
        st.sampled_from(
            [
                f"analyses/{analysis}",
                f"analyses/{analysis}/samples/{place}",
                f"analyses/{analysis}/figures/map",
                f"analyses/{analysis}/figures/{place}",
                f"analyses/{analysis}/columns",
                f"analyses/{analysis}/plan/order",
                f"analyses/{analysis}/plan/reasons",
                f"analyses/{analysis}/plan/file",
                f"analyses/{analysis}/plan/average",
                f"analyses/{analysis}/plan/compare",
                f"analyses/{analysis}/plan/what-goes",
                f"analyses/{analysis}/kernel/heatmap",
                f"analyses/{analysis}/export/{place}",
                f"analyses/{analysis}/export/clusters",
                f"analyses/{analysis}/label-issues",
                f"analyses/{analysis}/decisions",
                f"analyses/{analysis}/decisions/file",
                f"analyses/{analysis}/tags",
                f"analyses/{analysis}/tags/{place}/file",
                f"analyses/{analysis}/notes",
                f"analyses/{analysis}/views/{place}",
                f"analyses/{analysis}/evaluations",
                f"analyses/{analysis}/evaluations/{place}",
                f"analyses/{analysis}/evaluations/{place}/figure",
                f"analyses/{analysis}/evaluations/{place}/file",
                f"datasets/{analysis}/images/{place}",
                f"datasets/{analysis}/sheet",
                f"{place}",
            ]
        )
    )
    names = draw(st.lists(st.sampled_from(list(PARAMETERS)), unique=True))
    return f"/api/{quote(path)}", {name: draw(PARAMETERS[name]) for name in names}


@settings(max_examples=200)
@given(addresses())
def test_no_parameter_breaks_the_server(finished, address):
    path, parameters = address
    answer = finished.client.get(path, params=parameters)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error.keys() == {"kind", "message", "field"}
        assert error["message"]


FORM_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.lists(st.integers(), max_size=2)
)
FIELDS = [
    "limit",
    "image_size",
    "epochs",
    "learning_rate",
    "heads",
    "seed",
    "model",
    "name",
    "device",
    "root",
]


@pytest.fixture(scope="module")
def forms(finished) -> Iterator[TestClient]:
    """A client of a workspace that takes every request of which the settings are within their bounds."""
    view = finished.workspace.analysis(finished.id)
    workspace = ScriptedWorkspace(analyses=[], submit=Added(finished.id, True), analysis=view)
    app = create_app(workspace, supervise=False, data=["/"])
    with TestClient(app, base_url=BASE_URL) as client:
        yield client


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(FIELDS), FORM_VALUES), st.sampled_from(["digits", "", "/nowhere"]))
def test_no_form_breaks_the_server(forms, form, source):
    body = json.dumps({"source": source, **form})
    answer = forms.post("/api/analyses", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (201, 422)
