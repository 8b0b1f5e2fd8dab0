"""Sketches of gradients against the gradients' own products, in both forms."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import nn

from lpntk.kernels.sketch import projection
from lpntk.kernels.sketch.projection import Projection
from lpntk.kernels.source.gradient_source import GradientSource
from support.models import Attention, LeNetLike, Repeated, Tied, digit_tensors
from support.reference import reference_kernel

SAMPLES = 4
MODELS: list[type[nn.Module]] = [LeNetLike, Repeated, Tied, Attention]


class Wide(nn.Module):
    """One layer over several positions whose inputs are all alike: what a tensor sketch finds hardest."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(8, 24, bias=False)
        self.head = nn.Linear(24, 10, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.tanh(self.layer(x[:, 0] + 3)).mean(dim=1))


def model_of(network: type[nn.Module]) -> nn.Module:
    torch.manual_seed(0)
    return network()


def products_of(
    model: nn.Module, width: int, seeds: range, parameters: str | None = None
) -> NDArray[np.float64]:
    """(seeds, SAMPLES, SAMPLES): sketched kappa for each seed."""
    source = GradientSource(model, digit_tensors(SAMPLES), parameters=parameters)
    found = []
    with source:
        (gradients,) = source.batches(range(SAMPLES), SAMPLES)
        for seed in seeds:
            project = Projection(source.survey.routes, width, seed, source.device)
            sketch = project(gradients).double().numpy()
            found.append(sketch @ sketch.T)
    return np.stack(found)


def force(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(
        projection, "is_cheaper_factored", lambda extent, width: extent.factorable and form == "factored"
    )


@pytest.mark.parametrize("form", ["written", "factored"])
@pytest.mark.parametrize("network", MODELS)
def test_products_are_the_kernel_on_average(
    network: type[nn.Module], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    force(monkeypatch, form)
    model, width, draws = model_of(network), 256, 120
    exact = reference_kernel(model, *digit_tensors(SAMPLES))

    found = products_of(model, width, range(draws))

    own = np.diagonal(exact)
    # A tensor sketch whose factors have more than W numbers has up to three times this variance.
    bound = np.sqrt(2 * (np.outer(own, own) + exact**2) / width / draws)
    assert (np.abs(found.mean(axis=0) - exact) < 5 * bound).all()


@pytest.mark.parametrize("form", ["written", "factored"])
def test_dealt_slots_keep_both_forms_at_the_variance_of_a_random_projection(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    force(monkeypatch, form)
    model, width, draws = model_of(Wide), 64, 800
    source = GradientSource(model, digit_tensors(SAMPLES), parameters="layer")
    assert source.survey.routes[0].extent.positions == 8

    found = products_of(model, width, range(draws), parameters="layer")

    exact = found_by_definition(model)
    own = np.diagonal(exact)
    bound = (np.outer(own, own) + exact**2) / width
    assert (np.abs(found.mean(axis=0) - exact) < 5 * np.sqrt(bound / draws)).all()
    assert (found.var(axis=0) < 1.25 * bound).all()


def found_by_definition(model: nn.Module) -> NDArray[np.float64]:
    """(SAMPLES, SAMPLES): kappa over `layer` alone."""
    frozen = model_of(type(model))
    frozen.head.weight.requires_grad_(False)
    return reference_kernel(frozen, *digit_tensors(SAMPLES))


def test_forms_are_chosen_by_cost() -> None:
    source = GradientSource(model_of(LeNetLike), digit_tensors(SAMPLES))
    layers = [nn.Flatten(), nn.Linear(64, 1000), nn.Linear(1000, 1000), nn.Linear(1000, 10)]
    wide = GradientSource(nn.Sequential(*layers), digit_tensors(SAMPLES))

    assert Projection(source.survey.routes, 4096, 0, source.device).factored == ()
    assert Projection(wide.survey.routes, 4096, 0, wide.device).factored == ("1.weight", "2.weight")


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(6)), network=st.sampled_from(MODELS))
def test_a_sample_is_sketched_alike_in_any_batch(order: list[int], network: type[nn.Module]) -> None:
    source = GradientSource(model_of(network), digit_tensors(6))
    project = Projection(source.survey.routes, 128, 0, source.device)
    with source:
        (together,) = [project(g) for g in source.batches(order, 6)]
        alone = torch.cat([project(g) for g in source.batches(range(6), 1)])

    scale = alone.norm(dim=1).max()
    assert (together - alone[order]).abs().max() < 1e-5 * scale


def test_parts_of_a_batch_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = products_of(model_of(LeNetLike), 128, range(2))
    monkeypatch.setattr(projection, "CHUNK_BYTES", 1)

    np.testing.assert_allclose(products_of(model_of(LeNetLike), 128, range(2)), whole, rtol=1e-4)
