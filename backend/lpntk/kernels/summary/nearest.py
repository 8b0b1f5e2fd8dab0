"""The k best of each row, kept while candidates come in pieces."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from lpntk.domain import Neighbours


class Nearest:
    """The k candidates of each row that score highest; among equal scores the lower candidate comes first.

    Parameters
    ----------
    size
        N, how many rows there are.
    kept
        k.
    score
        From similarities to what is ranked by, elementwise.
    device
        Where candidates come from, and where the best are kept.

    Attributes
    ----------
    similarity
        (N, k) float32, best first.
    rows
        (N, k) int32: which candidate; -1 where there was none yet.
    """

    def __init__(
        self,
        size: int,
        kept: int,
        score: Callable[[Tensor], Tensor],
        device: torch.device | None = None,
    ) -> None:
        self._score = score
        self.similarity = torch.zeros(size, kept, dtype=torch.float32, device=device)
        self.rows = torch.full((size, kept), -1, dtype=torch.int32, device=device)

    def update(self, start: int, first: int, similarity: Tensor, *, skip_diagonal: bool) -> None:
        """Offer candidates first, first + 1, ... to rows start, start + 1, ...

        Parameters
        ----------
        start, first
            Where rows and candidates begin.
        similarity
            (n, m) float32; where it is NaN there is no candidate.
        skip_diagonal
            Whether the i-th candidate is the i-th row itself and must not count.
        """
        if not self.rows.shape[1]:
            return
        mine = slice(start, start + len(similarity))
        worst, score = self._worst(mine), self._score(similarity)
        if skip_diagonal:
            score = score.clone().fill_diagonal_(torch.nan)
        if worst.isneginf().any():
            # All would be better than nothing, but no more than these can stay.
            kept = min(self.rows.shape[1], score.shape[1])
            worst = worst.maximum(score.nan_to_num(-torch.inf).topk(kept, dim=1).values[:, -1:])
        better = score >= worst
        # Few candidates are left once some tiles were seen: only those are sorted.
        row, column = better.nonzero(as_tuple=True)
        if not len(row):
            return
        counts = torch.bincount(row, minlength=len(similarity))
        place = torch.arange(len(row), device=row.device) - (counts.cumsum(0) - counts)[row]
        shape = (len(similarity), int(counts.max()))
        values = similarity.new_zeros(shape)
        rows = self.rows.new_full(shape, -1)
        values[row, place] = similarity[row, column]
        rows[row, place] = (first + column).int()
        self._merge(
            mine, torch.cat([self.similarity[mine], values], 1), torch.cat([self.rows[mine], rows], 1)
        )

    def merge(self, start: int, similarity: Tensor, rows: Tensor) -> None:
        """Offer candidates that another has kept for rows start, start + 1, ...; none that was offered here.

        Parameters
        ----------
        similarity, rows
            (n, k'), as the attributes.
        """
        if not self.rows.shape[1]:
            return
        mine = slice(start, start + len(rows))
        values = torch.cat([self.similarity[mine], similarity.to(self.similarity)], 1)
        self._merge(mine, values, torch.cat([self.rows[mine], rows.to(self.rows)], 1))

    def prefill(self, known: Neighbours) -> None:
        """Take over what was found for the first rows; before any update."""
        count, kept = len(known.rows), min(known.rows.shape[1], self.rows.shape[1])
        self.rows[:count, :kept] = torch.tensor(known.rows[:, :kept]).to(self.rows)
        self.similarity[:count, :kept] = torch.tensor(known.similarity[:, :kept]).to(self.similarity)

    def finish(self) -> Neighbours:
        """What was kept."""
        return Neighbours(self.rows.cpu().numpy().astype("int64"), self.similarity.cpu().numpy().copy())

    def _worst(self, mine: slice) -> Tensor:
        """(n, 1): the score of the last that is kept of some rows, that of nothing where they have fewer."""
        return self._score(self.similarity[mine, -1:]).masked_fill_(self.rows[mine, -1:] < 0, -torch.inf)

    def _merge(self, mine: slice, values: Tensor, rows: Tensor) -> None:
        best = _keys(self._score(values), rows).topk(self.rows.shape[1], dim=1).indices
        self.similarity[mine] = values.gather(1, best)
        self.rows[mine] = rows.gather(1, best)


def _keys(score: Tensor, rows: Tensor) -> Tensor:
    """int64 keys, all different: by score, then the lower row first; the lowest of all where there is none.

    The bits of a float32, read as an integer, are in the order of the numbers once those of negative numbers
    are turned around.
    """
    bits = (score + 0.0).view(torch.int32)  # adding zero makes -0.0 equal to 0.0 in its bits, too
    ordered = torch.where(bits < 0, bits ^ 0x7FFFFFFF, bits).long()
    keys = (ordered << 32) | (0x7FFFFFFF - rows.long())
    return keys.masked_fill_(rows < 0, torch.iinfo(torch.int64).min)
