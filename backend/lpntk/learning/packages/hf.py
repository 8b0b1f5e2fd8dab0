"""Classifiers of transformers, by a folder with a config.json or a name on huggingface.co."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lpntk._huggingface import quiet, transformers
from lpntk.domain import Architecture, InputError
from lpntk.domain.errors import shown
from lpntk.domain.preprocessing import Preprocessing
from lpntk.domain.words import some
from lpntk.learning.names import model_folder
from lpntk.learning.packages.package import Encode, grey_to_colour, no_weights, not_described

_NAMED_AT_MOST = 12
_DESCRIPTIONS = ("preprocessor_config.json", "processor_config.json")
# By modality: the class of transformers that builds a classifier for it, and the list of kinds that it knows.
_AUTO = {
    "images": ("AutoModelForImageClassification", "MODEL_FOR_IMAGE_CLASSIFICATION_MAPPING_NAMES"),
    "texts": ("AutoModelForSequenceClassification", "MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES"),
}


class HuggingFace:
    """Networks by a name on the hub, of which what is on this machine is taken first, or by a folder.

    No code is taken from there, only configurations and weights.
    """

    def check(self, name: str) -> None:
        self._require_place(name)
        if model_folder(f"hf:{name}") is not None:
            _require_classifier(name, _config(name), tuple(_AUTO))

    def build(self, name: str, architecture: Architecture) -> nn.Module:
        self._require_place(name)
        config = copy.deepcopy(_config(name))
        _require_classifier(name, config, (architecture.modality,))
        config.num_labels = architecture.num_classes
        config.architectures = config.architectures or []
        with quiet():
            model: nn.Module = _auto(architecture.modality).from_config(config, trust_remote_code=False)
        if architecture.modality == "texts":
            model.register_forward_pre_hook(partial(_without_padding, config.pad_token_id), with_kwargs=True)
        elif architecture.input_shape[-1] == 1 and getattr(config, "num_channels", 1) == 3:
            model.register_forward_pre_hook(grey_to_colour)
        return model.float()

    def encoder(self, name: str, tokens: int) -> Encode:
        try:
            with quiet():
                tokenizer = _here_or_there(
                    lambda **where: transformers().AutoTokenizer.from_pretrained(
                        _place(name), trust_remote_code=False, **where
                    )
                )
        except Exception as error:  # as of weights
            said = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise InputError(
                f"The tokenizer of hf:{shown(name)} cannot be read ({said}): give a folder that has its "
                "files, or a name on huggingface.co, which takes a network the first time.",
                field="model",
            ) from error
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token

        def encode(texts: Sequence[str]) -> NDArray[np.int64]:
            told = tokenizer(
                list(texts), padding="max_length", truncation=True, max_length=tokens, return_tensors="np"
            )
            return np.asarray(told["input_ids"], np.int64)

        return encode

    def advice(self, name: str, architecture: Architecture) -> str:
        if architecture.modality == "texts":
            return f"choose another model, or fewer tokens than {architecture.input_shape[0]} by --tokens"
        size = getattr(_config(name), "image_size", None)
        if size is None:
            return "choose another model or image_size"
        height, width = (size, size) if isinstance(size, int) else size
        return f"it is built for images of {height} x {width}, so give --image-size {height}"

    def preprocessing(self, name: str) -> Preprocessing:
        self._require_place(name)
        hub = transformers().utils.hub
        for file in _DESCRIPTIONS:
            try:
                with quiet():
                    path = _here_or_there(
                        lambda file=file, **where: hub.cached_file(_place(name), file, **where)
                    )
            except OSError:
                continue
            return Preprocessing.read(Path(path))
        raise not_described(f"hf:{name}", f"it has no {_DESCRIPTIONS[0]}")

    def weights(self, name: str, architecture: Architecture) -> Mapping[str, Tensor]:
        config = copy.deepcopy(_config(name))
        config.architectures = config.architectures or []
        auto = _auto(architecture.modality)

        def load(**where: Any) -> tuple[nn.Module, Mapping[str, Any]]:
            loaded: tuple[nn.Module, Mapping[str, Any]] = auto.from_pretrained(
                _place(name),
                config=config,
                trust_remote_code=False,
                output_loading_info=True,
                dtype=torch.float32,
                **where,
            )
            return loaded

        try:
            with quiet(), torch.random.fork_rng(devices=[]):
                model, told = _here_or_there(load)
        except Exception as error:  # their loading has no one type of error
            raise no_weights(f"hf:{name}", error) from error
        missing = set(told["missing_keys"])
        # What the files lack was drawn here: as a layer for no class it fits none, and is drawn by the seed.
        return {key: value[:0] if key in missing else value for key, value in model.state_dict().items()}

    def _require_place(self, name: str) -> None:
        folder = model_folder(f"hf:{name}")
        if folder is None:
            _require_hub_name(name)
        elif not (folder / "config.json").is_file():
            raise InputError(
                f"There is no {shown(str(folder / 'config.json'))}: give a folder that save_pretrained() "
                "wrote, or a name on huggingface.co.",
                field="model",
            )


def _require_hub_name(name: str) -> None:
    transformers()  # whether it is there
    from huggingface_hub.utils import HFValidationError, validate_repo_id

    try:
        validate_repo_id(name)
    except HFValidationError as error:
        raise InputError(
            f"hf:{shown(name)} is neither a folder (looked from {Path.cwd()}) nor a name on huggingface.co "
            f"such as hf:google/vit-base-patch16-224: {str(error).rstrip('.')}.",
            field="model",
        ) from None


def _require_classifier(name: str, config: Any, modalities: tuple[str, ...]) -> None:
    """Refuse a configuration of what classifies no such inputs. InputError."""
    listed = transformers().models.auto.modeling_auto
    known = sorted({kind for one in modalities if one in _AUTO for kind in getattr(listed, _AUTO[one][1])})
    if config.model_type in known:
        return
    raise InputError(
        f"hf:{shown(name)} is a {config.model_type}, of which transformers has no classifier of "
        f"{' or '.join(modalities)}: choose one of {some(known, _NAMED_AT_MOST)}.",
        field="model",
    )


def _auto(modality: str) -> Any:
    return getattr(transformers(), _AUTO[modality][0])


def _place(name: str) -> str:
    folder = model_folder(f"hf:{name}")
    return name if folder is None else str(folder)


def _config(name: str) -> Any:
    """The configuration; that of a folder is read each time, one of the hub once."""
    return _read_config(name) if model_folder(f"hf:{name}") is not None else _config_of_hub(name)


@lru_cache(maxsize=32)
def _config_of_hub(name: str) -> Any:
    return _read_config(name)


def _read_config(name: str) -> Any:
    auto = transformers().AutoConfig
    try:
        with quiet():
            return _here_or_there(
                lambda **where: auto.from_pretrained(_place(name), trust_remote_code=False, **where)
            )
    except Exception as error:  # as of weights
        said = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise InputError(
            f"The configuration of hf:{shown(name)} cannot be read ({said}): give a folder that "
            "save_pretrained() wrote, or a name on huggingface.co, which takes a network the first time.",
            field="model",
        ) from error


def _without_padding(
    padding: int | None, module: nn.Module, inputs: tuple[Tensor, ...], named: dict[str, Any]
) -> tuple[tuple[Tensor, ...], dict[str, Any]]:
    """Tell a model which tokens are none; a hook, unlike a wrapper, keeps the parameters' names."""
    if padding is None:
        return inputs, named
    return inputs, {**named, "attention_mask": (inputs[0] != padding).long()}


def _here_or_there(load: Any) -> Any:
    """What is on this machine, or else what is downloaded."""
    try:
        return load(local_files_only=True)
    except OSError:
        return load(local_files_only=False)


PACKAGE = HuggingFace()
