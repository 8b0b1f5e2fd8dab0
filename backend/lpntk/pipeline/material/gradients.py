"""The gradients of a material's samples."""

from __future__ import annotations

from typing import cast

import torch

from lpntk.domain import Architecture, Checkpoint, Dataset, KernelSettings, LabelVector, OnBadGradient
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.learning import build_model
from lpntk.pipeline.material.material import Material
from lpntk.pipeline.material.requested import RequestedMaterial


def gradient_source(
    material: Material, checkpoint: Checkpoint, dataset: Dataset, settings: KernelSettings
) -> GradientSource:
    """The gradients of samples by a checkpoint. InputError if they do not fit together."""
    return _source(material, material.classifier(checkpoint), dataset, checkpoint.architecture, settings)


def untrained_gradient_source(
    material: RequestedMaterial, dataset: Dataset, settings: KernelSettings
) -> GradientSource:
    """The gradients of samples by a model as it is built: they take as long as those of a trained one."""
    architecture = material.architecture(dataset)
    return _source(material, build_model(architecture), dataset, architecture, settings)


def _source(
    material: Material,
    model: torch.nn.Module,
    dataset: Dataset,
    architecture: Architecture,
    settings: KernelSettings,
) -> GradientSource:
    return GradientSource(
        model,
        material.tensors(dataset, architecture),
        cast("LabelVector", settings.label_vector),  # the request has checked it
        device=material.device,
        indices=dataset.indices,
        parameters=settings.parameters,
        on_bad_gradient=cast("OnBadGradient", settings.on_bad_gradient),
    )
