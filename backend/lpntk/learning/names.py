"""The names of models."""

from __future__ import annotations

from pathlib import Path

from lpntk.domain import InputError
from lpntk.domain.factories import factory_parts

AUTO = "auto"
_STANDARD = {"images": "lenet", "texts": "bag-of-words", "rows": "mlp"}

MODELS = {
    AUTO: "Standard: LeNet, bag of words or MLP",
    "lenet": "LeNet, for small images",
    "mlp": "Multilayer perceptron, for small images and rows of a table",
    "bag-of-words": "Mean of word embeddings, for texts",
    "resnet18": "ResNet-18 without batch norm",
    "resnet50": "ResNet-50 without batch norm",
}
"""What our own models are called, by their names."""

OTHER_MODELS = {
    "torchvision:NAME": "One of torchvision's",
    "timm:NAME": "One of timm's (pip install 'lpntk[timm]')",
    "hf:NAME": "A classifier of transformers, of images or texts (pip install 'lpntk[huggingface]')",
    "PKG.MODULE:FACTORY": "What a function of yours builds",
}
"""The patterns of other models' names."""

_PACKAGES = {"torchvision": ("images",), "timm": ("images",), "hf": ("images", "texts")}
"""The packages that have models, and the modalities that these take."""
_LOOKS_LIKE_A_PATH = ("/", "./", "../", "~")
READS = {
    "lenet": ("images",),
    "mlp": ("images", "rows"),
    "bag-of-words": ("texts",),
    "resnet18": ("images",),
    "resnet50": ("images",),
}
"""The modalities that our own models take."""


def model_for(name: str, modality: str) -> str:
    """The model that is meant: the standard one of a modality where "auto" leaves the choice."""
    return _STANDARD[modality] if name == AUTO else name


def modalities_of(name: str) -> tuple[str, ...] | None:
    """The modalities that a model takes; None where only a person's own code knows."""
    of_package = package_model(name)
    return READS.get(name) if of_package is None else _PACKAGES[of_package[0]]


def require_model_for(name: str, modality: str) -> None:
    """Refuse a model of another kind of samples. InputError."""
    taken = modalities_of(name)
    if taken is not None and modality not in taken:
        raise InputError(
            f"Model {name} takes {' or '.join(taken)}, and these samples are {modality}: "
            f"choose auto or {model_for(AUTO, modality)}.",
            field="model",
        )


def package_model(name: str) -> tuple[str, str] | None:
    """("torchvision", NAME) of "torchvision:NAME", as of "timm:NAME" and "hf:NAME"; None for other models."""
    package, colon, model = name.partition(":")
    return (package, model) if colon and package in _PACKAGES else None


def model_folder(name: str) -> Path | None:
    """DIR of "hf:DIR"; None for other models, and for a name that is no path and no folder that is there."""
    package, _, place = name.partition(":")
    if package != "hf" or not place:
        return None
    folder = Path(place).expanduser()
    return folder if place.startswith(_LOOKS_LIKE_A_PATH) or folder.is_dir() else None


def factory_path(name: str) -> tuple[str, str] | None:
    """(PKG.MODULE, FACTORY) of "PKG.MODULE:FACTORY"; None for other models."""
    if package_model(name) is not None:
        return None
    return factory_parts(name)


def require_pretrained(model: str, field: str) -> None:
    """Refuse a model of which nobody has weights. InputError."""
    if package_model(model) is None:
        raise InputError(
            f"There are no pretrained weights of {model}: give a file of weights, or a model of torchvision, "
            "timm or transformers (hf:NAME).",
            field=field,
        )
