"""Every error has one shape and one sentence."""

from __future__ import annotations

import logging

import pytest

from lpntk.api.app import MAX_BODY_BYTES
from lpntk.domain import Cancelled, ConflictError, InputError, NotFoundError, StoreError


def error_of(answer) -> dict[str, str | None]:
    """The error of an answer, after a look at its shape."""
    body = answer.json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["kind", "message", "field"]
    assert body["error"]["message"].endswith((".", "?"))
    return body["error"]


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (InputError("No such thing.", field="source"), 422, "input"),
        (NotFoundError("There is no analysis 7."), 404, "not_found"),
        (ConflictError("It is not finished."), 409, "conflict"),
        (Cancelled("It was cancelled."), 409, "conflict"),
        (StoreError("The database is gone."), 503, "store"),
    ],
)
def test_domain_errors(scripted, error, code, kind):
    answer = scripted({"analysis": error}).get("/api/analyses/7")
    assert answer.status_code == code
    assert error_of(answer) == {"kind": kind, "message": error.message, "field": error.field}


def test_unexpected_errors_are_logged_and_say_nothing_about_the_inside(scripted, caplog):
    with caplog.at_level(logging.ERROR):
        answer = scripted({"analysis": RuntimeError("secret detail")}).get("/api/analyses/7")
    assert answer.status_code == 500
    assert error_of(answer)["kind"] == "internal"
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/analyses/1/nothing", "/api/health/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_addresses_of_the_api(scripted, path, method):
    answer = scripted().request(method, path)
    assert answer.status_code == 404
    assert error_of(answer)["kind"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/api/health"), ("PUT", "/api/analyses"), ("GET", "/api/analyses/1/cancel")],
)
def test_a_method_that_is_not_taken(scripted, method, path):
    answer = scripted().request(method, path)
    assert answer.status_code == 405
    assert path in error_of(answer)["message"]
    assert answer.headers["Allow"] in error_of(answer)["message"]


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("path", ["/api/analyses", "/api/analyses/1/cancel"])
def test_a_body_that_is_too_large(scripted, declared, path):
    body = b'{"source": "' + b"x" * MAX_BODY_BYTES + b'"}'
    content = body if declared else iter([body[:100], body[100:]])
    script = {"cancel": InputError("Never reached."), "submit": InputError("Never reached.")}
    answer = scripted(script).post(path, content=content, headers={"Content-Type": "application/json"})
    reads_the_body = declared or not path.endswith("cancel")
    assert answer.status_code == (413 if reads_the_body else 422)
    assert error_of(answer)["kind"] == "input"


@pytest.mark.parametrize(
    ("query", "message", "field"),
    [
        ("keep=0.5", "strategy is missing: give it.", "strategy"),
        ("strategy=random&keep=1.5", "keep is '1.5': it must be at most 1.", "keep"),
        ("strategy=random&keep=0", "keep is '0': it must be greater than 0.", "keep"),
        ("strategy=random&keep=nan", "keep is 'nan': it must be a finite number.", "keep"),
        ("strategy=random&keep=lots", "keep is 'lots': it must be a number.", "keep"),
        ("strategy=random&keep=0.5&seed=-1", "seed is '-1': it must be at least 0.", "seed"),
        ("strategy=random&keep=0.5&seed=1.5", "seed is '1.5': it must be a whole number.", "seed"),
        ("strategy=&keep=0.5", "strategy is '': it must not be empty.", "strategy"),
    ],
)
def test_parameters_outside_their_bounds(scripted, query, message, field):
    answer = scripted().get(f"/api/analyses/1/plan/order?{query}")
    assert answer.status_code == 422
    assert error_of(answer) == {"kind": "input", "message": message, "field": field}


def test_a_choice_lists_what_there_is(scripted):
    error = error_of(scripted().get("/api/analyses/1/figures/map?theme=blue"))
    assert error["message"] == "theme is 'blue': it must be 'light' or 'dark'."
    assert error_of(scripted().get("/api/analyses/1/figures/pie"))["field"] == "kind"


@pytest.mark.parametrize(
    "path", ["/api/analyses/0", "/api/analyses/99999999999999999999", "/api/analyses/first"]
)
def test_identifiers_outside_their_bounds(scripted, path):
    answer = scripted().get(path)
    assert answer.status_code == 422
    assert error_of(answer)["field"] == "analysis_id"


@pytest.mark.parametrize(
    ("body", "field", "part"),
    [
        (b"{", None, "not valid JSON"),
        (b"", None, "JSON object"),
        (b"[]", None, "JSON object"),
        (b"\xff\xfe", None, "JSON"),
        (b"{}", "source", "missing"),
        (b'{"source": "digits", "colour": 1}', "colour", "no setting"),
        (b'{"source": "digits", "epochs": "many"}', "epochs", "whole number"),
        (b'{"source": "digits", "epochs": 1.5}', "epochs", "whole number"),
        (b'{"source": "digits", "epochs": 0}', "epochs", "between 1 and 10000"),
        (b'{"source": "digits", "learning_rate": NaN}', "learning_rate", "finite number"),
        (b'{"source": "digits", "heads": 1e999}', "heads", "finite number"),
        (b'{"source": "digits", "seed": 123456789012345678901234567890}', "seed", "at most"),
        (b'{"source": "digits", "label_vector": "signs"}', "label_vector", "Did you mean 'sign'?"),
        (b'{"source": "digits", "device": "tpu"}', "device", "auto, cpu, cuda, mps"),
        (b'{"source": 7}', "source", "text"),
        (b'{"source": "digits\\u0000"}', "source", "without control characters"),
        (b'{"source": "\\ud800"}', "source", "'\\ud800'"),
    ],
)
def test_a_form_that_cannot_be_used(scripted, body, field, part):
    client = scripted({"analyses": []})
    answer = client.post("/api/analyses", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    error = error_of(answer)
    assert (error["kind"], error["field"]) == ("input", field)
    assert part in error["message"]


def test_long_values_are_cut_short(scripted):
    answer = scripted().post("/api/analyses", json={"source": "x" * 5000})
    assert len(error_of(answer)["message"]) < 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"]
)
@pytest.mark.parametrize("path", ["/api/analyses", "/api/analyses/estimate", "/api/analyses/1/cancel"])
def test_a_body_that_is_no_json_is_refused(scripted, path, kind):
    answer = scripted().post(path, content=b'{"source": "digits"}', headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert error_of(answer)["kind"] == "input"


def test_json_that_does_not_say_so_is_refused(scripted):
    answer = scripted().post("/api/analyses", content=b'{"source": "digits"}')
    assert answer.status_code == 422
    assert "application/json" in error_of(answer)["message"]
