"""timm's classifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from lpntk.domain import Architecture, InputError
from lpntk.domain.preprocessing import Preprocessing
from lpntk.learning.packages.package import no_weights, not_described, require_name


class Timm:
    """Networks by the names of timm.list_models(), or with a tag those of timm.list_pretrained()."""

    def check(self, name: str) -> None:
        timm = _timm()
        valid: list[str] = timm.list_models()
        if name in timm.list_pretrained():
            return
        such_as = ("resnet18", "vit_tiny_patch16_224", "convnext_atto")
        require_name(name, valid, "timm", such_as=such_as, lists="timm.list_models()")

    def build(self, name: str, architecture: Architecture) -> nn.Module:
        settings = {"num_classes": architecture.num_classes, **_for_images(name, architecture)}
        model: nn.Module = _timm().create_model(name, pretrained=False, **settings)
        return model

    def encoder(self, name: str, tokens: int) -> None:
        return None

    def advice(self, name: str, architecture: Architecture) -> str:
        return "choose another model or image_size"

    def preprocessing(self, name: str) -> Preprocessing:
        timm = _timm()
        config = timm.get_pretrained_cfg(name, allow_unregistered=True)
        if config is None:
            raise not_described(f"timm:{name}", "timm has no pretrained_cfg of it")
        return Preprocessing.of_timm(timm.data.resolve_data_config(pretrained_cfg=config.to_dict()))

    def weights(self, name: str, architecture: Architecture) -> Mapping[str, Tensor]:
        # timm fits what depends on the images, such as the embeddings of positions; the classes are its own.
        from lpntk._huggingface import quiet

        timm = _timm()
        try:
            with quiet():
                model = timm.create_model(name, pretrained=True, **_for_images(name, architecture))
        except (OSError, RuntimeError, ValueError) as error:
            raise no_weights(f"timm:{name}", error) from error
        state: Mapping[str, Tensor] = model.state_dict()
        return state


def _timm() -> Any:
    from lpntk import _huggingface, _torchvision  # timm imports both, as they are

    assert _huggingface
    assert _torchvision
    try:
        import timm
    except ImportError as error:
        raise InputError(
            f"A model of timm's needs timm ({error}): pip install 'lpntk[timm]'.", field="model"
        ) from error
    return timm


def _for_images(name: str, architecture: Architecture) -> dict[str, Any]:
    height, width, channels = architecture.input_shape
    config = _timm().get_pretrained_cfg(name, allow_unregistered=True)
    # Those that cut images into patches are built for one size.
    fixed = config is not None and config.fixed_input_size
    return {"in_chans": channels, **({"img_size": (height, width)} if fixed else {})}


PACKAGE = Timm()
