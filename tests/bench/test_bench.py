"""The benchmark runs, and its three ways agree; how fast they are is not for a test to say."""

from __future__ import annotations

import io

from rich.console import Console

from bench.run import measure, show


def test_the_three_ways_agree() -> None:
    measured = measure(samples=12, pairs=3, repeats=1)

    assert measured.dense_error < 1e-4
    assert measured.pairwise_error < 1e-4
    assert measured.operations > 0
    out = io.StringIO()
    show(measured, Console(file=out, width=120))
    assert "from 3 pairs" in out.getvalue()
