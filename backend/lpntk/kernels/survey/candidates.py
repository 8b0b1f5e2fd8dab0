"""The parameters that take part, with the layers that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from torch import nn

from lpntk.kernels.features.routes import Owner
from lpntk.kernels.rules import LayerRule, find_rule
from lpntk.kernels.survey.parameters import chosen_parameters


@dataclass(frozen=True, eq=False)
class Candidate:
    """A parameter that requires a gradient, the layers that hold it, and the one rule that they share."""

    name: str
    parameter: nn.Parameter
    owners: tuple[Owner, ...]
    rule: LayerRule | None


def find_candidates(model: nn.Module, parameters: str | None) -> list[Candidate]:
    """The parameters that require a gradient and in whose name `parameters` is found; None is all."""
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
        found.append(Candidate(name, parameter, mine, rules.pop() if len(rules) == 1 else None))
    return found
