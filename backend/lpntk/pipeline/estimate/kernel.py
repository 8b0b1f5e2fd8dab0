"""What the kernel of an analysis will take, by either method."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import torch

from lpntk.domain import KernelSettings
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.domain.estimate import CrewSize
from lpntk.kernels.exact import calibration
from lpntk.kernels.exact.arithmetic import FLOAT32
from lpntk.kernels.exact.calibration import Rates
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.shards import samples_needed, shards
from lpntk.kernels.sketch import SketchEngine
from lpntk.kernels.sketch.calibration import calibrate, seconds_of_sketch
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import summary_bytes
from lpntk.pipeline.stages.budget import (
    budget_for_all,
    exact_engine,
    feature_bytes,
    keeps_matrix,
    matrix_bytes,
    memory_of,
    prefers_disk,
    scratch_folder,
    width_beside,
)
from lpntk.pipeline.stages.sketch_beside import COMPARED
from lpntk.store.engine import Database


@dataclass(frozen=True)
class Facts:
    """What an `Estimate` says of the kernel alone; see there."""

    memory_budget: int
    memory_bytes: int
    memory_for_all: int | None
    matrix_bytes: int
    keeps_matrix: bool
    beside_width: int
    beside_bytes: int
    scratch_bytes: int
    passes: int
    multiply_adds: int
    arithmetic: str
    without_rule: tuple[str, ...]

    def named(self) -> dict[str, Any]:
        """All of them by their names."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class KernelPlan:
    """What the kernel will take, and the rates that other stages go by, too.

    Attributes
    ----------
    facts
        In memory, on disk and in operations.
    seconds
        Of the kernel stage.
    a_pass, a_pair
        Seconds of one sample's features or sketch, and of one kernel value from two of them.
    is_stored
        Whether the values of pairs can be read afterwards without another pass.
    """

    facts: Facts
    seconds: float
    a_pass: float
    a_pair: float
    is_stored: bool


def exact_plan(
    database: Database,
    source: GradientSource,
    settings: KernelSettings,
    seed: int,
    crew: CrewSize | None = None,
) -> KernelPlan:
    """Of every pair of samples. InputError if the memory budget is too small."""
    engine = exact_engine(source, settings)
    folder = scratch_folder(database, engine)
    with engine:
        rates = calibration.calibrate(engine, folder)
        arithmetic = engine.arithmetic().sentence
    spills = folder is not None and prefers_disk(engine, rates)
    schedule, size = engine.schedule, len(source)
    passes = size if spills else schedule.passes
    beside = _beside(source, settings, seed)
    features = schedule.resident_samples * engine.layout.numbers * FLOAT_BYTES
    passing = schedule.batch * source.survey.pass_bytes
    facts = Facts(
        memory_budget=memory_of(settings, source.device),
        memory_bytes=features + passing + summary_bytes(size, source.num_classes, settings.neighbours),
        memory_for_all=None if schedule.is_resident else budget_for_all(engine, settings),
        matrix_bytes=matrix_bytes(size),
        keeps_matrix=keeps_matrix(size, settings),
        beside_width=beside.width,
        beside_bytes=size * beside.width * FLOAT_BYTES,
        scratch_bytes=feature_bytes(engine) if spills else 0,
        passes=passes + beside.sketches + beside.checks,
        multiply_adds=schedule.pairs * engine.layout.work,
        arithmetic=arithmetic,
        without_rule=engine.source.without_rule,
    )
    seconds = (
        _exact_seconds(engine, rates, passes, spills=spills)
        if crew is None
        else _seconds_in_shards(engine, rates, crew)
    )
    seconds += beside.sketches * beside.a_sketch + beside.checks * rates.features
    return KernelPlan(facts, seconds, rates.features, rates.product, facts.keeps_matrix)


@dataclass(frozen=True)
class _Beside:
    """The sketch beside an exact kernel: W, passes for it and for its check, and seconds of one for it."""

    width: int = 0
    sketches: int = 0
    checks: int = 0
    a_sketch: float = 0.0


def _beside(source: GradientSource, settings: KernelSettings, seed: int) -> _Beside:
    size, memory = len(source), memory_of(settings, source.device)
    width = width_beside(size, settings, memory)
    if keeps_matrix(size, settings) or width is None:
        return _Beside()
    with SketchEngine(source, width=width, seed=seed, memory_budget=memory) as engine:
        return _Beside(width, size, min(size, COMPARED), seconds_of_sketch(engine))


def _exact_seconds(engine: KernelEngine, rates: Rates, passes: int, *, spills: bool) -> float:
    schedule = engine.schedule
    moved = schedule.passes * rates.transfer if spills else 0
    return passes * rates.features + schedule.pairs * (rates.product + rates.summary) + moved


def _seconds_in_shards(engine: KernelEngine, rates: Rates, crew: CrewSize) -> float:
    """The diagonal here, and then all shards, the features of each computed anew."""
    blocks = engine.blocks
    passes = sum(samples_needed(blocks, steps) for steps in shards(blocks, 0, crew.shards))
    pairs = engine.schedule.pairs
    together = passes * rates.features + pairs * (rates.product + rates.summary)
    return len(engine.source) * rates.features + together * _slowdown(crew) / crew.workers


def _slowdown(crew: CrewSize) -> float:
    """How many times as long as this machine, with all its threads, one worker takes."""
    return torch.get_num_threads() / crew.threads if crew.threads else 1.0


def sketch_plan(
    source: GradientSource, settings: KernelSettings, seed: int, crew: CrewSize | None = None
) -> KernelPlan:
    """Of a random projection. InputError if the memory budget is too small."""
    size, width = len(source), settings.sketch_width
    budget = memory_of(settings, source.device)
    engine = SketchEngine(source, width=width, seed=seed, memory_budget=budget)
    with engine:
        rates = calibrate(engine, settings.neighbours)
    facts = Facts(
        memory_budget=budget,
        memory_bytes=min(budget, size * width * FLOAT_BYTES)
        + summary_bytes(size, source.num_classes, settings.neighbours),
        memory_for_all=None,
        matrix_bytes=size * width * FLOAT_BYTES,
        keeps_matrix=False,
        beside_width=0,
        beside_bytes=0,
        scratch_bytes=0,
        passes=2 * size,
        multiply_adds=rates.searched(size),
        arithmetic=FLOAT32.sentence,
        without_rule=engine.source.without_rule,
    )
    # One pass for the sketch, and one for how far it is from the kernel.
    sketched = 1.0 if crew is None else _slowdown(crew) / crew.workers
    seconds = (1 + sketched) * size * rates.sketch + rates.summary(size)
    return KernelPlan(facts, seconds, rates.sketch, rates.pair, is_stored=True)
