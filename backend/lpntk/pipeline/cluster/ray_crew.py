"""A crew of Ray actors, whose parts are kept until they are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from lpntk.domain import Progress
from lpntk.domain.estimate import CrewSize
from lpntk.domain.shard import Shard
from lpntk.pipeline.cluster.connection import connected, crew_size, takes_gpus
from lpntk.pipeline.cluster.dispatch import Dispatch
from lpntk.pipeline.shards.gathering import Gathering, shard_counts
from lpntk.pipeline.shards.part_file import PartFile
from lpntk.pipeline.shards.pieces import pieces
from lpntk.pipeline.stages.assignment import Assignment
from lpntk.pipeline.stages.crew import Part

# A worker computes so many shards, if all take the same time: few enough that one more or less does not show,
# many enough that little is lost with one and that all end at about the same time.
SHARDS_A_WORKER = 8


class RayCrew:
    """Computes the pieces of a kernel on a Ray cluster, as `Crew`.

    What a worker comes to is written to a file in this process's folder at once: a run that was stopped or
    killed finds it there, and nothing finished is computed again.

    Parameters
    ----------
    address
        See `connected`.
    folder
        Where the files of shards are; gone when the kernel is there.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address, folder

    def parts(self, assignment: Assignment, progress: Progress, check: Callable[[], None]) -> Iterator[Part]:
        """See `Crew`.

        Raises
        ------
        InputError
            If there is no cluster, a worker has other versions or other samples, or pieces fail always.
        """
        with connected(self._address) as ray:
            gpus = takes_gpus(ray, assignment.request.device)
            count = self._count(assignment, crew_size(ray, gpus=gpus)[0])
            files = [PartFile(self._folder, assignment, Shard(k, count)) for k in range(1, count + 1)]
            wanted = pieces(assignment, count)
            missing = [file for file, own in zip(files, wanted, strict=True) if file.done() != own]
            total, left = sum(map(len, wanted)), sum(len(wanted[f.shard.number - 1]) for f in missing)
            progress(total - left, total)
            with Dispatch(ray, assignment, missing, gpus=gpus) as dispatch:
                for file, part in dispatch.run(check):
                    file.write(part)
                    progress(total - (left := left - len(part.done)), total)
        yield from Gathering(self._folder).parts(assignment, progress, check)

    def _count(self, assignment: Assignment, workers: int) -> int:
        """As many shards as a run before this one has made, if there was one."""
        before = shard_counts(self._folder, assignment.analysis_id) if self._folder.exists() else []
        if before:
            return before[-1]
        return min(SHARDS_A_WORKER * workers, len(pieces(assignment, 1)[0]))


def size_of(address: str, device: str) -> CrewSize:
    """How many workers a cluster would have for an analysis on such a device. InputError if it has none."""
    with connected(address) as ray:
        workers, threads = crew_size(ray, gpus=takes_gpus(ray, device))
    return CrewSize(workers, threads, SHARDS_A_WORKER * workers)
