from __future__ import annotations

from io import StringIO

from rich.console import Console

from bench.page import LOOKS, table


def test_every_look_says_what_it_is():
    assert all(look.__doc__ for look in LOOKS)


def test_figures_are_shown_with_as_many_digits_as_mean_something():
    out = StringIO()
    Console(file=out, width=100).print(
        table({"map: opening to drawn, s": 0.4567, "server: page, median ms": 1234.5})
    )
    assert "0.46" in out.getvalue()
    assert "1,234" in out.getvalue() or "1,235" in out.getvalue()
