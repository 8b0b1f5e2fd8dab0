"""`lpntk analyse … --plan`: what a kernel will take."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from lpntk.cli.output import console, duration
from lpntk.domain import Forecast, KernelSettings

_SCALES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"))


def print_forecast(forecast: Forecast, settings: KernelSettings) -> None:
    """Print the plan as a table."""
    table = Table.grid(padding=(0, 2))
    for fact in _facts(forecast, settings):
        table.add_row(*fact)
    console().print(table)


def _facts(forecast: Forecast, settings: KernelSettings) -> Iterator[tuple[str, str]]:
    yield "Kernel", f"{forecast.method}, {forecast.samples:,} samples, {forecast.parameters:,} parameters"
    yield "Time", f"about {duration(forecast.seconds)} on this machine, training not counted"
    yield "Memory", f"{_size(forecast.memory_bytes)} of the budget of {_size(settings.memory_budget)}"
    yield "Disk", "; ".join(_disk(forecast))
    yield (
        "Work",
        f"{forecast.passes:,} forward and backward passes, {_count(forecast.multiply_adds)} multiply-adds",
    )
    if forecast.without_rule:
        yield "Slower", f"no layer rule covers {', '.join(forecast.without_rule[:8])}"


def _disk(forecast: Forecast) -> Iterator[str]:
    if forecast.method == "sketch":
        yield f"{_size(forecast.matrix_bytes)} for the sketch"
    elif forecast.keeps_matrix:
        yield f"{_size(forecast.matrix_bytes)} for the matrix"
    else:
        enough = _size(forecast.matrix_bytes).replace(" ", "")
        yield f"no matrix is kept: --storage-budget {enough} would keep it"
    if forecast.scratch_bytes:
        yield f"{_size(forecast.scratch_bytes)} for features while it runs"


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
