from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

import lpntk


def test_everything_public_is_there() -> None:
    assert {"kernel", "analyse", "prune", "serve", "farthest_point_clusters"} <= set(dir(lpntk))
    for name in lpntk.__all__:
        assert getattr(lpntk, name) is not None
    assert callable(lpntk.kernel)
    assert lpntk.__version__ == version("lpntk")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = lpntk.nothing


@pytest.mark.parametrize("what", ["import lpntk", "from lpntk.pipeline.workspace import Workspace"])
def test_who_only_reads_does_not_wait_for_torch(what: str) -> None:
    check = (
        f"{what}; import sys; print([m for m in ('torch', 'plotly', 'umap', 'alembic') if m in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
