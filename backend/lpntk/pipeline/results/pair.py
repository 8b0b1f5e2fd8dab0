"""Two samples beside each other: what is predicted of each, and which layers make their kernel."""

from __future__ import annotations

import logging

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, LpntkError, cosine
from lpntk.domain.left_out import left_out_probabilities
from lpntk.pipeline.material.errors import given_in_memory
from lpntk.pipeline.results.kernel_parts import kernel_among, source_of
from lpntk.pipeline.results.results import Results
from lpntk.pipeline.results.views import LayerShare, PairSample, PairView
from lpntk.store import checkpoints, evidence, kernel_views

Rows = tuple[int, int]
Layers = tuple[list[str], NDArray[np.float64]]
"""The names of L layers, and (L, 3) float64: their parts of kappa(i, j), kappa(i, i) and kappa(j, j)."""

_NAMES, _PRODUCTS = "names", "products"
GONE = "Which layers make it cannot be seen: the model or the samples cannot be had here any more."

log = logging.getLogger(__name__)


def pair(results: Results, index: int, other: int, *, compute: bool = True) -> PairView:
    """Two samples.

    Which layers make their kernel takes a pass of the model; without `compute` it is known only where that
    was done before. It is remembered in the database.

    Raises
    ------
    NotFoundError
        If there is no such sample.
    InputError
        If it is the same twice.
    """
    rows = results.row_of(index), results.row_of(other)
    if index == other:
        raise InputError(f"Sample {index} is named twice: a pair is of two samples.", field="other")
    why_not = _why_not(results, rows)
    layers = None if why_not else _layers(results, rows, compute)
    among, source = (_sums(layers[1]), "exact") if layers else (_stored(results, rows), source_of(results))
    can_be_computed = why_not is None and layers is None
    return PairView(
        samples=(_sample(results, rows[0]), _sample(results, rows[1])),
        kappa=None if among is None else float(among[0]),
        similarity=None if among is None else float(cosine(among[0], np.sqrt(among[1] * among[2]))),
        source=None if among is None else source,
        layers=_shares(*layers) if layers else (),
        why_not=GONE if can_be_computed and compute else why_not,
        can_be_computed=can_be_computed,
    )


def _why_not(results: Results, rows: Rows) -> str | None:
    """Why the layers of two samples cannot be known."""
    if results.in_memory:
        return given_in_memory(results.id).message
    for row in rows:
        if row in results.kernel.excluded:
            return f"Sample {results.indices[row]} was left out of the kernel: its gradient is not finite."
    return None


def _sums(products: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,): kappa(i, j), kappa(i, i) and kappa(j, j) of the parts of all layers."""
    return products.sum(axis=0)


def _stored(results: Results, rows: Rows) -> NDArray[np.float64] | None:
    """The same from what is stored; None where nothing is, or one of the two was left out."""
    if any(row in results.kernel.excluded for row in rows):
        return None
    among = kernel_among(results, np.sort(rows))
    return None if among is None else np.array([among[0, 1], among[0, 0], among[1, 1]], dtype=np.float64)


def _layers(results: Results, rows: Rows, compute: bool) -> Layers | None:
    """The parts of the layers; None where they are not known and cannot be computed."""
    one, other = sorted(rows)
    view = f"pair/{one}-{other}"
    found = kernel_views.find(results.session, results.id, view, (_NAMES, _PRODUCTS))
    if found is None and compute:
        try:
            made = results.ranker.layers(results, one, other)
        except LpntkError as error:
            log.warning("Layers of analysis %d cannot be computed: %s", results.id, error)
            return None
        names = np.frombuffer("\n".join(made.names).encode(), dtype=np.uint8)
        found = {_NAMES: names, _PRODUCTS: made.products}
        with results.remembering("A pair") as session:
            kernel_views.write(session, results.id, view, found)
    if found is None:
        return None
    return found[_NAMES].tobytes().decode().split("\n"), found[_PRODUCTS]


def _shares(names: list[str], products: NDArray[np.float64]) -> tuple[LayerShare, ...]:
    parts = products[:, 0]
    kappa = parts.sum()
    shares = parts / kappa if kappa else np.full(len(parts), np.nan)
    return tuple(map(LayerShare, names, parts.tolist(), shares.tolist()))


def _sample(results: Results, row: int) -> PairSample:
    said = results.recall(
        "probabilities", lambda: checkpoints.probabilities(results.session, results.checkpoint_id)
    )
    left_out = evidence.prediction(results.session, results.id, row)
    return PairSample(
        index=int(results.indices[row]),
        label=int(results.labels[row]),
        predicted=int(results.predictions[0][row]),
        probabilities=said[row],
        left_out=left_out_probabilities(left_out[None])[0],
    )
