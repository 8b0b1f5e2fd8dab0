"""An embedding of a person's own beside the kernel: neighbours, how far they agree, and a map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Neighbours, Relation
from lpntk.pipeline.results import own_columns
from lpntk.pipeline.results.embeddings import COUNTED, MAP, NEIGHBOURS
from lpntk.pipeline.results.kept import Kept
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.stages.run import Run
from lpntk.store import kernels, summaries, units
from lpntk.store.recent import Recent
from lpntk.structure import nearest_by_cosine, neighbour_map

LISTED = 100
"""So many neighbours of each sample are kept."""


def compute(run: Run) -> None:
    """Compute what is not there yet."""
    done = run.units()
    if NEIGHBOURS not in done:
        _keep_neighbours(run)
    if MAP not in done:
        with run.database.reading() as session:
            rows, similarity = (
                units.array(session, run.job_id, f"{NEIGHBOURS}/{name}") for name in ("rows", "similarity")
            )
        found = Neighbours(rows.astype(np.int64), similarity)
        places = neighbour_map(found, seed=run.request.seed, progress=run.progress("map", "epochs"))
        run.keep(MAP, {}, {"places": places})


def _keep_neighbours(run: Run) -> None:
    with run.database.reading() as session:
        results = Results(run.database, session, run.analysis_id, run.now(), Kept(Recent()))
        vectors = own_columns.vectors(results, run.task["name"])
        by_kernel = summaries.neighbours(session, run.analysis_id, Relation.INTERCHANGEABLE)
        excluded = kernels.get(session, run.analysis_id).excluded
    found = nearest_by_cosine(vectors, LISTED, progress=run.progress("neighbours", "samples"))
    shares = in_common(by_kernel.rows, found.rows, COUNTED)
    shares[list(excluded)] = np.nan
    mean = float(np.nanmean(shares)) if np.isfinite(shares).any() else None
    arrays = {
        "rows": found.rows.astype(np.int32),
        "similarity": found.similarity,
        "agreement": shares,
    }
    run.keep(NEIGHBOURS, {"agreement": mean}, arrays)


def in_common(first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """(N,) float32: the share of the first `count` of each row of one (N, k) that are among those of another.

    NaN where there are none.
    """
    ours, theirs = first[:, :count], second[:, :count]
    if not ours.shape[1]:
        return np.full(len(first), np.nan, dtype=np.float32)
    return (ours[:, :, None] == theirs[:, None, :]).any(axis=2).mean(axis=1).astype(np.float32)
