"""The exact kernel: its tiles, the summary that is streamed from them, and a sketch where no tile is kept."""

from __future__ import annotations

import numpy as np

from lpntk.domain import Dataset, Stage
from lpntk.kernels.exact.calibration import calibrate
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.kernels.summary.device_tile import ComingTile, DeviceTile
from lpntk.kernels.summary.summariser import Summariser
from lpntk.pipeline.stages.assignment import assignment
from lpntk.pipeline.stages.base import Base, base_of
from lpntk.pipeline.stages.budget import (
    WAITING_BYTES,
    exact_engine,
    keeps_matrix,
    prefers_disk,
    scratch_folder,
)
from lpntk.pipeline.stages.crew import Crew
from lpntk.pipeline.stages.run import Run
from lpntk.pipeline.stages.sketch_beside import sketch_beside
from lpntk.store import kernels, summaries

# How long work may take before it is written down, and how many times as long as writing it down takes.
WRITE_SECONDS, WRITE_RATIO = 5.0, 20.0


def compute_exactly(run: Run, dataset: Dataset, source: GradientSource) -> None:
    """Compute the steps that are not there yet, then the summary, and the sketch that is kept beside it."""
    with run.database.reading() as session:
        is_summarised = summaries.is_finished(session, run.analysis_id)
    if not is_summarised:
        _summarise(run, dataset, source)
    error = sketch_beside(run, source)
    with run.writing() as session:
        if error is not None:
            kernels.set_sketch_error(session, run.analysis_id, error)
        run.complete(session, Stage.KERNEL)


def _summarise(run: Run, dataset: Dataset, source: GradientSource) -> None:
    """Compute the steps that are not there yet, then the summary.

    Now and then the tiles since the last time are written together with the summariser's state, so that a
    later run goes on from there and arrives at the same result to the bit.
    """
    base = base_of(run.database, run.request)
    with exact_engine(source, run.request.kernel, base.boundaries) as engine:
        choose_where_features_wait(run, engine)
        begun = _begun(run, engine, base)
        summariser = _summariser(run, dataset, begun, base, engine)
        if run.crew is None:
            _take_steps(run, engine, begun, summariser)
        else:
            _take_parts(run, run.crew, begun, summariser, steps=len(engine.schedule.steps))
    with run.writing() as session:
        summaries.finish(session, run.analysis_id, summariser.finish())
        run.spend(session, Stage.KERNEL)


def choose_where_features_wait(run: Run, engine: KernelEngine) -> None:
    """On disk, if there is room and that is faster than to compute them again."""
    folder = scratch_folder(run.database, engine)
    if folder is not None and prefers_disk(engine, calibrate(engine, folder)):
        engine.spill_to(folder)


def _begun(run: Run, engine: KernelEngine, base: Base) -> kernels.KernelRecord:
    """What there is of the kernel; begun anew if another version of the program has cut it otherwise."""
    groups = (engine.schedule.groups[0].start, *(group.stop for group in engine.schedule.groups))
    boundaries = (0, *(stop for _, stop in engine.blocks))
    with run.database.reading() as session:
        begun = kernels.find(session, run.analysis_id)
    # Others compute all there is: what one process has begun of it would count twice.
    fits = begun is not None and (run.crew is None or not begun.pieces_done)
    if begun is not None and fits and begun.boundaries == boundaries and _groups_of(begun) == groups:
        return begun
    diagonal = engine.diagonal(run.progress(Stage.KERNEL, "samples"))
    keeps = keeps_matrix(len(engine.source), run.request.kernel) and base.keeps_matrix
    begun = kernels.KernelRecord(
        kernels.Tiled(groups, keeps),
        boundaries,
        excluded=(*base.excluded, *engine.source.excluded.tolist()),
        without_rule=engine.source.without_rule,
    )
    with run.writing() as session:
        whole = np.concatenate([base.diagonal(session), diagonal])
        kernels.begin(session, run.analysis_id, begun, whole)
        if keeps:
            base.copy_tiles(session, run.analysis_id)
        run.spend(session, Stage.KERNEL)
    return begun


def _groups_of(record: kernels.KernelRecord) -> tuple[int, ...]:
    return record.way.groups if isinstance(record.way, kernels.Tiled) else ()


def _summariser(
    run: Run, dataset: Dataset, begun: kernels.KernelRecord, base: Base, engine: KernelEngine
) -> Summariser:
    neighbours, excluded = run.request.kernel.neighbours, np.array(begun.excluded, dtype=np.int64)
    classes = len(dataset.class_names)
    with run.database.reading() as session:
        diagonal = summaries.diagonal(session, run.analysis_id)
        summariser = Summariser(diagonal, dataset.labels, classes, neighbours, excluded, engine.tile_device)
        if not begun.pieces_done:
            base.prefill(session, summariser)
            return summariser
        for start, _ in begun.blocks:
            summariser.restore(summaries.state(session, run.analysis_id, start), start)
    return summariser


def _take_steps(run: Run, engine: KernelEngine, begun: kernels.KernelRecord, summariser: Summariser) -> None:
    progress = run.progress(Stage.KERNEL, "tiles")
    steps = engine.schedule.steps
    total, done = engine.schedule.tiles(), engine.schedule.tiles(begun.pieces_done)
    writer = _Writer(run, summariser, begun)
    progress(done, total)
    for number, step in enumerate(steps[begun.pieces_done :], start=begun.pieces_done + 1):
        for tile in engine.tiles(step, lambda: progress(done, total)):
            writer.take(tile)
            summariser.update(tile)
            progress(done := done + 1, total)
        writer.step_is_done(number, last=number == len(steps))


def _take_parts(
    run: Run, crew: Crew, begun: kernels.KernelRecord, summariser: Summariser, *, steps: int
) -> None:
    """Have others compute the tiles; what they find comes together in memory, and is written at the end."""
    progress = run.progress(Stage.KERNEL, "tiles")
    for part in crew.parts(assignment(run.database, run.analysis_id), progress, run.check):
        for start, state in part.states.items():
            summariser.merge(state, start)
        if begun.keeps_matrix and part.tiles:
            with run.writing() as session:
                kernels.add_tiles(session, run.analysis_id, part.tiles)
                run.spend(session, Stage.KERNEL)
    with run.writing() as session:
        kernels.advance(session, run.analysis_id, steps, (), {})


class _Writer:
    """Writes tiles and what is new in the summariser, not so often that it would cost much time."""

    def __init__(self, run: Run, summariser: Summariser, begun: kernels.KernelRecord) -> None:
        self._run, self._summariser, self._begun = run, summariser, begun
        self._tiles: list[ComingTile] = []
        self._bytes = 0
        self._due = run.now() + WRITE_SECONDS

    def take(self, tile: DeviceTile) -> None:
        """Have a tile come from the device that is to be written, beside computation."""
        if self._begun.keeps_matrix:
            coming = tile.download()
            self._tiles.append(coming)
            self._bytes += coming.nbytes

    def step_is_done(self, number: int, *, last: bool) -> None:
        """Write if it is time to."""
        if last or self._bytes >= WAITING_BYTES // 2 or self._run.now() >= self._due:
            began = self._run.now()
            self._write(number)
            self._tiles, self._bytes = [], 0
            self._due = self._run.now() + max(WRITE_SECONDS, WRITE_RATIO * (self._run.now() - began))

    def _write(self, pieces_done: int) -> None:
        states = {
            start: self._summariser.state(start, stop)
            for start, stop in self._begun.blocks
            if self._summariser.changed(start, stop)
        }
        tiles = (tile.result() for tile in self._tiles)
        with self._run.writing() as session:
            kernels.advance(session, self._run.analysis_id, pieces_done, tiles, states)
            self._run.spend(session, Stage.KERNEL)
