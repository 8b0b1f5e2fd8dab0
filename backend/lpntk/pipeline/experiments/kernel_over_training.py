"""The kernel over training: where it is stable, and whether another training finds the same neighbours."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import AnalysisRequest, Checkpoint, Dataset, InputError, Relation
from lpntk.domain.errors import shown
from lpntk.domain.experiment import ExperimentResult, Verdict
from lpntk.pipeline.experiments.base import Experiment, Units, option
from lpntk.pipeline.experiments.intervals import rounded

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lpntk.domain.exports import Theme
    from lpntk.pipeline.stages.run import Run

BEST = "best"
NEIGHBOURS = 10
STABLE, SAME_NEIGHBOURS = 0.95, 0.6
_PAIRS, _ROWS = 20_000, 200
_TRAINING, _SEEDS = "training", "seeds"


def read_checkpoints(text: str, epochs: int | None = None) -> list[int | str]:
    """Epochs, ascending, and `best` last where it is named, from text such as "1,2,5,best".

    Parameters
    ----------
    epochs
        How many there are; None where that is not known yet.

    Raises
    ------
    InputError
        If one is neither an epoch of the training nor `best`.
    """
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        if part != BEST and not (part.isascii() and part.isdigit() and len(part) < 10 and int(part) > 0):
            raise InputError(
                f"checkpoints is '{shown(text)}': name epochs from 1 and {BEST}, such as 1,2,5,{BEST}.",
                field="checkpoints",
            )
        if part != BEST and epochs is not None and int(part) > epochs:
            raise InputError(
                f"checkpoints names epoch {part}, and the training has {epochs}: name epochs up to that.",
                field="checkpoints",
            )
    numbers: list[int | str] = sorted({int(part) for part in parts if part != BEST})
    return [*numbers, *([BEST] if BEST in parts else [])]


def check(request: AnalysisRequest, options: dict[str, Any]) -> dict[str, Any]:
    """The checkpoints in one way of writing; where none are named, those of the default that there are."""
    epochs = request.learning.epochs
    text = options["checkpoints"]
    if text is None:
        named = [one for one in read_checkpoints(DEFAULT) if one == BEST or int(one) <= epochs]
    else:
        named = read_checkpoints(text, epochs)
    return {"checkpoints": ",".join(map(str, named))}


def compute(run: Run) -> None:
    """Train again, then the kernel at each checkpoint, then that of another training."""
    from lpntk.pipeline.experiments.courses import trained

    found = run.units()
    wanted = read_checkpoints(run.task["checkpoints"], run.request.learning.epochs)
    dataset = run.dataset(run.progress("reading", "samples"))
    if not _is_complete(found, wanted):
        epochs = [int(one) for one in wanted if one != BEST]
        weights, best = trained(run, dataset, run.request.seed, epochs)
        kept = {epoch: replace(best, weights=of, epoch=epoch) for epoch, of in weights.items()}
        if _TRAINING not in found:
            run.keep(_TRAINING, _compared(run, best))
        _kernels(run, dataset, kept, best, found)
    if _SEEDS not in found:
        _other_seed(run, dataset)


def _is_complete(found: Units, wanted: list[int | str]) -> bool:
    done = {unit["epoch"] for name, unit in found.items() if name.startswith("epoch-")}
    missing = [one for one in wanted if one != BEST and one not in done]
    has_best = any(unit["best"] for name, unit in found.items() if name.startswith("epoch-"))
    return not missing and has_best and _TRAINING in found


def _compared(run: Run, best: Checkpoint) -> dict[str, Any]:
    """Whether training again gave the classifier that was analysed."""
    from lpntk.store import checkpoints as stored

    with run.database.reading() as session:
        analysed = stored.get(session, run.checkpoint_id)
    same = (best.epoch, best.accuracy) == (analysed.epoch, analysed.accuracy)
    return {
        "best_epoch": best.epoch,
        "accuracy": best.accuracy,
        "analysed_accuracy": analysed.accuracy,
        "reproduced": same,
    }


def _kernels(run: Run, dataset: Dataset, kept: dict[int, Checkpoint], best: Checkpoint, found: Units) -> None:
    """The kernel at each checkpoint that is not there yet, with how it goes with the one before."""
    from lpntk.kernels.summary.agreement import seeded_pairs
    from lpntk.store import units

    assert best.epoch is not None, "it was trained"
    # The best one is looked at whether it is named or not: neighbours are compared with another seed's there.
    every = {**kept, best.epoch: best}
    rows, pairs = seeded_pairs(len(dataset), _PAIRS, _ROWS, run.request.seed)
    earlier: NDArray[np.float32] | None = None
    for epoch in sorted(every):
        name = f"epoch-{epoch}"
        if name in found:
            with run.database.reading() as session:
                earlier = units.array(session, run.job_id, f"{name}/pairs")
            continue
        earlier = _kernel(run, dataset, every[epoch], epoch == best.epoch, rows, pairs, earlier)


def _kernel(
    run: Run,
    dataset: Dataset,
    checkpoint: Checkpoint,
    is_best: bool,
    rows: NDArray[np.int64],
    pairs: NDArray[np.int64],
    earlier: NDArray[np.float32] | None,
) -> NDArray[np.float32]:
    from lpntk.pipeline.experiments.kernels_at import similarities_at, summary_at

    epoch = checkpoint.epoch
    summary, excluded = summary_at(
        run, checkpoint, dataset, NEIGHBOURS, run.progress(f"kernel after epoch {epoch}", "tiles")
    )
    progress = run.progress(f"pairs after epoch {epoch}", "samples")
    similarity = similarities_at(run, checkpoint, dataset, rows, pairs, progress)
    pearson, spearman = (None, None) if earlier is None else _correlations(earlier, similarity)
    arrays: dict[str, NDArray[Any]] = {"pairs": similarity, "self_kernel": summary.self_kernel}
    for relation in Relation:
        lists = summary.neighbours(relation)
        arrays[f"{relation}/rows"], arrays[f"{relation}/c"] = lists.rows.astype(np.int32), lists.similarity
    value = {
        "epoch": epoch,
        "best": is_best,
        "histogram": summary.histogram.sum(axis=0).tolist(),
        "mean": float(np.nanmean(similarity)),
        "self_kernel": float(np.median(summary.self_kernel)),
        "pearson": pearson,
        "spearman": spearman,
        "excluded": excluded.tolist(),
    }
    run.keep(f"epoch-{epoch}", value, arrays)
    return similarity


def _correlations(
    earlier: NDArray[np.float32], later: NDArray[np.float32]
) -> tuple[float | None, float | None]:
    """Pearson's and Spearman's, of the same pairs at two checkpoints; None where one does not vary."""
    from scipy.stats import spearmanr

    known = np.isfinite(earlier) & np.isfinite(later)
    one, other = earlier[known].astype(np.float64), later[known].astype(np.float64)
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None, None
    return float(np.corrcoef(one, other)[0, 1]), float(spearmanr(one, other).statistic)


def _other_seed(run: Run, dataset: Dataset) -> None:
    """How many of the interchangeable neighbours another training finds as well."""
    from lpntk.kernels.summary.agreement import chance_recall, neighbour_recall
    from lpntk.pipeline.experiments.courses import trained
    from lpntk.pipeline.experiments.kernels_at import summary_at
    from lpntk.store import units

    name, unit = next((name, unit) for name, unit in run.units().items() if unit.get("best"))
    with run.database.reading() as session:
        mine = units.array(session, run.job_id, f"{name}/{Relation.INTERCHANGEABLE}/rows")
    seed = (run.request.seed + 1) % 2**32
    _, best = trained(run, dataset, seed, (), stage="training from another seed")
    progress = run.progress("kernel of another seed", "tiles")
    summary, excluded = summary_at(run, best, dataset, NEIGHBOURS, progress)
    left_out = [*unit["excluded"], *excluded.tolist()]
    recall = neighbour_recall(mine.astype(np.int64), summary.interchangeable.rows, left_out)
    chance, within = chance_recall(dataset.labels, mine.shape[1])
    value = {"epoch": best.epoch, "accuracy": best.accuracy, "k": mine.shape[1]}
    run.keep(_SEEDS, {**value, "recall": rounded(recall, 6), "chance": chance, "chance_in_class": within})


def checkpoints_of(found: Units) -> list[dict[str, Any]]:
    """The units of the checkpoints, by ascending epoch, each with what it is called."""
    every = sorted((u for name, u in found.items() if name.startswith("epoch-")), key=lambda u: u["epoch"])
    return [{**u, "name": f"Epoch {u['epoch']}" + (", the best" if u["best"] else "")} for u in every]


def stable_note(found: Units) -> str | None:
    """What a person should know who reads neighbours; None where another training finds most of them."""
    seeds = found.get(_SEEDS)
    if seeds is None or seeds["recall"] is None or seeds["recall"] >= SAME_NEIGHBOURS:
        return None
    return (
        f"Neighbours are not stable: of a sample's {seeds['k']} most interchangeable, another seed of the "
        f"training finds {seeds['recall']:.0%} again (drawn from its class at random: "
        f"{seeds['chance_in_class']:.1%})."
    )


def conclude(found: Units) -> ExperimentResult:
    """From which epoch on the kernel is stable, and whether its neighbours are."""
    every = checkpoints_of(found)
    rows = tuple(
        (
            unit["name"],
            rounded(unit["mean"]),
            rounded(unit["self_kernel"]),
            rounded(unit["pearson"]),
            rounded(unit["spearman"]),
        )
        for unit in every
    )
    steps = [(before, after, after["pearson"]) for before, after in pairwise(every)]
    steps = [step for step in steps if step[2] is not None]
    stable = _stable_from([(before["epoch"], value) for before, _, value in steps])
    notes = [note for note in (stable_note(found), _not_reproduced(found.get(_TRAINING, {}))) if note]
    return ExperimentResult(
        ("Checkpoint", "Mean similarity", "Median κ(i, i)", "Pearson with the one before", "Spearman"),
        rows,
        _verdict([value for *_, value in steps], stable),
        f"{_stability(steps, stable)} {_recall(found.get(_SEEDS))}".strip(),
        tuple(notes),
    )


def _stable_from(steps: list[tuple[int, float]]) -> int | None:
    """The epoch from which on every correlation with the next checkpoint is high; None if the last is not."""
    found = None
    for epoch, value in reversed(steps):
        if value < STABLE:
            break
        found = epoch
    return found


def _verdict(values: list[float], stable: int | None) -> Verdict:
    if len(values) < 2:
        return Verdict.UNDECIDED
    return Verdict.SEEN if stable is not None and values[0] < STABLE else Verdict.NOT_SEEN


def _stability(steps: list[tuple[dict[str, Any], dict[str, Any], float]], stable: int | None) -> str:
    if not steps:
        return "There are too few checkpoints to say where the kernel is stable."
    if stable is None:
        before, after, value = steps[-1]
        return (
            f"The kernel is not stable yet: between epoch {before['epoch']} and {after['epoch']} the "
            f"similarities of the same pairs correlate with {value:.3f}, and {STABLE} counts as stable."
        )
    return (
        f"From epoch {stable} on the kernel is stable: the similarities of the same pairs at consecutive "
        "checkpoints correlate with "
        f"{min(value for before, _, value in steps if before['epoch'] >= stable):.3f} or more."
    )


def _recall(seeds: Any) -> str:
    if not seeds or seeds["recall"] is None:
        return ""
    return (
        f"Of a sample's {seeds['k']} most interchangeable, another seed of the training finds "
        f"{seeds['recall']:.0%} again (at random {seeds['chance']:.1%}, within its class "
        f"{seeds['chance_in_class']:.1%})."
    )


def _not_reproduced(training: Any) -> str | None:
    if not training or training["reproduced"]:
        return None
    return (
        "Training again did not give the classifier of the analysis: its accuracy is "
        f"{training['accuracy']:.2%} where that had {training['analysed_accuracy']:.2%}. On this device "
        "training does not repeat itself to the bit."
    )


def draw(found: Units, theme: Theme) -> go.Figure:
    """How similarities are spread at each checkpoint, and how they go with those of the one before."""
    from lpntk.figures import kernel_over_training_figure

    every = checkpoints_of(found)
    return kernel_over_training_figure(
        [unit["name"] for unit in every],
        np.array([unit["histogram"] for unit in every]),
        np.array([[unit["pearson"], unit["spearman"]] for unit in every], dtype=float),
        STABLE,
        theme,
    )


DEFAULT = f"1,2,5,{BEST}"

KERNEL_OVER_TRAINING = Experiment(
    name="kernel-over-training",
    title="The kernel over training",
    claim="The kernel moves a lot early in the training and is stable after that.",
    method="The classifier is trained again with the analysis's settings and seed, and the kernel is "
    "computed at each checkpoint. The similarities of the same 20,000 pairs are correlated between "
    "consecutive checkpoints; the ten most interchangeable neighbours of every sample are compared with "
    "those of a training from another seed.",
    options=(
        option(
            "checkpoints",
            "text",
            "Checkpoints",
            f"After which epochs: whole numbers, and {BEST} for the one that is analysed.",
            empty=f"{DEFAULT}, as far as there are so many",
            metavar="EPOCHS",
            longest=200,
        ),
    ),
    compute=compute,
    conclude=conclude,
    draw=draw,
    check=check,
)
