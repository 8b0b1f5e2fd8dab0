"""Decisions, corrected labels, and who stays, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lpntk.domain import InputError, PruningPlan, require_one_of
from lpntk.domain.decision import Action, Decision
from lpntk.domain.exports import DECISION_FILES, DecisionFile
from lpntk.domain.index_files import npy_bytes
from lpntk.domain.labels import LEFT_OUT, label_text
from lpntk.domain.text_files import csv_bytes
from lpntk.pipeline.results import files
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.review import decisions, labels

_DECISIONS = ("index", "path", "given", "action", "label", "decided_at", "analysis")


def export(results: Results, what: DecisionFile | str, format: str) -> bytes:
    """What was decided, as a file; `DECISION_FILES` says which formats each has.

    decisions
        csv: a line for each sample decided on. `given` is the label that it has in the analysis; `label` is
        empty where it is excluded. `--labels` takes it as it is.
    labels
        npy: (M,) int64 by index in the original data set, -1 for what is excluded and what is no sample of
        the analysis. csv: index, path and label, which is empty where a sample is excluded.
    excluded, kept
        Indices of samples of the analysis, as those of a pruning plan.

    Raises
    ------
    InputError
        If there is no such file.
    """
    require_one_of(what, DECISION_FILES, "export", field="what")
    require_one_of(format, DECISION_FILES[DecisionFile(what)], f"format of {what}", field="format")
    decided = decisions.current(results)
    writers: dict[str, Callable[[], bytes]] = {
        DecisionFile.DECISIONS: lambda: _decisions(results, decided),
        DecisionFile.LABELS: lambda: (labels_npy if format == "npy" else labels_csv)(results, decided),
        DecisionFile.EXCLUDED: lambda: _indices(results, decided, format, gone=True),
        DecisionFile.KEPT: lambda: _indices(results, decided, format, gone=False),
    }
    return writers[what]()


def labels_npy(results: Results, decided: Mapping[int, Decision]) -> bytes:
    """One number for each sample of the original data set. InputError where their number is not known."""
    size = labels.original_size(results)
    if size is None:
        raise InputError(
            f"How many samples the whole data set of analysis {results.id} has was not written down by the "
            "program that made it: take .csv.",
            field="format",
        )
    whole = np.full(size, LEFT_OUT, dtype=np.int64)
    for index, label in labels.of_all(results, decided).items():
        whole[index] = label
    return npy_bytes(whole)


def labels_csv(results: Results, decided: Mapping[int, Decision]) -> bytes:
    """A line a sample."""
    paths, names = _paths(results), results.class_names
    return csv_bytes(
        ("index", "path", "label"),
        (
            (index, paths.get(index, ""), "" if label == LEFT_OUT else label_text(label, names))
            for index, label in labels.of_all(results, decided).items()
        ),
    )


def _decisions(results: Results, decided: Mapping[int, Decision]) -> bytes:
    paths, names = _paths(results), results.class_names
    given = dict(zip(results.indices.tolist(), results.labels.tolist(), strict=True))
    lines = (
        (
            index,
            paths.get(index, ""),
            label_text(given[index], names) if index in given else "",
            one.action.value,
            "" if one.label is None else label_text(one.label, names),
            one.decided_at,
            one.analysis,
        )
        for index, one in decided.items()
    )
    return csv_bytes(_DECISIONS, lines)


def _indices(results: Results, decided: Mapping[int, Decision], format: str, *, gone: bool) -> bytes:
    """Who stays, or who goes, as a plan that no strategy made."""
    return files.plan_file(results, _plan(results, decided), format, gone=gone, forecast=False)


def _plan(results: Results, decided: Mapping[int, Decision]) -> PruningPlan:
    """What is excluded, as a plan that drops it."""
    indices = results.indices
    excluded = {index: one for index, one in decided.items() if one.action is Action.EXCLUDE}
    goes = np.isin(indices, list(excluded))
    kept, gone = indices[~goes], indices[goes]
    return PruningPlan(
        strategy="decisions",
        keep=len(kept) / len(indices),
        seed=0,
        kept=kept,
        pruned=gone,
        order=np.concatenate([gone, kept]),
        score=np.full(len(indices), np.nan),
        reasons=tuple(f"excluded by decision of {excluded[index].decided_at}" for index in gone.tolist()),
    )


def _paths(results: Results) -> dict[int, str]:
    """The path of each sample by its index, where samples are files."""
    found = results.locations
    return {} if found is None else dict(zip(results.indices.tolist(), found, strict=True))
