"""Kernels in shards, in blocks so small that there is something to divide; all but the map, which is slow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import torch

from lpntk.domain import AnalysisRequest, JobProgress, KernelSettings, Stage
from lpntk.domain.shard import Shard
from lpntk.pipeline.workspace import Workspace
from support.analyses import REQUEST
from support.interruptions import run_to_the_map, stop_at, without_map
from support.results import Results, results

BLOCKS, TILES = 7, 28
"""Of 200 samples."""
EXACT = REQUEST
STREAMED = replace(REQUEST, kernel=KernelSettings(storage_budget=1))
SKETCH = replace(REQUEST, kernel=KernelSettings(method="sketch", sketch_width=64))


def set_small_blocks(patch: pytest.MonkeyPatch) -> None:
    """Blocks of 30 samples."""
    patch.setattr("lpntk.kernels.exact.schedule.MAX_BLOCK", 30)
    patch.setattr("lpntk.kernels.sketch.engine.MAX_BLOCK", 30)


def alone(request: AnalysisRequest) -> Results:
    """What one process computes in one go; to be called with small blocks."""
    return _alone(request, torch.get_num_threads())


@cache
def _alone(request: AnalysisRequest, threads: int) -> Results:
    """The same; as many threads as there are add in an order of their own."""
    with TemporaryDirectory() as folder, Workspace.open(f"sqlite:///{folder}/alone.db") as workspace:
        analysis_id = workspace.submit(request).id
        run_to_the_map(workspace, analysis_id)
        return without_map(results(workspace.url, analysis_id))


def prepared(workspace: Workspace, request: AnalysisRequest) -> int:
    """A new analysis that is prepared to be computed in shards."""
    analysis_id = workspace.submit(request).id
    workspace.prepare(analysis_id)
    return analysis_id


def work(
    workspace: Workspace,
    analysis_id: int,
    shard: str,
    folder: Path,
    *,
    check: Callable[[], None] = lambda: None,
    on_progress: Callable[[JobProgress], None] = lambda progress: None,
) -> bool:
    """Compute a shard; whether anything of it was missing."""
    return workspace.work(analysis_id, Shard.read(shard), folder, check=check, on_progress=on_progress)


def gathered(workspace: Workspace, analysis_id: int, folder: Path) -> Results:
    """What there is once all shards are put together."""
    with suppress(KeyboardInterrupt):
        workspace.gather(analysis_id, folder, stop_at(Stage.MAP, "epochs", 0))
    return without_map(results(workspace.url, analysis_id))
