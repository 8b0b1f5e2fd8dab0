"""The benchmark of farthest points runs; how fast they are is not for a test to say."""

from __future__ import annotations

import re

from bench.farthest_points import measure


def test_rows_are_read_many_at_a_time() -> None:
    words = measure(samples=80, heads=20, repeats=1, memory=1 << 28, images=1000)

    assert words.startswith("20 heads of 80 samples")
    found = re.search(r"read: (\d+) rows in (\d+) blocks", words)
    assert found is not None
    assert 20 <= int(found[1]) <= 40
    assert int(found[2]) < 10
