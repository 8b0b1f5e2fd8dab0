"""An analysis that the commands can be tried on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.commands import SMALL, Finished, Prepared, run_lpntk


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


@pytest.fixture(scope="session")
def prepared_once(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    file = folder / "lpntk.db"
    result = run_lpntk(
        "analyse", "digits", "--limit", 1100, "--epochs", 1, "--prepare", db=f"sqlite:///{file}"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout == "1\n"
    return Prepared(f"sqlite:///{file}", file, folder / "parts", result.stderr)


@pytest.fixture
def prepared(prepared_once: Prepared, tmp_path: Path) -> Prepared:
    """A copy that may be written to."""
    file = tmp_path / "lpntk.db"
    shutil.copy(prepared_once.file, file)
    return Prepared(f"sqlite:///{file}", file, tmp_path / "parts", prepared_once.stderr)
