"""Pruning plans of a finished analysis."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lpntk.domain import InputError, PruningPlan, require_one_of
from lpntk.pipeline.pruning import prune
from lpntk.pipeline.samples import Finished
from lpntk.pipeline.stored_matrix import StoredMatrix
from lpntk.pruning import STRATEGIES
from lpntk.store import checkpoints, datasets, kernels, plans, structure
from lpntk.store.engine import Database

_MATRIX_CACHE_BYTES = 256 << 20
_LARGEST_SEED = 2**32 - 1


def plan(database: Database, of: Finished, strategy: str, keep: float, seed: int) -> PruningPlan:
    """The plan, made now or remembered. InputError for an unknown strategy or a share outside (0, 1]."""
    require_one_of(strategy, STRATEGIES, "pruning strategy", field="strategy")
    if not 0 <= seed <= _LARGEST_SEED:
        raise InputError(f"seed is {seed}: it must be between 0 and {_LARGEST_SEED}.", field="seed")
    with database.reading() as session:
        remembered = plans.find(session, of.analysis_id, strategy, keep, seed)
        if remembered is not None:
            return remembered
        labels = datasets.labels(session, of.dataset_id)
        indices = datasets.indices(session, of.dataset_id)
        known = _known(database, session, of, strategy)
    made = prune(strategy, keep, labels=labels, indices=indices, seed=seed, **known)
    with database.writing() as session:
        plans.add(session, of.analysis_id, made)
    return made


def _known(database: Database, session: Session, of: Finished, strategy: str) -> dict[str, Any]:
    """What the strategy reads and words its reasons by. Of the matrix only what it asks for is read."""
    known: dict[str, Any] = {
        "matrix": StoredMatrix(database, of.analysis_id, _MATRIX_CACHE_BYTES),
        "summary": kernels.summary(session, of.analysis_id),
        "clustering": structure.clustering(session, of.analysis_id),
    }
    if "trace" in STRATEGIES[strategy].needs:
        known["trace"] = checkpoints.trace(session, of.checkpoint_id)
    return known
