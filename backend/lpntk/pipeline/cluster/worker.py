"""What runs in a Ray cluster: an actor that holds the model and computes one shard after another."""

from __future__ import annotations

import platform
from dataclasses import replace
from typing import Any

import torch

from lpntk.devices import choose_device, default_memory_budget
from lpntk.domain import silent
from lpntk.domain.shard import Shard
from lpntk.pipeline.shards.workbench import Workbench
from lpntk.pipeline.stages.assignment import Assignment, versions
from lpntk.pipeline.stages.crew import Part


class Worker:
    """Computes shards with so many threads, in that share of its machine's memory.

    Parameters
    ----------
    threads
        Of torch.
    memory_share
        In (0, 1], where the request leaves the memory open.
    """

    def __init__(self, threads: int, memory_share: float) -> None:
        torch.set_num_threads(threads)
        self._memory_share = memory_share
        self._bench: Workbench | None = None

    def hello(self) -> dict[str, Any]:
        """Where it is and by which versions it computes."""
        return {"node": platform.node(), "versions": versions()}

    def open(self, assignment: Assignment) -> None:
        """Read the samples and build the model. InputError if they are not those that are asked for."""
        request = assignment.request
        if request.kernel.memory_budget is None:
            budget = int(self._memory_share * default_memory_budget(choose_device(request.device)))
            request = replace(request, kernel=replace(request.kernel, memory_budget=budget))
        self._bench = Workbench(replace(assignment, request=request), silent)

    def compute(self, shard: Shard) -> Part:
        """All that a shard comes to."""
        assert self._bench is not None, "open comes first"
        work = self._bench.work(shard, Part())
        for _ in work.run(lambda: None):
            pass
        return work.part()
