"""An estimate in a process of its own: torch and the samples go with it when it ends.

`python -m lpntk.pipeline.estimate.process` reads what is asked from standard input, a request of an analysis
or of an evaluation, and writes the estimate, or what is wrong with the request, to standard output. The
database's URL comes by LPNTK_DB.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict
from typing import Any

from lpntk.domain import AnalysisRequest, Estimate, InputError, LpntkError
from lpntk.domain.errors import shown
from lpntk.domain.evaluation_request import EvaluationEstimate, EvaluationRequest
from lpntk.domain.processes import give_way
from lpntk.store.engine import Database

_PATIENCE_SECONDS = 600


async def estimate_apart(database: Database, request: AnalysisRequest) -> Estimate:
    """See `Workspace.estimate_apart`; waits without holding a thread."""
    answer = await _ask(database, {"request": request.to_dict()})
    return Estimate(**{**answer, "without_rule": tuple(answer["without_rule"])})


async def estimate_evaluation_apart(
    database: Database, analysis_id: int, request: EvaluationRequest
) -> EvaluationEstimate:
    """See `Workspace.estimate_evaluation_apart`; waits without holding a thread."""
    question = {"evaluation_of": analysis_id, "request": request.to_dict()}
    return EvaluationEstimate(**await _ask(database, question))


async def _ask(database: Database, question: dict[str, Any]) -> dict[str, Any]:
    """The answer of a process to a question."""
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "LPNTK_DB": database.url}
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            output, complaint = await child.communicate(json.dumps(question).encode())
    except TimeoutError:
        raise InputError(
            f"The plan was not made within {_PATIENCE_SECONDS} seconds: try a smaller limit first.",
            field="limit",
        ) from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    answer = _last_answer(output)
    # A user's model may end the process by whatever way and status.
    if child.returncode or answer is None:
        last = (complaint.decode(errors="replace").strip().splitlines() or ["the process ended early"])[-1]
        raise InputError(f"The plan cannot be made ({shown(last)}): check the model and the samples.")
    if "message" in answer:
        raise InputError(answer["message"], field=answer["field"])
    return answer


def _last_answer(output: bytes) -> dict[str, Any] | None:
    """What the process wrote last, if that is an answer: a user's model may have written, too."""
    try:
        answer = json.loads((output.splitlines() or [b""])[-1])
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _answer(question: dict[str, Any]) -> Estimate | EvaluationEstimate:
    """The estimate that is asked for."""
    from lpntk.pipeline.estimate.estimate import estimate
    from lpntk.pipeline.evaluation.estimate import estimate as estimate_evaluation

    with Database() as database:
        if "evaluation_of" in question:
            wanted = EvaluationRequest.from_dict(question["request"])
            return estimate_evaluation(database, question["evaluation_of"], wanted)
        return estimate(database, AnalysisRequest.from_dict(question["request"]))


def main() -> int:
    """Answer one question."""
    give_way()
    question = json.load(sys.stdin)
    answer: dict[str, Any]
    try:
        answer = asdict(_answer(question))
    except LpntkError as error:
        answer = {"message": error.message, "field": error.field}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")  # on a line of its own, whatever was printed
    return 0


if __name__ == "__main__":
    sys.exit(main())
