"""Whether a way to a parameter's gradient is right: no rule and no plan is trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from torch import Tensor, nn

from lpntk.kernels.features.features import FeatureLayout
from lpntk.kernels.features.products import products
from lpntk.kernels.features.routes import Owner, Route
from lpntk.kernels.features.sums import accumulator
from lpntk.kernels.passes.operations import Plan
from lpntk.kernels.rules import Call, LayerRule
from lpntk.kernels.rules.given import GivenRule
from lpntk.kernels.rules.linear import LinearRule
from lpntk.kernels.survey.candidates import Candidate

# How far two float32 ways to the same products may be apart, relative to the parameter's own largest; and
# relative to that of all parameters together, below which a parameter changes nothing that could be seen.
AGREEMENT, NEGLIGIBLE = 1e-3, 1e-8

_LINEAR, _GIVEN = LinearRule(), GivenRule()


@dataclass(frozen=True)
class Judge:
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

    def is_unused(self, candidate: Candidate, gradient: Tensor) -> bool:
        """Whether nothing takes the parameter; that its layers stay without a call is watched later."""
        used = self._calls_of(candidate.owners) or self.operations.get(id(candidate.parameter))
        return candidate.rule is not None and not used and not gradient.any()

    def route_by_rule(self, candidate: Candidate, gradient: Tensor) -> Route | None:
        """The rule's route, or None where it would not give `gradient` (B, n), plain autograd's."""
        calls, rule = self._calls_of(candidate.owners), candidate.rule
        if rule is None or not calls or len(calls) != self.operations.get(id(candidate.parameter)):
            return None
        return self._route(candidate.name, rule, candidate.owners, gradient)

    def route_by_operations(self, candidate: Candidate, plan: Plan, gradient: Tensor) -> Route | None:
        """The route of a parameter of a plan, or None where it would not give `gradient` (B, n)."""
        name = candidate.name
        owner = Owner(plan.keys[name], plan.linear.get(name, "weight"))
        return self._route(name, _LINEAR if name in plan.linear else _GIVEN, (owner,), gradient)

    def _route(self, name: str, rule: LayerRule, owners: tuple[Owner, ...], gradient: Tensor) -> Route | None:
        calls = self._calls_of(owners)
        if not all(rule.takes(owner.layer, call, len(gradient)) for owner, call in calls):
            return None
        extents = [rule.extent(owner.layer, owner.local_name, call) for owner, call in calls]
        extent = replace(extents[0], positions=sum(extent.positions for extent in extents))
        route = Route(name, extent, rule, owners)
        return route if self._agrees(route, gradient) else None

    def _calls_of(self, owners: Sequence[Owner]) -> list[tuple[Owner, Call]]:
        return [(owner, call) for owner in owners for call in self.calls.get(owner.layer, ())]

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
