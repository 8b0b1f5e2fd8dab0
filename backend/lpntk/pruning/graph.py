"""By difficulty and diversity on the graph of nearest neighbours within a class."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material
from lpntk.pruning.strategy import ClassRanking, Ranking, strategy

D2_NEIGHBOURS, D2_FORWARD, D2_BACKWARD = 10, 1.0, 1.0
INFOMAX_NEIGHBOURS, INFOMAX_ALPHA = 5, 0.3


@strategy(
    "d2",
    "D2",
    "Keeps what is difficult and unlike what is kept: difficulty flows along the neighbours' graph "
    "(Maharana et al. 2024).",
    "summary",
    scores=("aum",),
)
def d2(material: Material) -> Ranking:
    """Difficulty is 1 for the lowest area under the margin of the class and 0 for the highest.

    Forward, each sample takes up its neighbours' difficulty, weighted by exp(-gamma d^2) with
    d^2 = 2 - 2 c; then the most difficult is picked again and again, and each time its neighbours lose
    exp(-gamma d^2) of what it had.
    """
    rows, similarity = material.nearest_of_class(D2_NEIGHBOURS)
    difficulty = _within_class(material, -material.score("aum"))
    squared = 2 - 2 * similarity
    weights = np.where(rows >= 0, np.exp(-D2_FORWARD * squared), 0.0)
    gathered = difficulty + (weights * np.where(rows >= 0, difficulty[rows], 0)).sum(axis=1)
    losses = np.where(rows >= 0, np.exp(-D2_BACKWARD * squared), 0.0)
    return _picked(material, gathered, rows, losses, takes_own=True)


@strategy(
    "infomax",
    "InfoMax",
    "Keeps what is most wrong early and least alike: the sum of EL2N less that of similarities "
    "(Tan et al. 2025).",
    "summary",
    scores=("el2n",),
)
def infomax(material: Material) -> Ranking:
    """Maximises sum_i s_i - alpha sum_ij c_ij over the pairs of neighbours that stay, one after the other.

    s is EL2N scaled to [0, 1] within the class. Tan et al. relax the quadratic problem and iterate; one
    sample after the other gives an order, of which each share is a part of every larger one.
    """
    rows, similarity = material.nearest_of_class(INFOMAX_NEIGHBOURS)
    information = _within_class(material, material.score("el2n"))
    losses = np.where(rows >= 0, 2 * INFOMAX_ALPHA * similarity, 0.0)
    return _picked(material, information, rows, losses, takes_own=False)


def _picked(
    material: Material,
    start: NDArray[np.float64],
    rows: NDArray[np.int64],
    losses: NDArray[np.float64],
    *,
    takes_own: bool,
) -> Ranking:
    """The highest is picked, its neighbours lose, and so on; who is picked last goes first.

    Parameters
    ----------
    rows, losses
        (N, k): each sample's neighbours, -1 for none, and how much they lose by its being picked.
    takes_own
        Whether that is a share of what the picked one had; else the loss itself.
    """
    value = start.copy()
    neighbours, lost = _both_ways(rows, losses)
    order: list[int] = []
    picked = np.zeros(len(value), dtype=np.bool_)
    by: NDArray[np.int64] = np.full(len(value), -1, dtype=np.int64)
    largest = np.zeros(len(value))
    heap = [(-one, row) for row, one in enumerate(value.tolist())]
    heapq.heapify(heap)
    while heap:
        claimed, row = heapq.heappop(heap)
        if picked[row] or -claimed != value[row]:
            continue
        picked[row] = True
        order.append(row)
        for other, part in zip(neighbours[row], lost[row], strict=True):
            if picked[other]:
                continue
            loss = part * value[row] if takes_own else part
            if loss <= 0:
                continue
            value[other] -= loss
            if loss > largest[other]:
                largest[other], by[other] = loss, row
            heapq.heappush(heap, (-value[other], other))
    place = np.empty(len(value), dtype=np.int64)
    place[order] = np.arange(len(order))
    rankings = [ClassRanking(group[np.argsort(-place[group], kind="stable")]) for group in material.classes]

    def explain(material: Material, going: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        others = by[going]
        named = (others >= 0) & stays[others]
        words = material.likeness(going, np.where(named, others, going))
        return [
            f"{word}, which was picked before it and which stays"
            if is_named
            else f"worth {then:.3g} when it was its turn, less than those of its class that stay"
            for is_named, word, then in zip(named.tolist(), words, value[going].tolist(), strict=True)
        ]

    return Ranking(rankings, explain, -place.astype(np.float64))


def _both_ways(
    rows: NDArray[np.int64], losses: NDArray[np.float64]
) -> tuple[list[list[int]], list[list[float]]]:
    """The neighbours of each sample and those whose neighbour it is, each once, with their losses."""
    pairs: list[dict[int, float]] = [{} for _ in range(len(rows))]
    for row, (others, parts) in enumerate(zip(rows.tolist(), losses.tolist(), strict=True)):
        for other, part in zip(others, parts, strict=True):
            if other >= 0:
                pairs[row][other] = part
                pairs[other][row] = part
    return [list(one) for one in pairs], [list(one.values()) for one in pairs]


def _within_class(material: Material, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) float64: scaled so that each class goes from 0 to 1; 0 where a sample has no number."""
    scaled = np.zeros(len(values))
    for rows in material.classes:
        own = values[rows]
        known = np.isfinite(own)
        if known.any():
            low, high = own[known].min(), own[known].max()
            scaled[rows] = np.where(known, (own - low) / ((high - low) or 1.0), 0.0)
    return scaled
