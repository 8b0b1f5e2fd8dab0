"""What an analysis gives back, that a notebook shows with pictures: neighbours, plans, evidence, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lpntk.domain import PruningPlan
from lpntk.domain.exports import PLAN_FORMATS
from lpntk.domain.files import check_output, write_whole
from lpntk.domain.forecast import Forecast
from lpntk.domain.plan_forecast import Outlook
from lpntk.pipeline.results.parquet import arrow_table
from lpntk.pipeline.results.views import EvidenceView, NeighbourView, SampleTable
from lpntk.python.album import Album
from lpntk.python.notebook import PRINTED_ROWS, SHOWN_ROWS, Cell, Printed, Shown, Table, percent, rest

_FIRST_TO_GO = 8

PICTURE = ""
"""The heading of a column of pictures."""


class Neighbours(Printed, tuple[NDArray[np.int64], NDArray[np.float32]]):
    """Who stands most in a relation to a sample: `indices, similarity = …`.

    Attributes
    ----------
    sample, relation
        Of whom, and which.
    indices, similarity, label
        (k,) int64, float32 and int64, the strongest first.
    """

    sample: int
    relation: str
    label: NDArray[np.int64]
    _own: int
    _album: Album

    @classmethod
    def of(cls, index: int, label: int, relation: str, found: Sequence[NeighbourView], album: Album) -> Self:
        """From what was read of them."""
        indices = np.array([one.index for one in found], dtype=np.int64)
        made = cls((indices, np.array([one.similarity for one in found], dtype=np.float32)))
        made.sample, made.relation, made._own, made._album = index, relation, label, album
        made.label = np.array([one.label for one in found], dtype=np.int64)
        return made

    @property
    def indices(self) -> NDArray[np.int64]:
        return self[0]

    @property
    def similarity(self) -> NDArray[np.float32]:
        return self[1]

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        pictures = self._album.pictures([self.sample, *self.indices[:SHOWN_ROWS].tolist()])
        yield Table("", (), [(pictures[self.sample], self._title())])
        yield self._table(pictures)

    def _title(self) -> str:
        return f"{self.relation.capitalize()} with sample {self.sample} ({self._album.name(self._own)})"

    def _table(self, pictures: Mapping[int, Cell]) -> Table:
        rows = [
            (pictures.get(index, ()), str(index), self._album.name(label), similarity)
            for index, similarity, label in zip(
                self.indices[:SHOWN_ROWS].tolist(),
                self.similarity.tolist(),
                self.label.tolist(),
                strict=False,
            )
        ]
        title = "" if pictures else self._title()
        return Table(title, (PICTURE, "index", "label", "c"), rows, rest(len(self.indices)))


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Shown, PruningPlan):
    """A pruning plan of an analysis."""

    _label: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64), repr=False)
    _album: Album | None = field(default=None, repr=False)

    @classmethod
    def of(cls, plan: PruningPlan, labels: NDArray[np.int64], album: Album) -> Self:
        """The plan, with (N,) labels by row."""
        return cls(**field_values(plan), _label=labels, _album=album)

    def save(self, path: str | Path) -> None:
        """Write it down as .npy, .json, .csv or .txt, as `lpntk prune -o` does. InputError."""
        assert self._album is not None, "it is made by `of`"
        kind = check_output(Path(path), PLAN_FORMATS)
        write_whole(Path(path), self._album.plan_file(self, kind))

    def _tables(self) -> Iterator[Table]:
        assert self._album is not None, "it is made by `of`"
        total = len(self.order)
        label = dict(zip(np.sort(self.order).tolist(), self._label.tolist(), strict=True))
        stays, goes = (
            np.bincount([label[index] for index in some.tolist()], minlength=len(self._album.class_names))
            for some in (self.kept, self.pruned)
        )
        yield Table(
            f"{self.strategy} keeps {len(self.kept):,} of {total:,} samples",
            ("class", "stay", "go"),
            [
                (self._album.name(number), stay, go)
                for number, (stay, go) in enumerate(zip(stays.tolist(), goes.tolist(), strict=True))
            ][:SHOWN_ROWS],
            rest(len(stays)),
        )
        first = self.order[: min(_FIRST_TO_GO, len(self.pruned))].tolist()
        if first:
            pictures, reasons = self._album.pictures(first), self.why(first)
            rows = [
                (pictures[index], str(index), self._album.name(label[index]), reason)
                for index, reason in zip(first, reasons, strict=True)
            ]
            yield Table("The first to go", (PICTURE, "index", "label", "why"), rows)


@dataclass(frozen=True, repr=False)
class PlanOutlook(Shown, Outlook):
    """What is forecast of a plan."""

    def __repr__(self) -> str:
        return f"<Outlook of {self.strategy} at {self.keep:g}: {self.sentence}>"

    @classmethod
    def of(cls, outlook: Outlook) -> Self:
        return cls(**field_values(outlook))

    def _tables(self) -> Iterator[Table]:
        facts = [("strategy", self.strategy), ("keeps", percent(self.keep)), ("forecast", self.sentence)]
        if self.warning:
            facts.append(("warning", self.warning))
        yield Table("Outlook", (), facts, self.note)


@dataclass(frozen=True, eq=False, repr=False)
class Evidence(Shown, EvidenceView):
    """What all others say of a sample's label."""

    _album: Album | None = field(default=None, repr=False)

    @classmethod
    def of(cls, view: EvidenceView, album: Album) -> Self:
        return cls(**field_values(view), _album=album)

    def _tables(self) -> Iterator[Table]:
        album = self._album
        assert album is not None, "it is made by `of`"
        witnesses = [one.index for of in self.classes for one in of.evidence[:SHOWN_ROWS]]
        pictures = album.pictures([self.index, *witnesses])
        said = f"labelled {album.name(self.given)}; of the other classes the others would say "
        said += f"{album.name(self.suggested)} (margin {self.margin:+.3f})"
        yield Table(f"Sample {self.index}", (), [(pictures[self.index], said)])
        for of in self.classes:
            rows = [(pictures[one.index], str(one.index), one.weight) for one in of.evidence[:SHOWN_ROWS]]
            yield Table(f"Who counts for {album.name(of.label)}", (PICTURE, "index", "weight"), rows)


@dataclass(frozen=True, repr=False)
class WhatIf(Shown, Forecast):
    """What would change on held-out samples."""

    _album: Album | None = field(default=None, repr=False)

    @classmethod
    def of(cls, forecast: Forecast, album: Album) -> Self:
        return cls(**field_values(forecast), _album=album)

    def _tables(self) -> Iterator[Table]:
        assert self._album is not None, "it is made by `of`"
        rows = [
            (self._album.name(one.label), one.samples, percent(one.before), percent(one.after))
            for one in self.classes[:SHOWN_ROWS]
        ]
        title = f"Forecast: {percent(self.before)} right before, {percent(self.after)} after"
        yield Table(title, ("class", "held out", "before", "after"), rows, self.note)


@dataclass(frozen=True, eq=False, repr=False)
class Samples(Shown, SampleTable):
    """Every sample: columns as attributes, rows as dicts where it is gone through, as tables are made of."""

    _album: Album | None = field(default=None, repr=False)

    @classmethod
    def of(cls, table: SampleTable, album: Album) -> Self:
        return cls(**field_values(table), _album=album)

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """(N,) of every column by its name."""
        plain = {one.name: getattr(self, one.name) for one in fields(SampleTable)}
        return {**{name: values for name, values in plain.items() if name != "scores"}, **self.scores}

    def __len__(self) -> int:
        return len(self.index)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        columns = self.columns
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return arrow_table(self.columns).__arrow_c_stream__(requested_schema)

    def _tables(self) -> Iterator[Table]:
        album = self._album
        assert album is not None, "it is made by `of`"
        named = ("loss", "left_out_margin")
        there = [name for name in named if name in self.scores]
        first = self.index[:PRINTED_ROWS].tolist()
        pictures = album.pictures(first)
        rows = [
            (
                pictures[index],
                str(index),
                album.name(int(self.label[row])),
                album.name(int(self.predicted[row])),
                *(float(self.scores[name][row]) for name in there),
            )
            for row, index in enumerate(first)
        ]
        title = f"{len(self):,} samples, {len(self.columns)} columns"
        columns = (PICTURE, "index", "label", "predicted", *there)
        yield Table(title, columns, rows, rest(len(self), PRINTED_ROWS))


class Scores(Printed, dict[str, NDArray[Any]]):
    """Scores by name, with `index` and `label`: (N,) each."""

    def _printed(self) -> Table:
        return self._table(PRINTED_ROWS)

    def _tables(self) -> Iterator[Table]:
        yield self._table(len(self))

    def _table(self, rows: int) -> Table:
        said = [(name, *_range(values)) for name, values in list(self.items())[:rows]]
        title = f"{len(self):,} columns of {len(self['index']):,} samples"
        return Table(title, ("column", "least", "middle", "most"), said, rest(len(self), rows))


def _range(values: NDArray[Any]) -> tuple[float | None, ...]:
    known = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    if not known.size:
        return (None, None, None)
    return tuple(float(value) for value in (known.min(), np.median(known), known.max()))


def field_values(thing: Any) -> dict[str, Any]:
    """The fields of a dataclass, as its subclass takes them."""
    return {one.name: getattr(thing, one.name) for one in fields(thing)}
