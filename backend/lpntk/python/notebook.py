"""How results look in a notebook, and in a terminal: one table, drawn as HTML or as text.

The HTML has no script and no colour of its own, so that it suits light and dark notebooks; whatever a person
has named is escaped, and pictures are in it as data.
"""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lpntk.domain.words import printable

SHOWN_ROWS, PRINTED_ROWS = 20, 10
"""How many rows of a long result are drawn, and are printed."""

_LONGEST_TEXT, _LONGEST_CELL = 400, 48
_EDGE = "border-bottom:1px solid rgba(128,128,128,.35)"
_CELL = f"padding:3px 10px 3px 0;text-align:left;vertical-align:middle;{_EDGE}"
_PICTURE = "height:40px;min-width:20px;image-rendering:pixelated;vertical-align:middle;margin:1px 2px 1px 0"


@dataclass(frozen=True)
class Picture:
    """A small PNG file in a cell, and what it is, for who cannot see it."""

    content: bytes
    what: str


@dataclass(frozen=True)
class Words:
    """How a sample that is read begins, in place of a picture, and what it is."""

    text: str
    what: str


Look = Picture | Words
Cell = str | int | float | bool | None | tuple[Look, ...]


@dataclass(frozen=True)
class Table:
    """A few rows of a result, with a sentence above and a note below.

    Attributes
    ----------
    title
        What it is, with the numbers that matter most.
    columns
        Their headings; none where each row is a fact with its name.
    rows
        The first ones, cell by cell.
    note
        What is to be known of it, or how many rows there are besides.
    """

    title: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    note: str = ""

    def html(self) -> str:
        """As a notebook shows it."""
        head = "".join(f'<th style="{_CELL}">{_escaped(name)}</th>' for name in self.columns)
        lines = ["".join(self._cell(cell, place) for place, cell in enumerate(row)) for row in self.rows]
        body = "".join(
            f'<tr style="background:none">{line}</tr>' for line in ([head] if head else []) + lines
        )
        parts = [f'<div style="margin:4px 0"><b>{_escaped(self.title)}</b></div>']
        if body:
            parts.append(f'<table style="border-collapse:collapse;margin:0">{body}</table>')
        if self.note:
            parts.append(f'<div style="margin:4px 0;opacity:.75">{_escaped(self.note)}</div>')
        return f"<div>{''.join(parts)}</div>"

    def text(self) -> str:
        """As a terminal shows it, without pictures."""
        seen = [
            place
            for place in range(max(map(len, self.rows), default=0))
            if not any(isinstance(row[place], tuple) for row in self.rows)
        ]
        lines = [[_written(row[place], _LONGEST_CELL) for place in seen] for row in self.rows[:PRINTED_ROWS]]
        if self.columns:
            lines.insert(0, [self.columns[place] for place in seen])
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        drawn = (
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
        more = len(self.rows) - PRINTED_ROWS
        note = self.note or (f"{more} more" if more > 0 else "")
        return "\n".join([self.title, *(f"  {line}" for line in drawn), *([f"  {note}"] if note else [])])

    def _cell(self, cell: Cell, place: int) -> str:
        if isinstance(cell, tuple):
            return f'<td style="{_CELL}">{"".join(map(_look, cell))}</td>'
        dim = ";opacity:.75" if not self.columns and not place else ""
        return f'<td style="{_CELL}{dim}">{_escaped(_written(cell, _LONGEST_TEXT))}</td>'


class Shown:
    """What shows itself: a list, a tuple or a dict otherwise."""

    def _tables(self) -> Iterable[Table]:
        """What is drawn, one below the other."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return "".join(table.html() for table in self._tables())


class Printed(Shown):
    """What is printed as the first of the tables that it shows, too."""

    def _printed(self) -> Table:
        """The table without its pictures, for which nothing is read."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self._printed().text()


def many(count: int, what: str, plural: str | None = None) -> str:
    """Such as "1 tag" or "1,024 tags"."""
    return f"{count:,} {what if count == 1 else plural or f'{what}s'}"


def rest(total: int, shown: int = SHOWN_ROWS) -> str:
    """How many there are besides those that are drawn; nothing where all are."""
    return f"and {total - shown:,} more" if total > shown else ""


def percent(share: float | None) -> str | None:
    """A share for people."""
    return None if share is None else f"{share:.1%}".replace("%", " %")


def _look(look: Look) -> str:
    return _image(look) if isinstance(look, Picture) else _words(look)


def _words(words: Words) -> str:
    return f'<div title="{_escaped(words.what)}" style="max-width:32em">{_escaped(words.text)}</div>'


def _image(picture: Picture) -> str:
    content = base64.b64encode(picture.content).decode()
    what = _escaped(picture.what)
    return f'<img src="data:image/png;base64,{content}" alt="{what}" title="{what}" style="{_PICTURE}">'


def _written(cell: Any, longest: int) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    text = f"{cell:,}" if isinstance(cell, int) else printable(cell)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _escaped(text: str) -> str:
    return html.escape(printable(text))
