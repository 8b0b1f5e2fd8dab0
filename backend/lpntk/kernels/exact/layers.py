"""Which layers make the kernel between two samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lpntk.domain.request import GIB
from lpntk.kernels.exact.feature_source import FeatureSource
from lpntk.kernels.exact.schedule import FEATURE_SHARE
from lpntk.kernels.features.features import FeatureLayout, Features
from lpntk.kernels.features.routes import Route
from lpntk.kernels.passes.modes import exact_arithmetic
from lpntk.kernels.source.gradient_source import GradientSource


@dataclass(frozen=True, eq=False)
class LayerProducts:
    """The kernel among two samples, layer by layer: kappa is the sum over the layers.

    Attributes
    ----------
    names
        The L layers, as the model names them, in its order; a parameter that is in no layer is one by itself.
    products
        (L, 3) float64: each layer's part of kappa(i, j), kappa(i, i) and kappa(j, j).
    """

    names: tuple[str, ...]
    products: NDArray[np.float64]


def layer_products(
    source: GradientSource, one: int, other: int, *, memory_budget: int = 2 * GIB
) -> LayerProducts:
    """The parts of kappa that each layer makes between two samples: the dot products of its gradients.

    Parameters
    ----------
    source
        Model and samples; used as a context manager around the call.
    one, other
        The two rows.
    memory_budget
        Bytes for a pass.

    Raises
    ------
    InputError
        If a sample cannot be read, or its gradient is not finite and that stops.
    """
    routes = source.survey.routes
    batch = source.samples_per_pass(int(memory_budget * (1 - FEATURE_SHARE)), at_most=2)
    features = FeatureSource(source, FeatureLayout(routes, 2), batch=batch).compute([one, other])
    parts: dict[str, NDArray[np.float64]] = {}
    with exact_arithmetic(source.device):
        for route in routes:
            layer = route.name.rpartition(".")[0] or route.name
            parts[layer] = parts.get(layer, 0) + _products(features, route)
    return LayerProducts(tuple(parts), np.stack(list(parts.values())))


def _products(features: Features, route: Route) -> NDArray[np.float64]:
    """(3,) float64: of the first sample with the second, and of each with itself."""
    first, second = features.part(0, 1).piece(route), features.part(1, 2).piece(route)
    between = torch.zeros(1, 1, device=features.device)
    first.add_products(second, between)
    numbers = (between[0, 0], first.squared_norms()[0], second.squared_norms()[0])
    return np.array([float(number) for number in numbers])
