"""The table of what was measured, and what to know about the machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group
from rich.table import Table

from bench.exchange import MIB, Entry

COLUMNS = ("model", "N", "way", "seconds", "× ours", "× floor", "peak MiB", "difference", "notes")
NUMBERS = {"N", "seconds", "× ours", "× floor", "peak MiB", "difference"}

NAMES = {
    "floor": "the floor",
    "ours": "ours",
    "nt_structured": "neural-tangents, structured",
    "torch_func": "torch.func + one product",
    "pairwise": "K × K blocks, by pairs",
    "sketch": "ours: sketch",
    "trak": "TRAK: sketch",
}
SKETCHES = {"sketch", "trak"}

EXPLANATION = (
    "× ours: how many times the time of ours; of the sketches, that of our sketch. × floor: how many times "
    "the floor, which is the multiply-adds of our products at the rate of one large float32 matrix product, "
    "and one plain forward and backward pass. Peak: of the way's whole process. Difference: the largest to "
    "our exact values, relative to the largest value; a sketch is random. Sketches take time in proportion "
    "to N, so they are measured at the first N of a model only."
)


def header(entries: Sequence[Entry]) -> str:
    """The machine and the versions in one line."""
    versions: dict[str, str] = {}
    for entry in entries:
        versions |= entry.versions
    threads = versions.pop("threads", str(os.cpu_count()))
    known = ", ".join(f"{name} {number}" for name, number in versions.items())
    return f"{_processor()}, {threads} threads; Python {platform.python_version()}, {known}"


def rows(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """The cells, by `COLUMNS`."""
    seconds = {(entry.model, entry.samples, entry.way): entry.seconds for entry in entries}

    def ratio(entry: Entry, to: str) -> str:
        other = seconds.get((entry.model, entry.samples, to))
        return f"{entry.seconds / other:,.2f}" if entry.seconds and other else ""

    return [
        (
            entry.model,
            f"{entry.samples:,}",
            NAMES[entry.way],
            "" if entry.seconds is None else f"{entry.seconds:,.2f}",
            ratio(entry, "sketch" if entry.way in SKETCHES else "ours"),
            "" if entry.way in SKETCHES else ratio(entry, "floor"),
            f"{entry.peak / MIB:,.0f}" if entry.peak else "",
            "" if entry.difference is None else f"{entry.difference:.0e}",
            "; ".join(filter(None, [_parts(entry), entry.notes])),
        )
        for entry in entries
    ]


def as_rich(entries: Sequence[Entry]) -> Group:
    """For a terminal: the notes stand below the table, which is wide enough without them."""
    table = Table(title=header(entries))
    for column in COLUMNS[:-1]:
        number = column in NUMBERS
        table.add_column(column, justify="right" if number else "left", no_wrap=number)
    notes = []
    cases = [(entry.model, entry.samples) for entry in entries]
    for cells, case, following in zip(rows(entries), cases, [*cases[1:], None], strict=True):
        table.add_row(*cells[:-1], end_section=case != following)
        if cells[-1]:
            notes.append(f"{', '.join(cells[:3])}: {cells[-1]}")
    return Group(table, *notes, "", EXPLANATION)


def as_markdown(entries: Sequence[Entry]) -> str:
    """For a page."""
    ruler = ["--:" if column in NUMBERS else "---" for column in COLUMNS]
    lines = ["| " + " | ".join(cells) + " |" for cells in (COLUMNS, ruler, *rows(entries))]
    return "\n\n".join([header(entries) + ".", "\n".join(lines), EXPLANATION]) + "\n"


def _parts(entry: Entry) -> str:
    return ", ".join(f"{name} {seconds:,.2f} s" for name, seconds in entry.parts.items())


def _processor() -> str:
    """The processor's name as Linux tells it, else what Python knows."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
