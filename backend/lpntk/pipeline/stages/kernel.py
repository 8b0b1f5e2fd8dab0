"""The kernel stage: the matrix strip by strip, and the summary that is streamed from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lpntk.domain import Dataset, LabelVector, Progress, Stage
from lpntk.kernel import KernelEngine, Summariser, Tile
from lpntk.pipeline.run import Run
from lpntk.store import checkpoints, kernels


def compute_kernel(run: Run) -> None:
    """Compute the strips that are not there yet, then the summary.

    After each strip its tiles are written together with the summariser's state, so that a later run goes on
    from there and arrives at the same result to the bit.
    """
    dataset = run.dataset(run.progress(Stage.KERNEL, "samples"))
    with _engine(run, dataset) as engine:
        begun = _begun(run, engine)
        summariser = _summariser(run, dataset, begun)
        for strip, tiles in _strips(engine, begun.strips_done, run.progress(Stage.KERNEL, "tiles")):
            for tile in tiles:
                summariser.update(tile)
            with run.writing() as session:
                kernels.add_strip(session, run.analysis_id, strip, tiles, summariser.state())
                run.spend(session, Stage.KERNEL)
    summary = summariser.finish()
    with run.writing() as session:
        kernels.finish(session, run.analysis_id, summary)
        run.complete(session, Stage.KERNEL)


def _engine(run: Run, dataset: Dataset) -> KernelEngine:
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    settings = run.request.kernel
    return KernelEngine(
        run.material.classifier(checkpoint),
        run.material.tensors(dataset, checkpoint.architecture),
        cast("LabelVector", settings.label_vector),  # the request has checked it
        device=run.material.device,
        memory_budget=settings.memory_budget,
        indices=dataset.indices,
    )


def _begun(run: Run, engine: KernelEngine) -> kernels.KernelRecord:
    """What there is of the kernel; begun anew if another version of the program has cut it otherwise."""
    with run.database.reading() as session:
        begun = kernels.find(session, run.analysis_id)
    if begun is not None and begun.blocks == engine.blocks:
        return begun
    diagonal = engine.diagonal(run.progress(Stage.KERNEL, "samples"))
    with run.writing() as session:
        kernels.begin(session, run.analysis_id, engine.blocks, diagonal)
        run.spend(session, Stage.KERNEL)
        return kernels.get(session, run.analysis_id)


def _summariser(run: Run, dataset: Dataset, begun: kernels.KernelRecord) -> Summariser:
    with run.database.reading() as session:
        diagonal = kernels.diagonal(session, run.analysis_id)
        about = (diagonal, dataset.labels, len(dataset.class_names), run.request.kernel.neighbours)
        if begun.strips_done == 0:
            return Summariser(*about)
        return Summariser.restore(*about, kernels.state(session, run.analysis_id))


def _strips(engine: KernelEngine, first: int, progress: Progress) -> Iterator[tuple[int, list[Tile]]]:
    """(strip, its tiles) from strip `first` on; told how many tiles of the whole matrix are there."""
    strips = len(engine.blocks)
    total = strips * (strips + 1) // 2
    done = total - (strips - first) * (strips - first + 1) // 2
    progress(done, total)
    for strip in range(first, strips):
        tiles = []
        for tile in engine.strip(strip):
            tiles.append(tile)
            progress(done := done + 1, total)
        yield strip, tiles
