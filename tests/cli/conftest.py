"""An analysis that the commands can be tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.commands import SMALL, Finished, run_lpntk


@pytest.fixture
def db(tmp_path: Path) -> str:
    """The URL of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'lpntk.db'}"


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    url = f"sqlite:///{tmp_path_factory.mktemp('finished') / 'lpntk.db'}"
    result = run_lpntk("analyse", *SMALL, "--name", "A few digits", db=url)
    assert result.exit_code == 0, result.output
    return Finished(url, int(result.stdout))
