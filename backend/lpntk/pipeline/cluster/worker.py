"""What runs in a Ray cluster: an actor that holds the model and computes one shard after another."""

from __future__ import annotations

import os
import platform
from typing import Any

import torch

from lpntk.devices import default_memory_budget, machine_cores
from lpntk.domain import LpntkError, silent
from lpntk.domain.shard import Shard
from lpntk.pipeline.shards.pieces import name_of
from lpntk.pipeline.shards.workbench import Workbench
from lpntk.pipeline.stages.assignment import Assignment, versions
from lpntk.pipeline.stages.crew import Part


class PieceError(Exception):
    """A piece whose computation raised what nobody foresaw."""


class Worker:
    """Computes shards with so many threads.

    Parameters
    ----------
    threads
        Of torch, and of as many of its machine's cores: of its memory it takes that share, where the request
        leaves it open. 0: it has a device of its own, and leaves threads as they are.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        if threads:
            torch.set_num_threads(threads)
        self._bench: Workbench | None = None

    def hello(self) -> dict[str, Any]:
        """On which machine it is and by which versions it computes."""
        return {"node": platform.node(), "process": os.getpid(), "versions": versions()}

    def open(self, assignment: Assignment) -> None:
        """Read the samples and build the model. InputError if they are not those that are asked for."""
        budget = assignment.request.kernel.memory_budget
        if self._threads and budget is None:
            share = min(1.0, self._threads / machine_cores())
            budget = int(share * default_memory_budget(torch.device("cpu")))
        self._bench = Workbench(assignment.within(budget), silent)

    def compute(self, shard: Shard) -> Part:
        """All that a shard comes to. PieceError says which piece failed, and how."""
        assert self._bench is not None, "open comes first"
        work = self._bench.work(shard, Part())
        try:
            for _ in work.run(lambda: None):
                pass
        except LpntkError:
            raise
        except Exception as error:
            piece = name_of(self._bench.assignment, work.at)
            raise PieceError(f"{piece} ({type(error).__name__}: {error})") from error
        return work.part()
