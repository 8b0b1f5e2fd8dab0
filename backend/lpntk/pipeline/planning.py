"""Pruning plans of a finished analysis."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lpntk.domain import InputError, PruningPlan, require_one_of
from lpntk.pipeline.pruning import prune
from lpntk.pipeline.samples import Finished
from lpntk.pruning import STRATEGIES
from lpntk.store import checkpoints, datasets, kernels, plans, structure
from lpntk.store.engine import Database

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
        known = _known(session, of, strategy, labels)
    made = prune(strategy, keep, labels=labels, indices=indices, seed=seed, **known)
    with database.writing() as session:
        plans.add(session, of.analysis_id, made)
    return made


def _known(session: Session, of: Finished, strategy: str, labels: NDArray[np.int64]) -> dict[str, Any]:
    """What the strategy reads and words its reasons by."""
    needs = STRATEGIES[strategy].needs
    known: dict[str, Any] = {"excluded": kernels.get(session, of.analysis_id).excluded}
    if STRATEGIES[strategy].reads_kernel:
        known["summary"] = kernels.summary(session, of.analysis_id)
    if "farthest points" in needs:
        known["farthest_points"] = structure.farthest_points(session, of.analysis_id, labels)
    if "clustering" in needs:
        known["clustering"] = structure.clustering(session, of.analysis_id)
    if "trace" in needs:
        known["trace"] = checkpoints.trace(session, of.checkpoint_id)
    return known
