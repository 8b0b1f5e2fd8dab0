"""Putting the files of all shards together: a crew whose work is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lpntk.domain import InputError, Progress
from lpntk.domain.shard import Shard
from lpntk.domain.words import some
from lpntk.pipeline.shards.part_file import PartFile
from lpntk.pipeline.shards.pieces import pieces
from lpntk.pipeline.stages.assignment import Assignment
from lpntk.pipeline.stages.crew import Part

_NAMED_AT_MOST = 8


class Gathering:
    """The parts that `work_on_shard` has left in a folder.

    Parameters
    ----------
    folder
        Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def parts(self, assignment: Assignment, progress: Progress, check: Callable[[], None]) -> Iterator[Part]:
        """See `Crew`. InputError if any is missing, incomplete or of something else; it names it."""
        count = self._count(assignment)
        wanted = pieces(assignment, count)
        files = [PartFile(self._folder, assignment, Shard(k, count)) for k in range(1, count + 1)]
        missing = [file.shard for file, own in zip(files, wanted, strict=True) if file.done() != own]
        if missing:
            raise InputError(
                f"Of analysis {assignment.analysis_id}, shards {some(missing, _NAMED_AT_MOST)} are not in "
                f"{self._folder}, or not finished: run lpntk work for them, and gather again.",
                field="folder",
            )
        done, total = 0, sum(map(len, wanted))
        for file in files:
            check()
            part = file.read()
            yield part
            progress(done := done + len(part.done), total)

    def _count(self, assignment: Assignment) -> int:
        """How many shards there are to be, by the names of what is there."""
        counts = shard_counts(self._folder, assignment.analysis_id)
        if not counts:
            raise InputError(
                f"No shard of analysis {assignment.analysis_id} is in {self._folder}: name the folder of "
                "lpntk work.",
                field="folder",
            )
        if len(counts) > 1:
            raise InputError(
                f"{self._folder} has parts of {some(counts, _NAMED_AT_MOST)} shards of analysis "
                f"{assignment.analysis_id}: remove those of all counts but one.",
                field="folder",
            )
        return counts[0]


def shard_counts(folder: Path, analysis_id: int) -> list[int]:
    """In how many shards analyses were divided whose files are in a folder. InputError if it is none."""
    name = re.compile(rf"analysis-{analysis_id}-part-\d+-of-(\d+)\.npz")
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError as error:
        raise InputError(
            f"{folder} cannot be read ({error.strerror}): name the folder of lpntk work.", field="folder"
        ) from error
    return sorted({int(found[1]) for found in map(name.fullmatch, names) if found})
