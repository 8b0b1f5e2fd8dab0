"""Samples that come of a person's own code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lpntk.pipeline.workspace import Workspace


@contextmanager
def workspace_beside(module: str, code: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace in a folder that has a module, which nobody has imported yet."""
    patch.chdir(folder)
    Path(f"{module}.py").write_text(code)
    patch.delitem(sys.modules, module, raising=False)
    with Workspace.open(f"sqlite:///{folder / 'x.db'}") as workspace:
        yield workspace
