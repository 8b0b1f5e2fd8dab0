"""The scores stage: what is known of how each sample is learnt, one number a sample and score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Relation, Stage, Tile
from lpntk.kernels.exact.diagonal import exact_diagonal
from lpntk.kernels.summary.by_label import NearestByLabel, nearest_in_lists
from lpntk.pipeline.material.gradients import gradient_source
from lpntk.pipeline.stages.budget import memory_of
from lpntk.pipeline.stages.run import Run
from lpntk.scores import SCORES, Known, Score, scores_of
from lpntk.scores.epochs import known_of_epochs
from lpntk.store import checkpoints, datasets, evidence, kernels, scores, summaries

Columns = dict[str, NDArray[Any]]


def score_samples(run: Run) -> None:
    """Compute every score that this analysis can have and store it as a column; begun anew if stopped."""
    known: Columns = {}
    for part in (_of_kernel, _of_training, _of_evidence, _nearest, _of_loss):
        known |= part(run, known)
    of = Known(known.__getitem__)
    columns = {name: _of_recorded(score, of) for name, score in scores_of(known).items()}
    with run.writing() as session:
        scores.write(session, run.analysis_id, columns)
        run.complete(session, Stage.SCORES)


def _of_recorded(score: Score, known: Known) -> NDArray[Any]:
    """A score; NaN of samples that are not in the record of the training, where it is made of that."""
    column = score.of(known)
    if not any(need.startswith("epoch_") for need in score.needs):
        return column
    return np.where(np.isnan(known.epoch_label_probability[0]), np.nan, column)


def _of_kernel(run: Run, known: Columns) -> Columns:
    """Labels, and what the kernel's summary says by itself."""
    with run.database.reading() as session:
        return {
            "labels": datasets.labels(session, run.dataset_id),
            "others": np.asarray(kernels.get(session, run.analysis_id).others),
            **{name: summaries.known(session, run.analysis_id, name) for name in summaries.KNOWN},
        }


def _of_training(run: Run, known: Columns) -> Columns:
    """What the classifier says of the labels; over the epochs where there is more than one."""
    with run.database.reading() as session:
        confidence = checkpoints.predictions(session, run.checkpoint_id)[1]
        count = checkpoints.epoch_count(session, run.checkpoint_id)
    found: Columns = {"label_probability": confidence}
    if count > 1:
        found |= known_of_epochs(_epochs(run, count), known["labels"])
        uncertainty = SCORES["aleatoric_uncertainty"].of(Known(found.__getitem__))
        found["median_uncertainty"] = np.asarray(np.nanmedian(uncertainty))
    return found


def _epochs(run: Run, count: int) -> Iterator[NDArray[np.float32]]:
    progress = run.progress(Stage.SCORES, "epochs")
    for number in range(1, count + 1):
        with run.database.reading() as session:
            yield checkpoints.epoch(session, run.checkpoint_id, number)
        progress(number, count)


def _of_evidence(run: Run, known: Columns) -> Columns:
    with run.database.reading() as session:
        return {"left_out": evidence.predictions(session, run.analysis_id)}


def _nearest(run: Run, known: Columns) -> Columns:
    """From all pairs where the matrix is kept, else from the neighbours that are."""
    with run.database.reading() as session:
        kernel = kernels.get(session, run.analysis_id)
        neighbours = summaries.neighbours(session, run.analysis_id, Relation.INTERCHANGEABLE)
    if kernel.keeps_matrix:
        nearest = NearestByLabel(known["self_kernel"], known["labels"], kernel.excluded)
        for tile in _tiles(run, kernel):
            nearest.update(tile)
        same, other = nearest.result()
    else:
        same, other = nearest_in_lists(neighbours, known["labels"], kernel.excluded)
    return {"nearest_same": same, "nearest_other": other}


def _tiles(run: Run, kernel: kernels.KernelRecord) -> Iterator[Tile]:
    progress = run.progress(Stage.SCORES, "tiles")
    blocks = kernel.blocks
    total, done = len(blocks) * (len(blocks) + 1) // 2, 0
    for row_block, rows in enumerate(blocks):
        for column_block in range(row_block, len(blocks)):
            with run.database.reading() as session:
                values = kernels.tile(session, run.analysis_id, row_block, column_block)
            yield Tile(*rows, *blocks[column_block], values)
            progress(done := done + 1, total)


def _of_loss(run: Run, known: Columns) -> Columns:
    """The squared length of the loss's gradient: K kappa(i, i) by the residual label vector."""
    with run.database.reading() as session:
        kernel = kernels.get(session, run.analysis_id)
    if run.request.kernel.label_vector == "residual" and not kernel.is_sketch:
        own = known["self_kernel"].astype(np.float64)
    else:
        own = _residual_diagonal(run)
    own[list(kernel.excluded)] = np.nan
    return {"residual_gradient": known["class_means"].shape[1] * own}


def _residual_diagonal(run: Run) -> NDArray[np.float64]:
    dataset = run.dataset(run.progress(Stage.SCORES, "samples"))
    with run.database.reading() as session:
        checkpoint = checkpoints.get(session, run.checkpoint_id)
    # A sample whose gradient is finite but for the loss's would be a poor reason to stop at the very end.
    settings = replace(run.request.kernel, label_vector="residual", on_bad_gradient="exclude")
    source = gradient_source(run.material, checkpoint, dataset, settings)
    with source:
        return exact_diagonal(
            source,
            memory_budget=memory_of(settings, source.device),
            progress=run.progress(Stage.SCORES, "samples"),
        )
