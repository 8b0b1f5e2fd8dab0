"""Networks of torchvision and timm, by their names there."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from lpntk.domain import Architecture, InputError
from lpntk.domain.errors import shown

_SUCH_AS = {
    "torchvision": ("resnet18", "vgg11", "mobilenet_v3_small"),
    "timm": ("resnet18", "vit_tiny_patch16_224", "convnext_atto"),
}
_ALL = {"torchvision": "torchvision.models.list_models()", "timm": "timm.list_models()"}


def check_package_model(package: str, name: str) -> None:
    """Refuse a name of no classifier.

    Raises
    ------
    InputError
        If "torchvision" or "timm", whichever it is, has none of that name, or timm is not installed.
    """
    valid = _names(package)
    if name in valid:
        return
    close = difflib.get_close_matches(name, valid, n=3) or _SUCH_AS[package]
    raise InputError(
        f"{package} has no classifier '{shown(name)}': choose one of its {len(valid):,}, such as "
        f"{', '.join(close)} ({_ALL[package]} gives them all).",
        field="model",
    )


def build_package_model(package: str, name: str, architecture: Architecture) -> nn.Module:
    """A network with weights drawn from torch's generator, for such images and classes."""
    height, width, channels = architecture.input_shape
    if package == "torchvision":
        from lpntk._torchvision import torchvision  # takes seconds: only who needs it pays

        model: nn.Module = torchvision.models.get_model(
            name, weights=None, num_classes=architecture.num_classes
        )
        if channels == 1:
            model.register_forward_pre_hook(_grey_to_colour)
        return model
    settings: dict[str, Any] = {"num_classes": architecture.num_classes, "in_chans": channels}
    timm = _timm()
    if _takes_image_size(timm, name):
        settings["img_size"] = (height, width)
    built: nn.Module = timm.create_model(name, pretrained=False, **settings)
    return built


def _names(package: str) -> Sequence[str]:
    if package == "timm":
        names: list[str] = _timm().list_models()
        return names
    from lpntk._torchvision import torchvision

    listed: list[str] = torchvision.models.list_models(module=torchvision.models)
    return listed


def _timm() -> Any:
    from lpntk._torchvision import torchvision  # timm imports it, as it is

    assert torchvision
    try:
        import timm
    except ImportError as error:
        raise InputError(
            f"A model of timm's needs timm ({error}): pip install 'lpntk[timm]'.", field="model"
        ) from error
    return timm


def _takes_image_size(timm: Any, name: str) -> bool:
    """Whether a network is built for one size of images: those that cut them into patches are."""
    config = timm.get_pretrained_cfg(name, allow_unregistered=True)
    return bool(config is not None and config.fixed_input_size)


def _grey_to_colour(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """torchvision's networks take three channels; a hook, unlike a wrapper, keeps the parameters' names."""
    return (inputs[0].expand(-1, 3, -1, -1), *inputs[1:])
