"""Views of the pipeline as plain values for JSON and as cells for tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

if TYPE_CHECKING:
    from lpntk.pipeline.results.views import AnalysisView, NeighbourView, SampleView


LONGEST_WORDS = 60
"""Of what a sample says, in a line of a table."""


def plain_table(*columns: str) -> Table:
    """A table without lines but the one below its head."""
    return Table(*columns, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)


def percent(share: float | None) -> str:
    """A share for people; nothing where there is none yet."""
    return "" if share is None else f"{share:.1%}"


def analysis_values(view: AnalysisView) -> dict[str, Any]:
    """An analysis as plain values."""
    return asdict(view)


def sample_values(sample: SampleView) -> dict[str, Any]:
    """A sample and its neighbours as plain values, without its histogram."""
    values = {
        name: getattr(sample, name)
        for name in (
            "index",
            "label",
            "predicted",
            "head",
            "head_similarity",
            "location",
            "scores",
            "exact",
        )
    }
    neighbours = {relation.value: [asdict(n) for n in found] for relation, found in sample.neighbours.items()}
    partners = {relation.value: asdict(counted) for relation, counted in sample.partners.items()}
    return {**values, "neighbours": neighbours, "partners": partners}


def neighbour_table(
    neighbours: tuple[NeighbourView, ...], class_names: tuple[str, ...], said: Mapping[int, str]
) -> Table:
    """One relation's neighbours, the strongest first, with the first words of those that have any."""
    table = plain_table("Index", "Label", "Similarity")
    table.columns[2].justify = "right"
    if said:
        table.add_column("Says")
    for neighbour in neighbours:
        words = [said[neighbour.index]] if said else []
        similarity = f"{neighbour.similarity:+.3f}"
        table.add_row(str(neighbour.index), class_names[neighbour.label], similarity, *words)
    return table
