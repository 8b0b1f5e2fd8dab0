"""One of the equal parts into which many processes divide work among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from lpntk.domain.errors import InputError, shown

MOST_SHARDS = 100_000


@dataclass(frozen=True)
class Shard:
    """Part `number` of `count`.

    Attributes
    ----------
    number
        From 1.
    count
        How many there are together.
    """

    number: int
    count: int

    @classmethod
    def read(cls, text: str) -> Self:
        """The shard that "3/64" names.

        Raises
        ------
        InputError
            If the text names none.
        """
        found = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", text)
        if found is None:
            raise InputError(
                f"The shard is '{shown(text)}': give its number and how many there are, such as 3/64.",
                field="shard",
            )
        number, count = int(found[1]), int(found[2])
        require_shard_count(count)
        if not 1 <= number <= count:
            raise InputError(
                f"There is no shard {number}/{count}: they are numbered from 1 to {count}, "
                f"as by Slurm's --array=1-{count}.",
                field="shard",
            )
        return cls(number, count)

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, items: int) -> range:
        """Which of so many items, numbered from 0, are this shard's: as equal parts as can be, in order."""
        return range(items * (self.number - 1) // self.count, items * self.number // self.count)


def require_shard_count(count: int) -> None:
    """InputError if work cannot be divided into so many shards."""
    if not 1 <= count <= MOST_SHARDS:
        raise InputError(f"{count:,} shards: give between 1 and {MOST_SHARDS:,}.", field="shards")
