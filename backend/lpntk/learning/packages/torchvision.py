"""torchvision's classifiers."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from lpntk.domain import Architecture
from lpntk.domain.preprocessing import Preprocessing, statistics
from lpntk.learning.packages.package import grey_to_colour, no_weights, not_described, require_name

# Built with weights they turn ImageNet's statistics into these; built for other classes they do not.
_NORMALISE_AGAIN = ("googlenet", "inception_v3")


class Torchvision:
    """Networks by the names of torchvision.models."""

    def check(self, name: str) -> None:
        from lpntk._torchvision import torchvision  # takes seconds: only who needs it pays

        valid: list[str] = torchvision.models.list_models(module=torchvision.models)
        require_name(
            name,
            valid,
            "torchvision",
            such_as=("resnet18", "vgg11", "mobilenet_v3_small"),
            lists="torchvision.models.list_models()",
        )

    def build(self, name: str, architecture: Architecture) -> nn.Module:
        from lpntk._torchvision import torchvision

        model: nn.Module = torchvision.models.get_model(
            name, weights=None, num_classes=architecture.num_classes
        )
        if architecture.input_shape[2] == 1:
            model.register_forward_pre_hook(grey_to_colour)
        return model

    def encoder(self, name: str, tokens: int) -> None:
        return None

    def advice(self, name: str, architecture: Architecture) -> str:
        return "choose another model or image_size"

    def preprocessing(self, name: str) -> Preprocessing:
        from lpntk._torchvision import torchvision

        try:
            made = torchvision.models.get_model_weights(name).DEFAULT.transforms()
        except AttributeError as error:  # an enumeration of weights without any
            raise not_described(f"torchvision:{name}", "torchvision has no weights for it") from error
        (size,), (whole,) = made.crop_size, made.resize_size
        return Preprocessing(
            size,
            size / whole,
            made.interpolation.value,
            "half" if name in _NORMALISE_AGAIN else statistics(made.mean, made.std),
        )

    def weights(self, name: str, architecture: Architecture) -> Mapping[str, Tensor]:
        from lpntk._huggingface import quiet
        from lpntk._torchvision import torchvision

        try:
            with quiet():
                state: Mapping[str, Tensor] = torchvision.models.get_model_weights(
                    name
                ).DEFAULT.get_state_dict(progress=False, check_hash=True)
        except (OSError, RuntimeError, AttributeError) as error:
            raise no_weights(f"torchvision:{name}", error) from error
        return state


PACKAGE = Torchvision()
