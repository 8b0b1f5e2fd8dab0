"""A look at a model before the work: which parameters the layer rules give exactly, and what a sample takes.

A rule is right for a parameter only if the calls of the layers that hold it are all that the parameter does.
That is found out, not assumed: by counting the operations that take it, and by comparing its products on a
few samples with plain autograd's. Where either disagrees (weights that an attention layer reads past the
layer that holds them, a weight that is tied to an embedding), the parameter goes to the fallback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from lpntk.kernels.features.features import FeatureLayout
from lpntk.kernels.features.products import products
from lpntk.kernels.features.routes import Owner, Route
from lpntk.kernels.features.sums import accumulator
from lpntk.kernels.passes.capture import capture
from lpntk.kernels.passes.fallback import LoopGradients, SampleGradients, choose_fallback
from lpntk.kernels.rules import Call, Extent, LayerRule, find_rule
from lpntk.kernels.survey.independence import require_independent
from lpntk.kernels.survey.parameters import chosen_parameters
from lpntk.kernels.survey.usage import observe_usage

# How far two float32 ways to the same products may be apart, relative to the parameter's own largest; and
# relative to that of all parameters together, below which a parameter changes nothing that could be seen.
AGREEMENT, NEGLIGIBLE = 1e-3, 1e-8


@dataclass(frozen=True)
class Survey:
    """What is known of a model before the work.

    Attributes
    ----------
    routes
        One for each parameter that has a gradient.
    layers
        The layers to watch, and how often each is called in one pass.
    fallback
        Gives the gradients of the parameters without a rule; None where there are none.
    num_classes
        K.
    pass_bytes
        What a forward and backward pass holds for one sample, roughly.
    """

    routes: tuple[Route, ...]
    layers: Mapping[nn.Module, int]
    fallback: SampleGradients | None
    num_classes: int
    pass_bytes: int

    @property
    def fallback_names(self) -> tuple[str, ...]:
        """The parameters without a rule, in the order in which the fallback gives them."""
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
    candidates = _candidates(model, parameters)
    require_independent(model, inputs)
    layers = [owner.layer for c in candidates if c.rule for owner in c.owners]
    usage = observe_usage(model, inputs)
    captured = capture(model, dict.fromkeys(layers), inputs, _any_directions)
    directions = _any_directions(captured.logits)
    gradients = LoopGradients(model, [c.name for c in candidates])(inputs, directions)

    judge = _Judge(captured.calls, usage.operations, _squared_norm(gradients), samples)
    routes: list[Route] = []
    left: dict[str, Tensor] = {}
    watched: list[nn.Module] = []
    for candidate, gradient in zip(candidates, gradients, strict=True):
        owners = [owner.layer for owner in candidate.owners]
        if judge.is_unused(candidate, gradient):
            watched += owners
        elif route := judge.route_by_rule(candidate, gradient):
            watched += owners
            routes.append(route)
        else:
            routes.append(_route_by_fallback(candidate))
            left[candidate.name] = gradient
    calls = {layer: captured.calls.get(layer, []) for layer in watched}
    passing = 2 * usage.saved_bytes + sum(call.gradient.nbytes for c in calls.values() for call in c)
    return Survey(
        routes=tuple(routes),
        layers={layer: len(of_layer) for layer, of_layer in calls.items()},
        fallback=choose_fallback(model, left, inputs, directions) if left else None,
        num_classes=captured.logits.shape[1],
        pass_bytes=(passing + 2 * sum(gradient.nbytes for gradient in left.values())) // len(inputs),
    )


@dataclass(frozen=True)
class _Candidate:
    """A parameter that requires a gradient, the layers that hold it, and the one rule that they share."""

    name: str
    parameter: nn.Parameter
    owners: tuple[Owner, ...]
    rule: LayerRule | None


def _candidates(model: nn.Module, parameters: str | None) -> list[_Candidate]:
    owners: dict[int, list[Owner]] = {}
    for module in model.modules():
        for local_name, parameter in module.named_parameters(recurse=False, remove_duplicate=False):
            owners.setdefault(id(parameter), []).append(Owner(module, local_name))
    for module in model.modules():
        rule = find_rule(module)
        for local_name, parameter in rule.adopts(module).items() if rule else ():
            owners[id(parameter)] = [Owner(module, local_name)]
    found = []
    for name, parameter in chosen_parameters(model, parameters).items():
        mine = tuple(owners[id(parameter)])
        rules = {find_rule(owner.layer) for owner in mine}
        found.append(_Candidate(name, parameter, mine, rules.pop() if len(rules) == 1 else None))
    return found


def _any_directions(logits: Tensor) -> Tensor:
    """Fixed directions (B, K) in which no model has reason to be flat.

    The label vectors would not do: where a model is sure of its prediction, the residual ones are zero, and
    wrong gradients would look right.
    """
    generator = torch.Generator().manual_seed(0)
    return torch.randn(logits.shape, generator=generator, dtype=torch.float32).to(logits)


def _squared_norm(gradients: Sequence[Tensor]) -> float:
    return sum(gradient.square().nan_to_num(0, 0, 0).sum().item() for gradient in gradients)


def _route_by_fallback(candidate: _Candidate) -> Route:
    size = candidate.parameter.numel()
    return Route(candidate.name, Extent(1, 1, size, size, factorable=False))


@dataclass(frozen=True)
class _Judge:
    """Decides from one pass over a few samples whether a rule is right for a parameter.

    Attributes
    ----------
    calls
        The calls of the pass, by layer.
    operations
        By the parameter's id, how many operations of a pass took it.
    total
        The squared norm of all gradients over all samples of the pass.
    samples
        N, for the choice of forms.
    """

    calls: Mapping[nn.Module, Sequence[Call]]
    operations: Mapping[int, int]
    total: float
    samples: int

    def is_unused(self, candidate: _Candidate, gradient: Tensor) -> bool:
        """Whether nothing takes the parameter; that its layers stay without a call is watched later."""
        used = self._calls_of(candidate) or self.operations.get(id(candidate.parameter))
        return candidate.rule is not None and not used and not gradient.any()

    def route_by_rule(self, candidate: _Candidate, gradient: Tensor) -> Route | None:
        """The rule's route, or None where it would not give `gradient` (B, n), plain autograd's."""
        calls, rule = self._calls_of(candidate), candidate.rule
        if rule is None or not calls or len(calls) != self.operations.get(id(candidate.parameter)):
            return None
        if not all(rule.takes(owner.layer, call, len(gradient)) for owner, call in calls):
            return None
        extents = [rule.extent(owner.layer, owner.local_name, call) for owner, call in calls]
        extent = replace(extents[0], positions=sum(extent.positions for extent in extents))
        route = Route(candidate.name, extent, rule, candidate.owners)
        return route if self._agrees(route, gradient) else None

    def _calls_of(self, candidate: _Candidate) -> list[tuple[Owner, Call]]:
        return [(owner, call) for owner in candidate.owners for call in self.calls.get(owner.layer, ())]

    def _agrees(self, route: Route, gradient: Tensor) -> bool:
        """Whether the rule's products among the samples are those of the written-out gradients.

        What is not finite says nothing about the rule: such samples are found when all are computed.
        """
        features = FeatureLayout([route], self.samples).allocate(len(gradient), gradient.device)
        features.fill(0, len(gradient), self.calls, {})
        precise = gradient.to(accumulator(gradient.device))
        expected = precise @ precise.T
        apart = (products(features, features).to(expected) - expected).abs()
        finite = expected.diagonal().isfinite()
        if not finite.any():
            return True
        allowed = AGREEMENT * expected.diagonal()[finite].max() + NEGLIGIBLE * self.total
        return bool((apart[finite][:, finite] <= allowed).all())
