"""torchvision's classifiers."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from lpntk.domain import Architecture
from lpntk.learning.packages.package import grey_to_colour, no_weights, require_name


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

    def advice(self, name: str, architecture: Architecture) -> str:
        return "choose another model or image_size"

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
