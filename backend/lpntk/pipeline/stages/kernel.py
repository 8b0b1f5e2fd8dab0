"""The kernel stage: exactly, tile by tile, or as a sketch, block by block."""

from __future__ import annotations

from lpntk.domain import Stage
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.stages.exact_kernel import compute_exactly
from lpntk.pipeline.stages.run import Run
from lpntk.pipeline.stages.sketched_kernel import compute_sketch
from lpntk.store import checkpoints


def compute_kernel(run: Run) -> None:
    """Compute what is not there yet of the kernel and its summary."""
    dataset = run.dataset(run.progress(Stage.KERNEL, "samples"))
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    source = gradient_source(run.material, checkpoint, dataset, run.request.kernel)
    if run.request.kernel.method == "sketch":
        compute_sketch(run, dataset, source)
    else:
        compute_exactly(run, dataset, source)
