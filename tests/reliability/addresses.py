"""Every address that can be read of the API, from its OpenAPI document."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pysqlite3.dbapi2 as sqlite
from fastapi.testclient import TestClient

from lpntk.domain.exports import DECISION_FILES, EXPORTS, PLAN_FORMATS, FigureKind
from reliability.outcomes import is_sentence
from support.columns import encoded

BASE_URL = "http://localhost:8000"
KEEP = 0.6
KEPT = "kept"
"""The name of a tag and of a view in the database."""

# A stream that never ends; what it tells is what the list of analyses tells. And what two analyses have in
# common, of which the database has one. What is of texts and rows, where these samples are images; and of
# embeddings, of which it has none.
NOT_READ = (
    "/api/events",
    *(f"/api/compare/{{first}}/{{second}}{part}" for part in ("", "/columns")),
    "/api/analyses/{analysis_id}/search",
    "/api/datasets/{dataset_id}/contents",
    *(f"/api/analyses/{{analysis_id}}/embeddings/{{name}}/{part}" for part in ("map", "neighbours/{index}")),
)

# The values that are tried of every parameter without which an address cannot be read, and of some others.
_FORMATS = {*PLAN_FORMATS, *(ending for export in EXPORTS.values() for ending in export.formats)}
_VALUES: dict[str, tuple[object, ...]] = {
    "analysis_id": (1,),
    "dataset_id": (1,),
    "task_id": (2, 3),
    "kind": tuple(FigureKind),
    "what": (*EXPORTS, *DECISION_FILES, "kept", "pruned"),
    "format": tuple(sorted(_FORMATS)),
    "strategy": ("fpc-largest", "self-max"),
    "keep": (KEEP,),
    "colour": ("class", "cluster", "loss"),
    "name": (KEPT,),
    "rank": (False,),
}

_SEVERAL: dict[str, tuple[object, ...]] = {"name": ("index", "label", "head", "x", "loss", "self_max")}
"""What is tried of a parameter that takes several, where one alone is something else."""

Answer = tuple[int, str, str]
"""The status, the media type and the body's digest."""


def addresses(client: TestClient, database: Path) -> list[str]:
    """Every address with every choice of its parameters that an undamaged database answers with 200.

    Raises
    ------
    ValueError
        If a route is never answered with 200: then this module lacks values for its parameters.
    """
    found = []
    document = client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        if "get" not in methods or path in NOT_READ:
            continue
        of_path = _filled_in(path, methods["get"].get("parameters", []), *_two_indices(database))
        known = [address for address in of_path if client.get(address).status_code == 200]
        if not known:
            raise ValueError(f"Nothing is known to read of {path}: give values for its parameters.")
        found += known
    return found


def answer(client: TestClient, address: str) -> Answer:
    """What an address answers."""
    response = client.get(address)
    digest = hashlib.sha256(response.content).hexdigest()
    return response.status_code, response.headers.get("content-type", ""), digest


def fault(client: TestClient, address: str, expected: Answer) -> tuple[bool, str | None]:
    """Whether an answer refuses, and what is wrong if it is neither expected nor a sentence."""
    found = answer(client, address)
    if found == expected:
        return False, None
    if found[0] == 200:
        return False, f"GET {address} gives something else with 200"
    if found[0] == 503 or 400 <= found[0] < 500:
        said = client.get(address).json().get("error", {}).get("message", "")
        return True, None if is_sentence(said) else f"GET {address} refuses with '{said}'"
    return False, f"GET {address} answers {found[0]}: {client.get(address).text}"


def _filled_in(path: str, parameters: list[dict[str, Any]], index: int, other: int) -> Iterator[str]:
    values: dict[str, tuple[object, ...]] = {
        **_VALUES,
        "index": (index,),
        "other": (other,),
        "i": (encoded([index]),),
    }
    for one in parameters:
        if one["schema"].get("type") == "array":
            values[one["name"]] = (_SEVERAL.get(one["name"], values[one["name"]]),)  # all of them together
    names = [one["name"] for one in parameters if one["required"] or one["name"] in values]
    for choice in itertools.product(*(values.get(name, ()) for name in names)):
        given = dict(zip(names, choice, strict=True))
        query = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
        place = path.format(**{name: quote(str(value)) for name, value in given.items()})
        yield f"{place}?{urlencode(query, doseq=True)}" if query else place


def _two_indices(database: Path) -> tuple[int, int]:
    connection = sqlite.connect(str(database))
    try:
        return next(connection.execute("SELECT min(sample_index), max(sample_index) FROM sample"))
    finally:
        connection.close()
