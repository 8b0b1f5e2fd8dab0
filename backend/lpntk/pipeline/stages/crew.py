"""Other processes that compute parts of a kernel, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import Progress, Tile
from lpntk.pipeline.stages.assignment import Assignment

State: TypeAlias = Mapping[str, NDArray[Any]]
Piece: TypeAlias = tuple[int, ...]
"""What is computed whole or not at all: a tile as (block of rows, block of columns), a sketch's (block,)."""


@dataclass(frozen=True, eq=False)
class Part:
    """What some pieces of a kernel come to.

    Attributes
    ----------
    done
        Which pieces.
    states
        What was found in tiles: the summariser's, by the first row of each block in which anything was.
    tiles
        The tiles, where they are wanted.
    sketch
        (n, W) float32 of each of a sketch's blocks, by its number.
    excluded
        Rows that were left out of the sketch.
    """

    done: frozenset[Piece] = frozenset()
    states: Mapping[int, State] = field(default_factory=dict)
    tiles: tuple[Tile, ...] = ()
    sketch: Mapping[int, NDArray[np.float32]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()


class Crew(Protocol):
    """Whoever computes the pieces of a kernel for the process that writes them down."""

    def parts(self, assignment: Assignment, progress: Progress, check: Callable[[], None]) -> Iterator[Part]:
        """Parts that have together every piece that is not known, each once; a sketch's first blocks first.

        Parameters
        ----------
        assignment
            What is to be computed.
        progress
            Counts pieces.
        check
            Called often; raises what should stop the wait.
        """
        ...
