from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from lpntk.domain import Architecture, InputError
from lpntk.learning import build_model, count_parameters
from lpntk.learning.names import READS


def architecture(model: str, shape: tuple[int, int, int], classes: int = 10) -> Architecture:
    return Architecture(model, classes, shape, mean=(0.5,) * shape[2], std=(0.5,) * shape[2])


def images(shape: tuple[int, int, int], number: int = 2) -> torch.Tensor:
    height, width, channels = shape
    return torch.randn(number, channels, height, width, generator=torch.Generator().manual_seed(0))


def test_lenet_has_the_papers_number_of_parameters():
    assert count_parameters(build_model(architecture("lenet", (28, 28, 1)))) == 1_199_882


def test_lenet_takes_the_weights_of_pytorchs_mnist_example():
    names = set(build_model(architecture("lenet", (28, 28, 1))).state_dict())
    layers = ("conv1", "conv2", "fc1", "fc2")
    assert names == {f"{layer}.{what}" for layer in layers for what in ("weight", "bias")}


@pytest.mark.parametrize("model", [name for name, taken in READS.items() if "images" in taken])
@pytest.mark.parametrize("shape", [(8, 8, 1), (28, 28, 1), (32, 32, 3), (20, 33, 3), (64, 64, 3)])
def test_every_model_is_sized_to_its_images(model, shape):
    network = build_model(architecture(model, shape, classes=7))
    assert not network.training
    assert network(images(shape)).shape == (2, 7)


@pytest.mark.parametrize("model", ["resnet18", "resnet50"])
def test_residual_networks_take_large_images(model):
    shape = (96, 80, 3)
    assert build_model(architecture(model, shape))(images(shape)).shape == (2, 10)


@pytest.mark.parametrize(("model", "convolutions"), [("resnet18", 20), ("resnet50", 53)])
def test_residual_networks_have_their_depth_and_no_normalisation(model, convolutions):
    modules = list(build_model(architecture(model, (32, 32, 3))).modules())
    assert sum(isinstance(module, nn.Conv2d) for module in modules) == convolutions
    assert sum(isinstance(module, nn.Linear) for module in modules) == 1
    assert not [module for module in modules if "Norm" in type(module).__name__]


@pytest.mark.parametrize("model", ["resnet18", "resnet50"])
def test_residual_networks_neither_fade_nor_explode_at_the_start(model):
    shape = (32, 32, 3)
    network = build_model(architecture(model, shape))
    with torch.no_grad():
        stem = network.stem(images(shape, 8))
        last = network.blocks(stem)
        logits = network(images(shape, 8))
    assert 0.1 < last.std() / stem.std() < 10
    assert (logits == 0).all()


def test_lenet_refuses_images_of_which_nothing_would_be_left():
    assert build_model(architecture("lenet", (6, 6, 1)))(images((6, 6, 1))).shape == (2, 10)
    with pytest.raises(InputError, match="LeNet cannot take images of 5 x 9 pixels") as caught:
        build_model(architecture("lenet", (5, 9, 1)))
    assert caught.value.field == "image_size"


def test_building_leaves_the_global_generator_alone_and_starts_from_it():
    torch.manual_seed(3)
    before = torch.get_rng_state()
    first, second = (build_model(architecture("mlp", (8, 8, 1))) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first.layers[1].weight, second.layers[1].weight)
    torch.manual_seed(4)
    assert not torch.equal(
        build_model(architecture("mlp", (8, 8, 1))).layers[1].weight, first.layers[1].weight
    )


def test_parameters_are_counted():
    assert count_parameters(nn.Linear(5, 3)) == 18
    mlp = build_model(architecture("mlp", (8, 8, 1)))
    assert count_parameters(mlp) == sum(math.prod(value.shape) for value in mlp.state_dict().values())
