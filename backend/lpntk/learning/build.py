"""From an architecture to a network that takes its images and gives its logits."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from lpntk.classifier import INSTEAD_OF_A_PROGRAM, kind_of, logits_in, program
from lpntk.devices import in_type_of
from lpntk.domain import Architecture, InputError
from lpntk.domain.factories import call_factory
from lpntk.domain.foreign import foreign_code
from lpntk.learning.bag_of_words import BagOfWords
from lpntk.learning.blanks import blank_inputs
from lpntk.learning.checks import check_model
from lpntk.learning.lenet import LeNet
from lpntk.learning.mlp import MLP
from lpntk.learning.names import factory_path, package_model, require_model_for
from lpntk.learning.packages.package import package_of
from lpntk.learning.resnet import resnet18, resnet50
from lpntk.learning.weights import load_weights
from lpntk.learning.words import BUCKETS

_BUILT_IN: dict[str, Callable[[tuple[int, ...], int], nn.Module]] = {
    "lenet": LeNet,
    "mlp": MLP,
    "bag-of-words": lambda shape, num_classes: BagOfWords(num_classes),
    "resnet18": resnet18,
    "resnet50": resnet50,
}


def build_model(architecture: Architecture, weights: bytes | None = None) -> nn.Module:
    """Build a network on the CPU, in evaluation mode; (N, C, H, W) images in, (N, K) logits out.

    Parameters
    ----------
    architecture
        Which network. A user's factory is called with those that it has parameters for of `num_classes` and,
        for images, `in_channels` and `image_size` (one number for square ones, else (height, width)); for
        texts, `num_tokens` and `max_tokens`; for rows of a table, `in_features`.
    weights
        A state dict as in `Checkpoint.weights`; None for weights drawn from torch's global generator, which
        is left as it was found.

    Raises
    ------
    InputError
        If the model is unknown, if a user's factory fails, or if what it gives does not classify such images.
    """
    check_model(architecture.model)
    with torch.random.fork_rng(devices=[]):
        model = _construct(architecture)
        _check_logits(model.eval(), architecture)
    if weights is not None:
        load_weights(model, io.BytesIO(weights), "The stored checkpoint")
    return model


def count_parameters(model: nn.Module) -> int:
    """How many numbers the parameters hold, d in the formulae."""
    return sum(parameter.numel() for parameter in model.parameters())


def as_logits(output: Any, samples: int, architecture: Architecture) -> Tensor:
    """The logits in the output of a forward pass, (samples, K) floating-point numbers; else an error."""
    expected = (samples, architecture.num_classes)
    logits = logits_in(output, *expected)
    if isinstance(logits, Tensor) and logits.is_floating_point() and logits.shape == expected:
        return logits
    found = f"shape {tuple(logits.shape)}" if isinstance(logits, Tensor) else kind_of(logits)
    raise InputError(
        f"Model {architecture.model} returns {found} for {samples} images: it must return logits of shape "
        f"{expected}, one for each class.",
        field="model",
    )


def _construct(architecture: Architecture) -> nn.Module:
    name = architecture.model
    require_model_for(name, architecture.modality)
    if name in _BUILT_IN:
        return _BUILT_IN[name](architecture.input_shape, architecture.num_classes)
    if (of_package := package_model(name)) is not None:
        package, of_it = of_package
        return package_of(package).build(of_it, architecture)
    return _from_factory(architecture)


def _from_factory(architecture: Architecture) -> nn.Module:
    path = factory_path(architecture.model)
    assert path is not None, "check_model let through a name of no kind"
    name = architecture.model
    building = foreign_code(f"Model {name} cannot be built", "correct its factory", field="model")
    with building:
        model = call_factory(*path, _known(architecture), always="num_classes")
    if (fault := program(model)) is not None:
        raise InputError(f"Model {name} {fault}: {INSTEAD_OF_A_PROGRAM}.", field="model")
    if not isinstance(model, nn.Module):
        raise InputError(
            f"Model {architecture.model} is a {type(model).__name__}: its factory must return a "
            "torch.nn.Module.",
            field="model",
        )
    return model


def _known(architecture: Architecture) -> dict[str, Any]:
    """What a factory may want to know."""
    known: dict[str, Any] = {"num_classes": architecture.num_classes}
    if architecture.modality == "images":
        height, width, channels = architecture.input_shape
        known |= {"in_channels": channels, "image_size": height if height == width else (height, width)}
    elif architecture.modality == "texts":
        known |= {"num_tokens": BUCKETS, "max_tokens": architecture.input_shape[0]}
    else:
        known["in_features"] = architecture.input_shape[0]
    return known


def _advice(architecture: Architecture) -> str:
    of_package = package_model(architecture.model)
    if of_package is None:
        return "choose another model or image_size"
    package, name = of_package
    return package_of(package).advice(name, architecture)


def _check_logits(model: nn.Module, architecture: Architecture) -> None:
    """Try two blank inputs."""
    shape = " x ".join(map(str, architecture.input_shape))
    what = f"Model {architecture.model} cannot take {architecture.modality} of shape {shape}"
    with torch.no_grad(), foreign_code(what, _advice(architecture), field="model"):
        output = model(in_type_of(model, blank_inputs(architecture, 2)))
    as_logits(output, 2, architecture)
