"""Index lists to take home."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import PruningPlan, require_one_of
from lpntk.domain.index_files import npy_bytes, txt_bytes
from lpntk.domain.pruning import KEPT_BY_HAND
from lpntk.domain.text_files import csv_bytes, json_bytes
from lpntk.pruning.note import total_note


@dataclass(frozen=True, eq=False)
class _Samples:
    """Every sample of the analysis, by row, and where they are from."""

    indices: NDArray[np.int64]
    labels: NDArray[np.int64]
    locations: Sequence[str] | None
    origin: Mapping[str, Any]
    gone: bool
    forecast: Mapping[str, Any] | None


def export_plan(
    plan: PruningPlan,
    format: str,
    *,
    indices: NDArray[np.int64],
    labels: NDArray[np.int64],
    locations: Sequence[str] | None,
    origin: Mapping[str, Any],
    gone: bool = False,
    forecast: Mapping[str, Any] | None = None,
) -> bytes:
    """Write a plan down as a file.

    Parameters
    ----------
    plan
        What to keep.
    format
        "npy": the kept indices, int64, sorted; loads with allow_pickle=False.
        "txt": the kept indices, sorted, one a line.
        "json": an object with the kept `indices`, `strategy`, `keep`, `seed`, `forecast` and what `origin`
        has; and `stay` and `go`, where a person had a say.
        "csv": a line for every sample with the columns index, path (empty where samples are not files; with
        an apostrophe before it where a spreadsheet would take it for a formula), label (the number), score
        (empty where there is none), keep (1 or 0) and reason (empty for what stays
        but by hand).
    indices, labels
        (N,) int64 by row: all samples of the analysis.
    locations
        The samples' paths by row, where they are files.
    origin
        Whose indices these are, for "json".
    gone
        Whether to list what goes rather than what is kept; "csv" has a line for each of those alone then,
        with index, path, label and reason.
    forecast
        What is forecast of the plan, for "json".

    Raises
    ------
    InputError
        If the format is unknown.
    """
    require_one_of(format, FORMATS, "format", field="format")
    samples = _Samples(indices, labels, locations, origin, gone, forecast)
    return _WRITERS[format](plan, samples)


def _npy(plan: PruningPlan, samples: _Samples) -> bytes:
    return npy_bytes(_listed(plan, samples))


def _txt(plan: PruningPlan, samples: _Samples) -> bytes:
    return txt_bytes(_listed(plan, samples))


def _listed(plan: PruningPlan, samples: _Samples) -> NDArray[np.int64]:
    return plan.pruned if samples.gone else plan.kept


def _json(plan: PruningPlan, samples: _Samples) -> bytes:
    content = {
        "strategy": plan.strategy,
        "keep": plan.keep,
        "seed": plan.seed,
        **samples.origin,
        "note": total_note(plan),
        "forecast": samples.forecast,
        "indices": _listed(plan, samples).tolist(),
    }
    if plan.is_by_hand:
        content |= {"stay": plan.stay.tolist(), "go": plan.go.tolist()}
    return json_bytes(content)


def _csv(plan: PruningPlan, samples: _Samples) -> bytes:
    gone = dict(zip(plan.pruned.tolist(), plan.reasons, strict=True))
    stays = dict.fromkeys(plan.stay.tolist(), KEPT_BY_HAND)
    paths = samples.locations if samples.locations is not None else [""] * len(samples.indices)
    lines = zip(samples.indices.tolist(), paths, samples.labels.tolist(), plan.score.tolist(), strict=True)
    if samples.gone:
        those = ((*facts, gone[facts[0]]) for *facts, _ in lines if facts[0] in gone)
        return csv_bytes(("index", "path", "label", "reason"), those)
    return csv_bytes(
        ("index", "path", "label", "score", "keep", "reason"),
        (
            (index, path, label, _known(score), int(index not in gone), gone.get(index, stays.get(index, "")))
            for index, path, label, score in lines
        ),
    )


def _known(score: float) -> float | str:
    """The score, or nothing where it is not known."""
    return "" if math.isnan(score) else score


_WRITERS: dict[str, Callable[[PruningPlan, _Samples], bytes]] = {
    "npy": _npy,
    "json": _json,
    "csv": _csv,
    "txt": _txt,
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)
