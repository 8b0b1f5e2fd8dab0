"""By one number a sample: a scorer, which end of it stays, and a sampler.

Any score can be pruned by, by a name such as "by:loss:lowest" or "by:loss:highest:stratified".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import InputError, require_one_of
from lpntk.pruning.material import Material
from lpntk.pruning.samplers import SAMPLERS, Sampler, strata
from lpntk.pruning.strategy import ClassRanking, Ranking, Strategy

End: TypeAlias = Literal["highest", "lowest", "middle"]
ENDS: tuple[End, ...] = get_args(End)
PREFIX = "by:"


def ranked(
    material: Material, values: NDArray[np.float64], end: End, sampler: Sampler, what: str, keep: float
) -> Ranking:
    """The ranking by one number a sample.

    Parameters
    ----------
    values
        (N,) float64.
    end
        Which of them stay.
    sampler
        How these are drawn.
    what
        What the number is called in reasons.
    keep
        The share that stays, for samplers that go by it.
    """
    worth = _worth(material, values, end)
    rankings, cut = [], np.zeros(len(values), dtype=np.bool_)
    for rows in material.classes:
        generator = material.generator(rows, sampler.name)
        order, off = sampler.ordered(worth[rows], keep, generator)
        rankings.append(ClassRanking(rows[order]))
        cut[rows[order[:off]]] = True
    reasons = _Reasons(values, worth, end, what, cut, sampler.cut_off(keep))
    if not sampler.draws:
        return Ranking(rankings, reasons.by_bound, worth)
    # Who is drawn is not who is worth most, so that the place in the order is what a plan goes by.
    return Ranking(rankings, reasons.by_stratum)


def score_strategy(name: str) -> Strategy:
    """The strategy of a name "by:SCORE:END" or "by:SCORE:END:SAMPLER".

    Raises
    ------
    InputError
        If it is no such name. Whether there is such a score is found out when it is read.
    """
    parts = name.removeprefix(PREFIX).split(":")
    if not name.startswith(PREFIX) or not 2 <= len(parts) <= 3 or not parts[0]:
        raise InputError(
            f"'{name}' is no way to prune by a score: write by:SCORE:END or by:SCORE:END:SAMPLER, such as "
            "by:loss:lowest.",
            field="strategy",
        )
    score, end, sampler_name = (*parts, "class")[:3]
    require_one_of(end, ENDS, "end of a score", field="strategy")
    require_one_of(sampler_name, SAMPLERS, "sampler", field="strategy")
    sampler, what = SAMPLERS[sampler_name], score.replace("_", " ")
    kept: End = next(one for one in ENDS if one == end)
    return Strategy(
        name=name,
        title=f"{what.capitalize()}, {end}" + ("" if sampler_name == "class" else f", {sampler_name}"),
        description=f"Goes by the score {what}, of which the {end} stay; keeps {sampler.description}.",
        needs=frozenset(),
        rank=lambda material, keep: ranked(material, material.score(score), kept, sampler, what, keep),
        nested=sampler.cut is None,
        scores=(score,),
        draws=sampler.draws,
    )


def _worth(material: Material, values: NDArray[np.float64], end: End) -> NDArray[np.float64]:
    if end == "highest":
        return values
    if end == "lowest":
        return -values
    worth = np.empty(len(values))
    for rows in material.classes:
        worth[rows] = -np.abs(values[rows] - np.nanmedian(values[rows]))
    return worth


@dataclass(frozen=True, eq=False)
class _Reasons:
    """Why samples go.

    Attributes
    ----------
    values, end, what
        As of `ranked`.
    worth
        (N,) float64: what each number is worth, higher stays.
    cut
        (N,) bool: who was cut off before anybody was drawn.
    share_cut
        How much of each class these are.
    """

    values: NDArray[np.float64]
    worth: NDArray[np.float64]
    end: End
    what: str
    cut: NDArray[np.bool_]
    share_cut: float

    def by_bound(self, material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        """Where the number lies beside those of the class that stay."""
        bounds = {}
        for label in np.unique(material.labels[rows]).tolist():
            kept = self.values[stays & (material.labels == label)]
            kept = kept[~np.isnan(kept)]
            low, high = (kept.min(), kept.max()) if len(kept) else (np.nan, np.nan)
            bounds[label] = {
                "highest": f"at least {low:z.3g}",
                "lowest": f"at most {high:z.3g}",
                "middle": f"{low:z.3g} to {high:z.3g}",
            }[self.end]
        labels = material.labels[rows].tolist()
        return [
            f"its {self.what} is {value:z.3g}; those of its class that stay have {bounds[label]}"
            for value, label in zip(self.values[rows].tolist(), labels, strict=True)
        ]

    def by_stratum(self, material: Material, rows: NDArray[np.int64], stays: NDArray[np.bool_]) -> list[str]:
        """How many like it there are, and how many of them were drawn."""
        part = np.zeros(len(self.values), dtype=np.int64)
        for everyone in material.classes:
            inside = everyone[~self.cut[everyone]]
            part[inside] = strata(self.worth[inside])
        many = (material.labels.max() + 1, part.max() + 1)
        there, drawn = np.zeros(many, dtype=np.int64), np.zeros(many, dtype=np.int64)
        np.add.at(there, (material.labels[~self.cut], part[~self.cut]), 1)
        np.add.at(drawn, (material.labels[stays], part[stays]), 1)
        first = f"among the most extreme {self.share_cut:.0%} of its class, which go first"
        found = zip(
            self.values[rows].tolist(),
            material.labels[rows].tolist(),
            part[rows].tolist(),
            self.cut[rows].tolist(),
            strict=True,
        )
        return [
            f"its {self.what} is {value:z.3g}, {first}"
            if off
            else f"its {self.what} is {value:z.3g}; of the {there[label, at]} like it in its class "
            f"{drawn[label, at]} were drawn to stay"
            for value, label, at, off in found
        ]
