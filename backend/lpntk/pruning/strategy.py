"""What a pruning strategy is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lpntk.pruning.material import Material

Need = Literal["summary", "farthest points", "clustering", "geometry"]
"""What a strategy reads of the kernel; `geometry` are distances between any two samples."""


@dataclass(frozen=True, eq=False)
class ClassRanking:
    """The order in which one class goes.

    Attributes
    ----------
    going
        (n,) int64: the rows of the class, the one that goes first at the front.
    outside
        How many at the front go whatever the share: the share is of the others.
    """

    going: NDArray[np.int64]
    outside: int = 0

    @property
    def inside(self) -> int:
        """How many the share is of."""
        return len(self.going) - self.outside


@dataclass(frozen=True, eq=False)
class Ranking:
    """What a strategy makes of the samples.

    Attributes
    ----------
    classes
        One ranking a class.
    explain
        Given the material, rows that go, and for every sample whether it stays: a sentence for each of the
        rows.
    score
        (N,) float64, higher stays. None: the share of its class that goes before a sample.
    """

    classes: list[ClassRanking]
    explain: Callable[[Material, NDArray[np.int64], NDArray[np.bool_]], list[str]]
    score: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Strategy:
    """A rule for what to drop.

    Attributes
    ----------
    name, title, description
        What it is called in requests, on a page, and one sentence on what it keeps.
    needs
        What it reads of the kernel. A matrix stands in for all of it, farthest points for a clustering.
    rank
        The rule itself, given the share that stays.
    nested
        Whether the rule does without that share: then a smaller one is a part of every larger one, and one
        order tells all of them.
    scores
        The names of the scores that it reads.
    share_of
        What the share is of, where it is not of all samples.
    draws
        Whether it draws at random, so that another seed gives another plan.
    wants_matrix
        Whether it reads the matrix where that is kept, and makes do without where it is not.
    embedding
        The name of the embedding that it reads.
    """

    name: str
    title: str
    description: str
    needs: frozenset[Need]
    rank: Callable[[Material, float], Ranking]
    nested: bool
    scores: tuple[str, ...] = ()
    share_of: str | None = None
    draws: bool = False
    wants_matrix: bool = False
    embedding: str | None = None

    @property
    def reads_kernel(self) -> bool:
        """Whether it goes by what the kernel says of samples."""
        return bool(self.needs)

    @property
    def reads(self) -> str:
        """What it needs, in words; empty for nothing."""
        scores = [f"the score {name}" for name in self.scores]
        embedding = [] if self.embedding is None else [f"the embedding {self.embedding}"]
        return ", ".join([*(WHAT_IT_IS[need] for need in sorted(self.needs)), *scores, *embedding])


WHAT_IT_IS: dict[Need, str] = {
    "summary": "the kernel's summary or matrix",
    "farthest points": "the kernel matrix or its farthest points",
    "clustering": "a clustering or the kernel matrix",
    "geometry": "features or the kernel matrix",
}


def strategy(
    name: str,
    title: str,
    description: str,
    *needs: Need,
    share_of: str | None = None,
    scores: tuple[str, ...] = (),
    draws: bool = False,
    wants_matrix: bool = False,
) -> Callable[[Callable[[Material], Ranking]], Strategy]:
    """Make a strategy of the decorated rule, whose order is the same at every share."""
    return lambda rule: Strategy(
        name=name,
        title=title,
        description=description,
        needs=frozenset(needs),
        rank=lambda material, keep: rule(material),
        nested=True,
        scores=scores,
        share_of=share_of,
        draws=draws,
        wants_matrix=wants_matrix,
    )


def strategy_by_share(
    name: str, title: str, description: str, *needs: Need, draws: bool = False
) -> Callable[[Callable[[Material, float], Ranking]], Strategy]:
    """Make a strategy of the decorated rule, which goes by the share that stays."""
    return lambda rule: Strategy(
        name, title, description, frozenset(needs), rank=rule, nested=False, draws=draws
    )
