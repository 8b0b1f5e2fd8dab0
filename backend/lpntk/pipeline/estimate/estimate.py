"""What an analysis will take, told before it is computed."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from lpntk.domain import AnalysisRequest, Estimate, InputError, KernelSettings, Progress, silent
from lpntk.domain.estimate import CrewSize
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.pipeline.estimate.kernel import KernelPlan, exact_plan, sketch_plan
from lpntk.pipeline.estimate.stages import try_out
from lpntk.pipeline.material.checks import check
from lpntk.pipeline.material.gradients import untrained_gradient_source
from lpntk.pipeline.material.preprocessing import with_preprocessing
from lpntk.pipeline.material.requested import RequestedMaterial
from lpntk.pipeline.requests import anywhere
from lpntk.pipeline.stages.budget import memory_of, require_storage_for_sketch
from lpntk.store.engine import Database

# A kernel that is there sooner is not worth the question whether the other method is faster.
WORTH_ASKING_SECONDS = 20


def estimate(
    database: Database,
    request: AnalysisRequest,
    progress: Progress = silent,
    crew: CrewSize | None = None,
) -> Estimate:
    """Read the samples, look at the untrained model, try each part of the work for a moment.

    Parameters
    ----------
    crew
        Who computes the kernel, each thread or GPU as fast as this machine's; None for this machine.

    Raises
    ------
    InputError
        If it cannot be done; it says what could.
    """
    others = _others()
    check(request)
    request = anywhere(with_preprocessing(request))
    settings, material = request.kernel, RequestedMaterial(request)
    began = time.perf_counter()
    dataset = material.open(progress)
    reading = time.perf_counter() - began
    require_storage_for_sketch(len(dataset), settings)
    test = material.open_test(dataset, progress)
    source = untrained_gradient_source(material, dataset, settings)
    plan = _plan(database, source, settings, request.seed, crew)
    trials = try_out(material, request.learning, dataset, reading)
    memory, tests = memory_of(settings, source.device), 0 if test is None else len(test)
    return Estimate(
        samples=len(source),
        parameters=sum(route.extent.written for route in source.survey.routes),
        method=settings.method,
        stages=trials.stages(plan, request, dataset, tests, memory),
        others=others,
        other_seconds=_of_other_method(database, source, settings, request.seed, plan),
        crew=crew,
        **plan.facts.named(),
    )


def _plan(
    database: Database,
    source: GradientSource,
    settings: KernelSettings,
    seed: int,
    crew: CrewSize | None = None,
) -> KernelPlan:
    if settings.method == "sketch":
        return sketch_plan(source, settings, seed, crew)
    return exact_plan(database, source, settings, seed, crew)


def _of_other_method(
    database: Database, source: GradientSource, settings: KernelSettings, seed: int, plan: KernelPlan
) -> float | None:
    """Seconds of the kernel by the method that was not asked for, if it can be done by that."""
    if plan.seconds < WORTH_ASKING_SECONDS:
        return None
    other = replace(settings, method="exact" if settings.method == "sketch" else "sketch")
    try:
        require_storage_for_sketch(len(source), other)
        return _plan(database, source, other, seed).seconds
    except InputError:
        return None


def _others() -> float:
    """How many other programs want each processor: the load of the last minute."""
    try:
        load = os.getloadavg()[0]
        processors = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):  # not known on this system
        return 0.0
    return load / processors
