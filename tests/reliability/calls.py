"""Calls of the API made up from its own description by schemathesis, valid ones and invalid ones.

They go over HTTP to a server with a finished analysis that computes nothing, one operation after the other.
Half of what they name exists, since nearly all of them would otherwise end at "no such analysis".
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lpntk.domain.exports import EXPORTS, PLAN_FORMATS
from lpntk.pruning.registry import STRATEGIES
from lpntk.serving.server import PageServer
from reliability.commands import Form, database_url, finish
from reliability.outcomes import Outcome, Settings, Verdict, is_sentence, shortened

FORM = Form(samples=60, epochs=1)
SECONDS_A_CALL = 10
CALLS_AT_ONCE = 50
# Each of these starts a process that measures.
COSTLY, COSTLY_AT_ONCE = "/api/analyses/estimate", 5
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
ENDLESS = "/api/events"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

# What exists on the server, by the name of the parameter or of the form's field.
_EXISTING: dict[str, list[Any]] = {
    "analysis_id": [1],
    "dataset_id": [1],
    "index": [0, 1, 5],
    "strategy": sorted(STRATEGIES),
    "format": sorted({*PLAN_FORMATS, *(ending for export in EXPORTS.values() for ending in export.formats)}),
    "colour": ["class", "cluster", "pruned", "loss"],
    "source": ["digits"],
    "model": ["mlp", "lenet"],
}


def outcomes(settings: Settings) -> Iterator[Outcome]:
    """Call until there were enough calls or the time is up."""
    logging.disable()
    try:
        with TemporaryDirectory(prefix="lpntk-reliability-") as place:
            finish(FORM, Path(place))
            yield from calls(Path(place), settings)
    finally:
        logging.disable(logging.NOTSET)


def calls(folder: Path, settings: Settings) -> Iterator[Outcome]:
    """Call for what a folder's database holds, or is said to hold; a case is some calls of one operation."""
    left = settings.calls
    for number in settings.numbers():
        found = _called(folder, number, min(left, CALLS_AT_ONCE), settings)
        left -= len(found)
        yield from found
        if left <= 0:
            return


def _called(original: Path, number: int, count: int, chosen: Settings) -> list[Outcome]:
    """Some calls of one operation, on a database of their own."""
    with (
        TemporaryDirectory(prefix="lpntk-reliability-") as place,
        _served(Path(shutil.copy(original / "lpntk.db", place)).parent) as server,
    ):
        base = server.url("")
        operations = _operations(base)
        operation = operations[number // len(MODES) % len(operations)]
        mode = MODES[number % len(MODES)]
        if operation.path == COSTLY:
            count = min(count, COSTLY_AT_ONCE)
        found: list[Outcome] = []
        hung: list[str] = []
        name = "valid" if mode is GenerationMode.POSITIVE else "invalid"

        def call(case: Case) -> None:
            # What comes after a call that hangs would only wait behind it.
            if hung or len(found) >= count:
                return
            try:
                verdict, text = _answered(case, base)
            except requests.RequestException as error:
                verdict, text = Verdict.WRONG, f"{type(error).__name__}: {error}; {case.as_curl_command()}"
                hung.append(text)
            found.append(Outcome(f"calls: {name}", verdict, number, f"{operation.label}: {text}"))

        cases = _reaching(operation.as_strategy(generation_mode=mode))
        _generate(cases, call, count, f"{chosen.seed}/{number}")
        return found


def _served(folder: Path) -> PageServer:
    return PageServer(database_url(folder), port=0, supervise=False)


def _operations(base: str) -> list[Any]:
    """Every operation but the stream that never ends."""
    schema = schemathesis.openapi.from_url(f"{base}/api/openapi.json")
    found: list[Any] = [result.ok() for result in schema.get_all_operations()]
    return [operation for operation in found if operation.path != ENDLESS]


def _generate(
    strategy: st.SearchStrategy[Case], call: Callable[[Case], None], count: int, chance: str
) -> None:
    """Have hypothesis make up cases; there may be fewer different ones than are asked for."""
    quiet = settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    # Where nothing is taken, nothing can be given that is wrong.
    with suppress(Unsatisfiable):
        seed(chance)(quiet(given(strategy)(lambda case: call(case))))()


@st.composite
def _reaching(draw: st.DrawFn, strategy: st.SearchStrategy[Case]) -> Case:
    """A case in which some of what is given exists."""
    case = draw(strategy)
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            # Sorted, so that a seed always gives the same.
            for name in sorted(part.keys() & _EXISTING.keys()):
                if draw(st.booleans()):
                    part[name] = draw(st.sampled_from(_EXISTING[name]))
    return case


def _answered(case: Case, base: str) -> tuple[Verdict, str]:
    """How a call was taken; RequestException if there is no answer in time."""
    response = case.call(base_url=base, timeout=SECONDS_A_CALL)
    complaint = _complaint(case, response)
    if complaint is not None:
        return Verdict.WRONG, f"{response.status_code}, {shortened(complaint)}; {case.as_curl_command()}"
    return (Verdict.RIGHT if response.status_code < 400 else Verdict.REFUSED), str(response.status_code)


def _complaint(case: Case, response: Any) -> str | None:
    """What is wrong with an answer."""
    if response.status_code >= 500 and response.status_code != 503:
        return f"a fault: {response.text}"
    if response.status_code >= 400:
        error = response.json().get("error", {}) if "json" in _media_type(response) else {}
        if not is_sentence(error.get("message", "")):
            return f"no sentence: {response.text}"
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as error:
        return "; ".join(f"{one.title}: {one.message}" for one in error.exceptions)
    return None


def _media_type(response: Any) -> str:
    return "".join(response.headers.get("content-type", ""))
