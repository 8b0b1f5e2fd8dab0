"""The gradients that an analysis is about."""

from __future__ import annotations

from typing import cast

import torch

from lpntk.domain import Architecture, Dataset, KernelSettings, LabelVector, OnBadGradient, silent
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.learning import build_model
from lpntk.pipeline.kinds import ANALYSES, IN_MEMORY
from lpntk.pipeline.material import Material, RequestedMaterial
from lpntk.pipeline.run import Run, samples_have_changed
from lpntk.pipeline.running import requested
from lpntk.pipeline.submitting import in_memory
from lpntk.store import analyses, checkpoints, datasets, jobs
from lpntk.store.engine import Database


def gradient_source(run: Run, dataset: Dataset) -> GradientSource:
    """The gradients of a run's samples by its checkpoint. InputError if they do not fit together."""
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    model = run.material.classifier(checkpoint)
    return _source(run.material, model, dataset, checkpoint.architecture, run.request.kernel)


def stored_gradient_source(database: Database, analysis_id: int) -> GradientSource:
    """The gradients of an analysis that is finished, from its request and its checkpoint.

    Raises
    ------
    ConflictError
        If its model and samples were given to lpntk.analyse.
    InputError
        If its samples are not there any more, or have changed.
    """
    material = requested(database, analysis_id)
    with database.reading() as session:
        record = analyses.get(session, analysis_id)
        (job,) = jobs.of_analysis(session, analysis_id, ANALYSES, 0.0)
        if job.kind == IN_MEMORY or record.checkpoint_id is None or record.dataset_id is None:
            raise in_memory(analysis_id)
        checkpoint = checkpoints.get(session, record.checkpoint_id)
        identity = datasets.get(session, record.dataset_id).identity
    dataset = material.open(silent)
    if identity != datasets.identity(dataset):
        raise samples_have_changed(record.request.data.source, analysis_id)
    return _source(
        material, material.classifier(checkpoint), dataset, checkpoint.architecture, record.request.kernel
    )


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
