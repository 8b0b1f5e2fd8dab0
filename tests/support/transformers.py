"""Small networks of transformers' with weights that are drawn: nothing is downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from lpntk._huggingface import quiet, transformers

_PATCHES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}
_STAGES = {"hidden_sizes": [8, 16], "depths": [1, 1]}
_WINDOWS = {"patch_size": 4, "embed_dim": 16, "depths": [1, 1], "num_heads": [2, 2], "window_size": 4}

CLASSIFIERS: dict[str, dict[str, Any]] = {
    "beit": {**_PATCHES, "image_size": 32, "patch_size": 8, "out_indices": [0, 1]},
    "convnext": {"hidden_sizes": [8, 16, 24, 32], "depths": [1, 1, 1, 1]},
    "convnextv2": {"hidden_sizes": [8, 16, 24, 32], "depths": [1, 1, 1, 1]},
    "deit": {**_PATCHES, "image_size": 32, "patch_size": 8},
    "dinov2": {**_PATCHES, "image_size": 32, "patch_size": 8},
    "efficientnet": {"width_coefficient": 0.25, "depth_coefficient": 0.2, "hidden_dim": 320},
    "mobilenet_v2": {"depth_multiplier": 0.35, "image_size": 32},
    "regnet": {"embedding_size": 8, **_STAGES, "groups_width": 4},
    "resnet": {"embedding_size": 8, **_STAGES, "layer_type": "basic"},
    "swin": {**_WINDOWS, "image_size": 32},
    "swinv2": {**_WINDOWS, "image_size": 32},
    "vit": {**_PATCHES, "image_size": 32, "patch_size": 8},
}
"""By kind, the configuration of a small image classifier for images of 32 x 32."""


def save_classifier(folder: Path, kind: str, classes: int, **more: Any) -> str:
    """Write a network to a folder, as save_pretrained() does; the model's name."""
    found = transformers()
    config = found.AutoConfig.for_model(kind, **{**CLASSIFIERS[kind], "num_labels": classes, **more})
    config.architectures = []
    torch.manual_seed(1)
    with quiet():
        found.AutoModelForImageClassification.from_config(config).save_pretrained(folder)
    return f"hf:{folder}"
