"""The committed OpenAPI document."""

from __future__ import annotations

import json
from pathlib import Path

from lpntk.api.openapi import main, openapi_document

COMMITTED = Path(__file__).parents[2] / "frontend" / "openapi.json"


def test_the_committed_document_is_the_code_s():
    command = "python -m lpntk.api.openapi frontend/openapi.json"
    assert COMMITTED.read_text(encoding="utf-8") == openapi_document(), (
        f"Run {command} and commit the result."
    )


def test_it_is_served(scripted):
    assert scripted().get("/api/openapi.json").json() == json.loads(openapi_document())


def test_every_operation_has_a_name_of_its_own_and_the_error_s_shape():
    operations = [
        operation for path in json.loads(openapi_document())["paths"].values() for operation in path.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert "default" in operation["responses"]
        assert operation["description"]


def test_no_page_of_documentation_is_loaded_from_elsewhere(scripted):
    assert "swagger" not in scripted().get("/docs").text
    assert "redoc" not in scripted().get("/redoc").text


def test_the_command_writes_the_file(tmp_path, capsys):
    assert main([str(tmp_path / "api.json")]) == 0
    assert (tmp_path / "api.json").read_text(encoding="utf-8") == openapi_document()
    assert main([]) == 2
    assert "Usage" in capsys.readouterr().err
