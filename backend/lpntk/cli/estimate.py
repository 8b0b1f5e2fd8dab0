"""`lpntk analyse … --plan`: what an analysis will take."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from lpntk.cli.output import console
from lpntk.domain import Estimate
from lpntk.domain.estimate import CrewSize
from lpntk.domain.notes import memory_note, method_note, stages_note, time_note

_SCALES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"))


def print_estimate(estimate: Estimate) -> None:
    """Print the plan as a table."""
    table = Table.grid(padding=(0, 2))
    for fact in _facts(estimate):
        table.add_row(*fact)
    console().print(table)


def _facts(estimate: Estimate) -> Iterator[tuple[str, str]]:
    yield "Kernel", f"{estimate.method}, {estimate.samples:,} samples, {estimate.parameters:,} parameters"
    where = "with this cluster" if estimate.crew else "on this machine"
    yield "Time", f"{estimate.time} {where}: {stages_note(estimate)}"
    if estimate.crew is not None:
        yield "Cluster", _crew(estimate.crew)
    for note in (time_note(estimate), method_note(estimate)):
        if note is not None:
            yield "", note
    yield "Memory", f"{_size(estimate.memory_bytes)} of the budget of {_size(estimate.memory_budget)}"
    if (note := memory_note(estimate)) is not None:
        yield "", note
    yield "Disk", "; ".join(_disk(estimate))
    yield (
        "Work",
        f"{estimate.passes:,} forward and backward passes, {_count(estimate.multiply_adds)} multiply-adds",
    )
    yield "", f"in {estimate.arithmetic}"
    if estimate.without_rule:
        yield "Slower", f"no layer rule covers {', '.join(estimate.without_rule[:8])}"


def _crew(crew: CrewSize) -> str:
    threads = "1 thread" if crew.threads == 1 else f"{crew.threads} threads"
    each = f"{threads} each, as fast as here" if crew.threads else "a GPU each, as fast as here"
    workers = "1 worker" if crew.workers == 1 else f"{crew.workers} workers"
    return f"{workers} with {each}; the kernel in {crew.shards} shards"


def _disk(estimate: Estimate) -> Iterator[str]:
    if estimate.method == "sketch":
        yield f"{_size(estimate.matrix_bytes)} for the sketch"
    elif estimate.keeps_matrix:
        yield f"{_size(estimate.matrix_bytes)} for the matrix"
    else:
        enough = _size(estimate.matrix_bytes).replace(" ", "")
        yield f"no matrix is kept: --storage-budget {enough} would keep it"
        if estimate.beside_width:
            yield f"{_size(estimate.beside_bytes)} for a sketch of {estimate.beside_width:,} numbers a sample"
    if estimate.scratch_bytes:
        yield f"{_size(estimate.scratch_bytes)} for features while it runs"


def _size(size: int) -> str:
    """Bytes for people, rounded up."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20)):
        if size >= factor:
            return f"{-(-size * 10 // factor) / 10:.1f} {unit}"
    return f"{-(-size // 1024)} KiB"


def _count(number: int) -> str:
    """A large number for people: "51.2 T"."""
    for scale, letter in _SCALES:
        if number >= scale:
            return f"{number / scale:.1f} {letter}"
    return f"{number:,}"
