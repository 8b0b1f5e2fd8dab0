"""Every line of the tables of docs/your-own.md, on the small cases that its scripts make."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from lpntk._torchvision import torchvision
from lpntk.pipeline.workspace import Workspace
from support.commands import run_lpntk
from support.pages import DOCS


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """In networks so small threads mostly wait for each other, for long where a machine has more to do."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_every_line_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pandas", "pyarrow", "datasets", "transformers", "timm", "labelformat"):
        pytest.importorskip(package)
    assert torchvision  # completed before transformers imports it
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("LPNTK_DB", f"sqlite:///{tmp_path / 'x.db'}")
    page = (DOCS / "your-own.md").read_text()

    with torch.random.fork_rng():
        torch.manual_seed(0)
        for script in re.findall(r"```python\n(.*?)```", page, flags=re.S):
            if (file := re.match(r"# (\w+\.py)", script)) is not None:
                (tmp_path / file[1]).write_text(script)
            else:
                exec(compile(script, "your-own.md", "exec"), {})

    lines = re.findall(r"^\|[^|]*\| `lpntk (analyse [^`]*)`", page, flags=re.M)
    assert len(lines) == 20
    for line in lines:
        done = run_lpntk(*shlex.split(line))
        assert done.exit_code == 0, (line, done.output)
    with Workspace.open() as workspace:
        samples = {Path(view.request.data.source).name: view.samples for view in workspace.analyses()}
    assert samples["images.csv"] == 96
    assert samples["wine.csv"] == samples["wines:samples"] == 178
