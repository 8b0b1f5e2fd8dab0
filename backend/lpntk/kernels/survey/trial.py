"""A trial of the operations that take parameters past their layers: do they give the gradients?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from lpntk.domain import InputError
from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.capture import Capture, capture
from lpntk.kernels.passes.operations import Plan
from lpntk.kernels.survey.candidates import Candidate
from lpntk.kernels.survey.judge import Judge
from lpntk.kernels.survey.operations import OperationPlanner


@dataclass(frozen=True)
class Trial:
    """What came of parameters that no rule gives.

    Attributes
    ----------
    plan
        Of those that need no fallback; None where all do.
    routes
        By parameter, its route.
    unused
        Parameters that nothing takes; that it stays so is watched.
    nbytes
        What a pass holds for them, roughly.
    """

    plan: Plan | None = None
    routes: Mapping[Candidate, Route] = field(default_factory=dict)
    unused: frozenset[Candidate] = frozenset()
    nbytes: int = 0


def try_operations(
    model: nn.Module,
    inputs: Tensor,
    directions: Callable[[Tensor], Tensor],
    layers: Iterable[nn.Module],
    expected: Mapping[Candidate, Tensor],
    judge: Judge,
) -> Trial:
    """Follow parameters to where operations take them, and see whether that gives their gradients.

    Parameters
    ----------
    model, inputs, directions
        As for `capture`.
    layers
        Those that are watched beside the operations.
    expected
        By parameter, its gradients (B, n) by plain autograd.
    judge
        Of the same inputs and directions.
    """
    if not expected:
        return Trial()
    try:
        planner = OperationPlanner(model, inputs)
        plan = planner.plan({c.name: c.parameter for c in expected})
    except InputError:
        # The model has run before: what fails is to watch it, as where tensors have no one shape.
        return Trial()
    if plan is None:
        return Trial()
    failed: set[str] = set()
    captured = capture(model, layers, inputs, directions, plan, failed)
    routes, unused = _judge(model, replace(judge, calls=captured.calls), plan, expected, failed)
    good = {c.name: c.parameter for c in (*routes, *unused)}
    kept = planner.plan(good) if good else None
    return Trial(kept, routes, unused, _nbytes(routes, captured)) if kept else Trial()


def _judge(
    model: nn.Module, judge: Judge, plan: Plan, expected: Mapping[Candidate, Tensor], failed: set[str]
) -> tuple[dict[Candidate, Route], frozenset[Candidate]]:
    """The routes that are right, and the parameters that are not used."""
    followed = {c: gradient for c, gradient in expected.items() if c.name in plan.parameters.keys() - failed}
    routes = {
        c: judge.route_by_operations(c, plan, gradient)
        for c, gradient in followed.items()
        if c.name in plan.used
    }
    # What a script does with a parameter shows nowhere.
    shows = not any(isinstance(module, torch.jit.ScriptModule) for module in model.modules())
    unused = [c for c, gradient in followed.items() if shows and c not in routes and not gradient.any()]
    return {c: route for c, route in routes.items() if route}, frozenset(unused)


def _nbytes(routes: Mapping[Candidate, Route], captured: Capture) -> int:
    """The gradients at the results and at the parameters, and as much again while they are made."""
    calls = (call for route in routes.values() for _, call in route.calls(captured.calls))
    return 2 * (captured.operation_bytes + sum(call.gradient.nbytes for call in calls))
