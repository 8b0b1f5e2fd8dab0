"""What an analysis gives back of many: plain lists and dicts that a notebook shows with pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lpntk.domain.decision import Decision
from lpntk.domain.keeping import SavedView
from lpntk.pipeline.results.label_issues import LabelIssue
from lpntk.pipeline.results.views import ClusterView
from lpntk.python.album import Album
from lpntk.python.found import PICTURE, PlanOutlook, field_values
from lpntk.python.notebook import PRINTED_ROWS, SHOWN_ROWS, Cell, Printed, Table, many, percent, rest

WITNESSES, FEW = 3, 8
"""So many samples stand in one cell: those that speak for a label, and those of a cluster or a tag."""
ISSUES = 12
"""So many are drawn of what has several pictures each."""


class LabelIssues(Printed, list[LabelIssue]):
    """The samples whose labels are probably wrong, the most suspicious first."""

    def __init__(self, issues: Iterable[LabelIssue], album: Album) -> None:
        super().__init__(issues)
        self._album = album

    def _printed(self) -> Table:
        rows = [self._facts(issue) for issue in self[:PRINTED_ROWS]]
        return Table(self._title(), self._columns(), rows, rest(len(self), PRINTED_ROWS))

    def _tables(self) -> Iterator[Table]:
        drawn = self[:ISSUES]
        evidence = self._album.evidence([issue.index for issue in drawn], WITNESSES)
        witnesses = {
            index: [[one.index for one in of.evidence] for of in view.classes]
            for index, view in evidence.items()
        }
        asked = [issue.index for issue in drawn]
        asked += [one for issue in drawn for of in witnesses.get(issue.index, ()) for one in of]
        pictures = self._album.pictures(asked)

        def row(issue: LabelIssue) -> tuple[Cell, ...]:
            sides = witnesses.get(issue.index, [[], []])
            shown = (sum((pictures[index] for index in side), ()) for side in sides)
            return (pictures[issue.index], *self._facts(issue), *shown)

        columns = (PICTURE, *self._columns(), "for the suggested label", "for the given label")
        yield Table(self._title(), columns, [row(issue) for issue in drawn], rest(len(self), ISSUES))

    def _title(self) -> str:
        return f"{many(len(self), 'sample')} by how suspicious their labels are"

    def _columns(self) -> tuple[str, ...]:
        decided = ("decision",) if any(issue.decision for issue in self) else ()
        return ("index", "given", "suggested", "margin", "confidence", *decided)

    def _facts(self, issue: LabelIssue) -> tuple[Cell, ...]:
        facts = (
            str(issue.index),
            self._album.name(issue.given),
            self._album.name(issue.suggested),
            issue.margin,
            issue.confidence,
            None if issue.decision is None else issue.decision.action.value,
        )
        return facts[: len(self._columns())]


class Outlooks(Printed, list[PlanOutlook]):
    """What is forecast of several strategies, the best first."""

    def _printed(self) -> Table:
        return self._table(PRINTED_ROWS)

    def _tables(self) -> Iterator[Table]:
        yield self._table(len(self))

    def _table(self, rows: int) -> Table:
        said = [(one.strategy, percent(one.accuracy), one.standing.value) for one in self[:rows]]
        note = self[0].note if self else ""
        share = f" at {percent(self[0].keep)}" if self else ""
        more = rest(len(self), rows)
        columns = ("strategy", "forecast", "beside random plans")
        return Table(many(len(self), "strategy", "strategies") + share, columns, said, more or note)


class Decisions(Printed, list[Decision]):
    """What is decided on labels, by index."""

    def __init__(self, decisions: Iterable[Decision], album: Album) -> None:
        super().__init__(decisions)
        self._album = album

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        yield self._table(self._album.pictures([one.index for one in self[:SHOWN_ROWS]]))

    def _table(self, pictures: Mapping[int, Cell]) -> Table:
        rows = [
            (
                pictures.get(one.index, ()),
                str(one.index),
                one.action.value,
                self._album.name(one.label),
                one.decided_at,
            )
            for one in self[:SHOWN_ROWS]
        ]
        columns = (PICTURE, "index", "decision", "label", "when")
        return Table(many(len(self), "decision"), columns, rows, rest(len(self)))


class Tags(Printed, dict[str, NDArray[np.int64]]):
    """By the name of each tag who has it."""

    def __init__(self, tags: Mapping[str, NDArray[np.int64]], album: Album) -> None:
        super().__init__(tags)
        self._album = album

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        firsts = [index for having in self.values() for index in having[:FEW].tolist()]
        yield self._table(self._album.pictures(firsts))

    def _table(self, pictures: Mapping[int, Any]) -> Table:
        rows = [
            (name, len(having), sum((pictures.get(index, ()) for index in having[:FEW].tolist()), ()))
            for name, having in list(self.items())[:SHOWN_ROWS]
        ]
        return Table(many(len(self), "tag"), ("tag", "samples", PICTURE), rows, rest(len(self)))


class Notes(Printed, dict[int, str]):
    """What is written on samples, by index."""

    def __init__(self, notes: Mapping[int, str], album: Album) -> None:
        super().__init__(notes)
        self._album = album

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        yield self._table(self._album.pictures(list(self)[:SHOWN_ROWS]))

    def _table(self, pictures: Mapping[int, Cell]) -> Table:
        rows = [
            (pictures.get(index, ()), str(index), text) for index, text in list(self.items())[:SHOWN_ROWS]
        ]
        return Table(many(len(self), "note"), (PICTURE, "index", "note"), rows, rest(len(self)))


@dataclass(frozen=True, eq=False)
class View(SavedView):
    """A view that somebody saved on the page.

    Attributes
    ----------
    selected
        (n,) int64, ascending: the indices of the samples that are selected in it.
    """

    selected: NDArray[np.int64]

    @classmethod
    def of(cls, view: SavedView, selected: NDArray[np.int64]) -> Self:
        return cls(**field_values(view), selected=selected)

    def __repr__(self) -> str:
        return f"<View '{self.name}', {len(self.selected):,} selected>"


class Views(Printed, dict[str, View]):
    """The views that were saved on the page, by name."""

    def __init__(self, views: Iterable[View], album: Album) -> None:
        super().__init__({view.name: view for view in views})
        self._album = album

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        firsts = [index for view in self.values() for index in view.selected[:FEW].tolist()]
        yield self._table(self._album.pictures(firsts))

    def _table(self, pictures: Mapping[int, Any]) -> Table:
        rows = [
            (
                view.name,
                view.search.partition("?")[0],
                view.saved_at,
                len(view.selected),
                sum((pictures.get(index, ()) for index in view.selected[:FEW].tolist()), ()),
            )
            for view in list(self.values())[:SHOWN_ROWS]
        ]
        columns = ("name", "view", "saved", "selected", PICTURE)
        return Table(many(len(self), "saved view"), columns, rows, rest(len(self)))


class Clusters(Printed, list[ClusterView]):
    """The clusters, the largest first."""

    def __init__(self, clusters: Iterable[ClusterView], album: Album) -> None:
        super().__init__(clusters)
        self._album = album

    def _printed(self) -> Table:
        return self._table({})

    def _tables(self) -> Iterator[Table]:
        drawn = self[:ISSUES]
        firsts = [one.head for one in drawn] + [index for one in drawn for index in one.members[1:FEW]]
        yield self._table(self._album.pictures(firsts))

    def _table(self, pictures: Mapping[int, Any]) -> Table:
        rows = [
            (
                pictures.get(one.head, ()),
                str(one.head),
                self._album.name(one.label),
                one.size,
                sum((pictures.get(index, ()) for index in one.members[1:FEW]), ()),
            )
            for one in self[:ISSUES]
        ]
        columns = (PICTURE, "head", "label", "samples", "the next of them")
        return Table(many(len(self), "cluster"), columns, rows, rest(len(self), ISSUES))
