"""The gradients that an analysis is about."""

from __future__ import annotations

from typing import cast

import torch

from lpntk.domain import Architecture, Dataset, KernelSettings, LabelVector, OnBadGradient
from lpntk.kernel import GradientSource
from lpntk.learning import build_model
from lpntk.pipeline.material import Material, RequestedMaterial
from lpntk.pipeline.run import Run
from lpntk.store import checkpoints


def gradient_source(run: Run, dataset: Dataset) -> GradientSource:
    """The gradients of a run's samples by its checkpoint. InputError if they do not fit together."""
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    model = run.material.classifier(checkpoint)
    return _source(run.material, model, dataset, checkpoint.architecture, run.request.kernel)


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
