"""A forecast in a process of its own: torch and the samples go with it when it ends.

`python -m lpntk.pipeline.forecast_process` reads a request from standard input and writes the forecast, or
what is wrong with the request, to standard output. The database's URL comes by LPNTK_DB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict

from lpntk.domain import AnalysisRequest, Forecast, InputError, LpntkError
from lpntk.store.engine import Database

_PATIENCE_SECONDS = 600


def forecast_apart(database: Database, request: AnalysisRequest) -> Forecast:
    """See `Workspace.forecast_apart`."""
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(request.to_dict()),
        env={**os.environ, "LPNTK_DB": database.url},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it was killed"])[-1]
        raise InputError(f"The plan cannot be made ({last}): check the model and the samples.")
    answer = json.loads(done.stdout.splitlines()[-1])
    if "message" in answer:
        raise InputError(answer["message"], field=answer["field"])
    return Forecast(**{**answer, "without_rule": tuple(answer["without_rule"])})


def main() -> int:
    """Answer one request."""
    from lpntk.pipeline.forecasting import forecast

    request = AnalysisRequest.from_dict(json.load(sys.stdin))
    try:
        with Database() as database:
            answer = asdict(forecast(database, request))
    except LpntkError as error:
        answer = {"message": error.message, "field": getattr(error, "field", None)}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
