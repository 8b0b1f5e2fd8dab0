"""All that a process needs to compute a part of an analysis's kernel, besides the samples."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, Checkpoint, ConflictError, Stage
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.stages.base import base_of
from lpntk.store import analyses, checkpoints, datasets, kernels, summaries
from lpntk.store.engine import Database


@dataclass(frozen=True, eq=False)
class Assignment:
    """What is to be computed, of which samples, by which classifier.

    Attributes
    ----------
    analysis_id, request, checkpoint
        The analysis, what was asked for, and its classifier.
    identity
        Of the data set, as the store tells data sets apart.
    boundaries
        Block b is rows boundaries[b] .. boundaries[b + 1].
    known
        Among how many blocks, the first ones, everything is known already.
    excluded
        Rows that are left out.
    keeps_matrix
        Whether tiles are wanted, and not only what is found in them.
    diagonal
        (N,) float32: kappa(i, i); None for a sketch.
    """

    analysis_id: int
    request: AnalysisRequest
    checkpoint: Checkpoint
    identity: str
    boundaries: tuple[int, ...]
    known: int
    excluded: tuple[int, ...]
    keeps_matrix: bool
    diagonal: NDArray[np.float32] | None

    @property
    def is_sketch(self) -> bool:
        """Whether a sketch is to be computed, and not tiles."""
        return self.diagonal is None

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """(start, stop) of every block."""
        return list(pairwise(self.boundaries))

    @cached_property
    def work(self) -> str:
        """Hexadecimal SHA-256 of all that the result depends on: parts with another one do not fit."""
        facts = [self.identity, self.boundaries, self.known, self.excluded, self.keeps_matrix]
        kernel = self.request.to_dict()["kernel"]
        del kernel["memory_budget"]  # each process has its own, and comes to the same
        digest = hashlib.sha256(json.dumps([facts, kernel, self.request.seed]).encode())
        digest.update(self.checkpoint.weights)
        if self.diagonal is not None:
            digest.update(self.diagonal.tobytes())
        return digest.hexdigest()

    def within(self, memory_budget: int | None) -> Assignment:
        """The same, to be computed in so many bytes of memory; None leaves it at what was asked for."""
        if memory_budget is None:
            return self
        kernel = replace(self.request.kernel, memory_budget=memory_budget)
        return replace(self, request=replace(self.request, kernel=kernel))


def versions() -> dict[str, str]:
    """Of the programs that the numbers come from: those of other versions are not put together."""
    return {name: version(name) for name in ("lpntk", "torch")}


def assignment(database: Database, analysis_id: int) -> Assignment:
    """What is to be computed of an analysis whose kernel is begun.

    Raises
    ------
    ConflictError
        If its kernel is not begun, or is there already, or its samples are only in a program's memory.
    """
    with database.reading() as session:
        record = analyses.get(session, analysis_id)
        if record.in_memory:
            raise given_in_memory(analysis_id)
        if record.is_done(Stage.KERNEL) or summaries.is_finished(session, analysis_id):
            raise ConflictError(
                f"The kernel of analysis {analysis_id} is there already: lpntk resume {analysis_id} computes "
                "what else is missing."
            )
        kernel = kernels.find(session, analysis_id)
        if kernel is None or record.checkpoint_id is None or record.dataset_id is None:
            raise ConflictError(
                f"Analysis {analysis_id} is not prepared to be computed in shards: give the command that "
                "asked for it once more, with --prepare."
            )
        base = base_of(database, record.request)
        return Assignment(
            analysis_id=analysis_id,
            request=record.request,
            checkpoint=checkpoints.get(session, record.checkpoint_id),
            identity=str(datasets.get(session, record.dataset_id).identity),
            boundaries=kernel.boundaries,
            known=len(base.boundaries) - 1,
            excluded=base.excluded if kernel.is_sketch else kernel.excluded,
            keeps_matrix=kernel.keeps_matrix,
            diagonal=None if kernel.is_sketch else summaries.diagonal(session, analysis_id),
        )
