"""The map stage: a place for every sample, from its interchangeable neighbours."""

from __future__ import annotations

from lpntk.domain import Relation, Stage
from lpntk.pipeline.stages.run import Run
from lpntk.store import kernels, structure, summaries
from lpntk.structure import neighbour_map


def draw_map(run: Run) -> None:
    """Lay the samples out in the plane."""
    with run.database.reading() as session:
        neighbours = summaries.neighbours(session, run.analysis_id, Relation.INTERCHANGEABLE)
        excluded = kernels.get(session, run.analysis_id).excluded
    progress = run.progress(Stage.MAP, "epochs")
    places = neighbour_map(neighbours, seed=run.request.seed, excluded=excluded, progress=progress)
    with run.writing() as session:
        structure.write_map(session, run.analysis_id, places)
        run.complete(session, Stage.MAP)
