"""Experiments on two hundred digits, with options that keep them short."""

from __future__ import annotations

from typing import Any

from lpntk.pipeline.experiments import outcomes
from lpntk.pipeline.experiments.base import KIND
from lpntk.pipeline.results import tasks
from lpntk.pipeline.workspace import Workspace

SMALL: dict[str, dict[str, Any]] = {
    "difficulty-size": {"runs": 2, "updates": 8, "points": 2},
    "difficulty-company": {"targets": 3, "runs": 2, "company": 4, "updates": 3},
    "forgetting": {"runs": 2, "steps": 12, "observed": 40},
    "cluster-tail": {},
    "kernel-over-training": {"checkpoints": "1,best"},
}


def submit(workspace: Workspace, name: str, **options: Any) -> int:
    """A task for an experiment, small where nothing else is said."""
    with workspace.results(1) as results:
        asked = outcomes.asked(results, name, {**SMALL[name], **options})
    return workspace.submit_task(1, KIND, asked)


def units_of(workspace: Workspace, task_id: int) -> dict[str, dict[str, Any]]:
    with workspace.results(1) as results:
        return tasks.units(results, task_id)
