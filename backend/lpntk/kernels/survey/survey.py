"""A look at a model before the work: which way each parameter's gradient is found, and what a sample takes.

A rule is right for a parameter only if the calls of the layers that hold it are all that the parameter does.
That is found out, not assumed: by counting the operations that take it, and by comparing its products on a
few samples with plain autograd's. Where either disagrees (weights that an attention layer reads past the
layer that holds them, a weight that is tied to an embedding), the parameter is followed through the
operations that take it, and compared again; where that does not do, it goes to the fallback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.capture import capture
from lpntk.kernels.passes.fallback import LoopGradients, SampleGradients, choose_fallback
from lpntk.kernels.passes.operations import Plan
from lpntk.kernels.rules import Extent
from lpntk.kernels.survey.candidates import Candidate, find_candidates
from lpntk.kernels.survey.independence import require_independent
from lpntk.kernels.survey.judge import Judge
from lpntk.kernels.survey.trial import try_operations
from lpntk.kernels.survey.usage import observe_usage


@dataclass(frozen=True)
class Survey:
    """What is known of a model before the work.

    Attributes
    ----------
    routes
        One for each parameter that has a gradient.
    layers
        The layers to watch, and how often each is called in one pass.
    plan
        The operations that take parameters past their layers; None where there are none.
    fallback
        Gives the gradients of all other parameters; None where there are none.
    num_classes
        K.
    pass_bytes
        What a forward and backward pass holds for one sample, roughly.
    """

    routes: tuple[Route, ...]
    layers: Mapping[nn.Module, int]
    plan: Plan | None
    fallback: SampleGradients | None
    num_classes: int
    pass_bytes: int

    @property
    def fallback_names(self) -> tuple[str, ...]:
        """The parameters that are left to the fallback, in the order in which the fallback gives them."""
        return tuple(route.name for route in self.routes if route.rule is None)


def survey(model: nn.Module, inputs: Tensor, samples: int, parameters: str | None = None) -> Survey:
    """Find the route of every parameter that requires a gradient.

    Parameters
    ----------
    model
        In evaluation mode.
    inputs
        (B, ...): two or more of the samples.
    samples
        N, for the choice of forms.
    parameters
        A regular expression that is to be found in the name of every parameter that takes part; None is all.

    Raises
    ------
    InputError
        If the model fails, cannot be differentiated, does not return logits, gives a sample logits that
        depend on other samples or on chance, or has no trainable parameter that acts on them and that
        `parameters` names.
    """
    candidates = find_candidates(model, parameters)
    require_independent(model, inputs)
    layers = [owner.layer for c in candidates if c.rule for owner in c.owners]
    usage = observe_usage(model, inputs)
    captured = capture(model, dict.fromkeys(layers), inputs, _any_directions)
    directions = _any_directions(captured.logits)
    gradients = LoopGradients(model, [c.name for c in candidates])(inputs, directions)

    expected = dict(zip(candidates, gradients, strict=True))
    judge = Judge(captured.calls, usage.operations, _squared_norm(gradients), samples)
    unused = [c for c in candidates if judge.is_unused(c, expected[c])]
    routes = {c: judge.route_by_rule(c, expected[c]) for c in candidates if c not in unused}
    ruled = [*unused, *(c for c, route in routes.items() if route)]
    watched = dict.fromkeys(owner.layer for c in ruled for owner in c.owners)
    past = {c: expected[c] for c, route in routes.items() if route is None}
    trial = try_operations(model, inputs, _any_directions, watched, past, judge)
    routes = {c: route or trial.routes.get(c) for c, route in routes.items() if c not in trial.unused}
    left = {c.name: expected[c] for c, route in routes.items() if route is None}
    calls = {layer: captured.calls.get(layer, []) for layer in watched}
    passing = 2 * usage.saved_bytes + sum(call.gradient.nbytes for c in calls.values() for call in c)
    passing += trial.nbytes + 2 * sum(gradient.nbytes for gradient in left.values())
    return Survey(
        routes=tuple(route or _route_by_fallback(c) for c, route in routes.items()),
        layers={layer: len(of_layer) for layer, of_layer in calls.items()},
        plan=trial.plan,
        fallback=choose_fallback(model, left, inputs, directions) if left else None,
        num_classes=captured.logits.shape[1],
        pass_bytes=passing // len(inputs),
    )


def _any_directions(logits: Tensor) -> Tensor:
    """Fixed directions (B, K) in which no model has reason to be flat.

    The label vectors would not do: where a model is sure of its prediction, the residual ones are zero, and
    wrong gradients would look right.
    """
    generator = torch.Generator().manual_seed(0)
    return torch.randn(logits.shape, generator=generator, dtype=torch.float32).to(logits)


def _squared_norm(gradients: Sequence[Tensor]) -> float:
    return sum(gradient.square().nan_to_num(0, 0, 0).sum().item() for gradient in gradients)


def _route_by_fallback(candidate: Candidate) -> Route:
    size = candidate.parameter.numel()
    return Route(candidate.name, Extent(1, 1, size, size, factorable=False))
