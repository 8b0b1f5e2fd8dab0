"""How an analysis shares out the memory and the storage that it may take."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import torch

from lpntk.devices import default_memory_budget
from lpntk.domain import InputError, KernelSettings
from lpntk.domain.arrays import FLOAT_BYTES
from lpntk.kernels.exact.calibration import Rates
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.exact.schedule import FEATURE_SHARE
from lpntk.kernels.sketch.engine import MIN_WIDTH
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.summariser import summary_bytes
from lpntk.store.engine import Database

# Tiles wait in memory until they are written together.
WAITING_BYTES = 64 << 20
# A disk is not filled to the brim.
DISK_SHARE = 0.5
# Of the memory budget: what the system of a sketch, its vectors and what taking it apart needs may take, in
# float64.
SYSTEM_SHARE, COPIES, DOUBLE_BYTES = 0.5, 4, 8
# With fewer numbers a sample c is off by more than 0.1, and a picture of it is mostly noise.
LEAST_BESIDE = 64
# What others say of a label is worth nothing by a narrower sketch, whatever a matrix may take.
LEAST_OF_EVIDENCE = 512


def memory_of(settings: KernelSettings, device: torch.device) -> int:
    """Bytes that the kernel's computation may take."""
    if settings.memory_budget is not None:
        return settings.memory_budget
    return default_memory_budget(device)


def matrix_bytes(samples: int) -> int:
    """What the stored kernel matrix of so many samples takes: float32, each pair once."""
    return samples * (samples + 1) // 2 * FLOAT_BYTES


def keeps_matrix(samples: int, settings: KernelSettings) -> bool:
    """Whether the matrix of so many samples is stored."""
    return matrix_bytes(samples) <= settings.storage_budget


def sketch_width(samples: int, settings: KernelSettings, memory: int, *, least: int = MIN_WIDTH) -> int:
    """W of a sketch for which nobody asked: what is asked for elsewhere, or what memory and storage hold.

    Storage holds so many numbers of a sample at the `least`.
    """
    in_memory = math.isqrt(int(SYSTEM_SHARE * memory) // (COPIES * DOUBLE_BYTES))
    stored = max(least, settings.storage_budget // (FLOAT_BYTES * samples))
    return max(MIN_WIDTH, min(settings.sketch_width, in_memory, stored))


def width_beside(samples: int, settings: KernelSettings, memory: int) -> int | None:
    """W of the sketch that is kept beside an exact kernel without a matrix; None where there is no room."""
    width = sketch_width(samples, settings, memory)
    return width if width >= LEAST_BESIDE else None


def exact_engine(
    source: GradientSource,
    settings: KernelSettings,
    boundaries: tuple[int, ...] = (0,),
    cut: tuple[int, ...] | None = None,
) -> KernelEngine:
    """The engine for the part of the memory budget that summaries and waiting tiles leave.

    Parameters
    ----------
    boundaries, cut
        Where the blocks begin that are known, and where all do if that is settled; see `KernelEngine`.

    Raises
    ------
    InputError
        If that is too little; it says what would do.
    """
    budget = memory_of(settings, source.device)
    waiting = WAITING_BYTES if keeps_matrix(len(source), settings) else 0
    waiting = min(waiting, budget // 8)
    return KernelEngine.beside_summaries(
        source,
        memory_budget=budget,
        neighbours=settings.neighbours,
        reserved=waiting,
        boundaries=boundaries,
        cut=cut,
        arithmetic=settings.arithmetic,
    )


def scratch_folder(database: Database, engine: KernelEngine) -> Path | None:
    """Where features may lie that do not fit the memory; None where they do, or there is no room."""
    if engine.schedule.is_resident:
        return None
    folder = database.scratch
    needed = feature_bytes(engine)
    room = int(DISK_SHARE * shutil.disk_usage(folder).free)
    return folder if needed <= room else None


def feature_bytes(engine: KernelEngine) -> int:
    """What the features of all samples take."""
    return len(engine.source) * engine.layout.numbers * FLOAT_BYTES


def budget_for_all(engine: KernelEngine, settings: KernelSettings) -> int:
    """The memory budget with which the features of all samples stay in memory."""
    summaries = summary_bytes(len(engine.source), engine.source.num_classes, settings.neighbours)
    return math.ceil((feature_bytes(engine) / FEATURE_SHARE + summaries + WAITING_BYTES) * 1.001)


def prefers_disk(engine: KernelEngine, rates: Rates) -> bool:
    """Whether it is faster to write features once and read them than to compute them again."""
    size = len(engine.source)
    again = engine.schedule.passes - size
    return (size + again) * rates.transfer < again * rates.features


def require_storage_for_sketch(samples: int, settings: KernelSettings) -> None:
    """Refuse a sketch that is larger than the storage budget, saying what would fit.

    Raises
    ------
    InputError
        If the sketches of so many samples take more.
    """
    needed = samples * settings.sketch_width * FLOAT_BYTES
    if settings.method != "sketch" or needed <= settings.storage_budget:
        return
    fitting = settings.storage_budget // (samples * FLOAT_BYTES)
    raise InputError(
        f"A sketch of {samples:,} samples with {settings.sketch_width:,} numbers each takes {_gib(needed)}, "
        f"and the storage budget is {_gib(settings.storage_budget)}: allow {_gib(needed)}, or a sketch_width "
        f"of at most {fitting:,}.",
        field="storage_budget",
    )


def _gib(size: int) -> str:
    """Bytes as GiB, rounded up so that giving the number back suffices."""
    return f"{math.ceil(size / 2**30 * 100) / 100:.2f} GiB"
