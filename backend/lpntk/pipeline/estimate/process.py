"""An estimate in a process of its own: torch and the samples go with it when it ends.

`python -m lpntk.pipeline.estimate.process` reads a request from standard input and writes the estimate, or
what is wrong with the request, to standard output. The database's URL comes by LPNTK_DB.
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
from lpntk.domain.processes import give_way
from lpntk.store.engine import Database

_PATIENCE_SECONDS = 600


async def estimate_apart(database: Database, request: AnalysisRequest) -> Estimate:
    """See `Workspace.estimate_apart`; waits without holding a thread."""
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "LPNTK_DB": database.url}
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            output, complaint = await child.communicate(json.dumps(request.to_dict()).encode())
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
    return _estimate(answer)


def _last_answer(output: bytes) -> dict[str, Any] | None:
    """What the process wrote last, if that is an answer: a user's model may have written, too."""
    try:
        answer = json.loads((output.splitlines() or [b""])[-1])
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _estimate(answer: dict[str, Any]) -> Estimate:
    if "message" in answer:
        raise InputError(answer["message"], field=answer["field"])
    return Estimate(**{**answer, "without_rule": tuple(answer["without_rule"])})


def main() -> int:
    """Answer one request."""
    from lpntk.pipeline.estimate.estimate import estimate

    give_way()
    request = AnalysisRequest.from_dict(json.load(sys.stdin))
    answer: dict[str, Any]
    try:
        with Database() as database:
            answer = asdict(estimate(database, request))
    except LpntkError as error:
        answer = {"message": error.message, "field": error.field}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")  # on a line of its own, whatever was printed
    return 0


if __name__ == "__main__":
    sys.exit(main())
