from __future__ import annotations

import pytest

from support.sharded import set_small_blocks


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is something to divide."""
    set_small_blocks(monkeypatch)
