"""The gradients of a material's samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import ConcatDataset

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


def label_free_source(
    material: Material,
    checkpoint: Checkpoint,
    dataset: Dataset,
    test: Dataset | None,
    settings: KernelSettings,
) -> GradientSource:
    """The gradients of the test set's samples, if there is one, and then the others, without their labels.

    InputError if they do not fit together.
    """
    model, architecture = material.classifier(checkpoint), checkpoint.architecture
    settings = replace(settings, label_vector="pntk")
    if test is None:
        return _source(material, model, dataset, architecture, settings)
    parts = [material.tensors(part, architecture) for part in (test, dataset)]
    indices = np.concatenate([test.indices, dataset.indices])
    return _of(material, model, ConcatDataset(parts), indices, settings)


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
    return _of(material, model, material.tensors(dataset, architecture), dataset.indices, settings)


def _of(
    material: Material,
    model: torch.nn.Module,
    samples: Any,
    indices: NDArray[np.int64],
    settings: KernelSettings,
) -> GradientSource:
    return GradientSource(
        model,
        samples,
        cast("LabelVector", settings.label_vector),  # the request has checked it
        device=material.device,
        indices=indices,
        parameters=settings.parameters,
        on_bad_gradient=cast("OnBadGradient", settings.on_bad_gradient),
    )
