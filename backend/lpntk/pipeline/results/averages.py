"""What the samples that stay and those that go look like on average."""

from __future__ import annotations

import numpy as np

from lpntk.datasets.pictures import mean_picture
from lpntk.domain import NotFoundError, PruningPlan
from lpntk.domain.pruning import Side
from lpntk.pipeline.results import yours
from lpntk.pipeline.results.results import Results
from lpntk.store import datasets

MOST_AVERAGED = 500


def average(results: Results, plan: PruningPlan, side: Side, label: int | None = None) -> bytes:
    """A PNG file: the mean of the previews of what stays or goes, of one class where a label is given.

    Of more than `MOST_AVERAGED` a random part of that size is taken, always the same.

    Raises
    ------
    NotFoundError
        If the samples are no images, or there is none.
    """
    if results.dataset.modality != "images":
        raise NotFoundError(
            f"The samples of analysis {results.id} are no images, so they have no average to look at."
        )
    chosen = plan.kept if side is Side.KEPT else plan.pruned
    if label is not None:
        chosen = chosen[results.labels[np.searchsorted(results.indices, chosen)] == label]
    if not len(chosen):
        of_class = "" if label is None else f" of class {label}"
        raise NotFoundError(f"With this plan no sample{of_class} is {side.value}.")
    if len(chosen) > MOST_AVERAGED:
        chosen = np.sort(np.random.default_rng(plan.seed).choice(chosen, MOST_AVERAGED, replace=False))

    def make() -> bytes:
        shown = datasets.previews(results.session, results.dataset_id, chosen.tolist())
        return mean_picture([shown[index] for index in chosen.tolist()])

    own = yours.version(results)
    return results.recall(("average", plan.strategy, plan.keep, plan.seed, side, label, own), make)
