"""Runs of experiments that are interrupted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lpntk.pipeline.stages.run import Run


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Have a run interrupted once it has kept so many units; tells the names of all that are kept."""
    names: list[str] = []

    def after(count: int) -> list[str]:
        keep = Run.keep

        def keep_and_stop(self: Run, name: str, *rest: Any) -> None:
            keep(self, name, *rest)
            names.append(name)
            if len(names) == count:
                raise KeyboardInterrupt

        monkeypatch.setattr(Run, "keep", keep_and_stop)
        return names

    return after
