"""The examples in the public docstrings and in the README are run."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

import lpntk

README = Path(__file__).resolve().parents[1] / "README.md"
PUBLIC = [name for name in lpntk.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_of_a_public_name_are_true(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    thing = getattr(lpntk, name)
    finder = doctest.DocTestFinder(recurse=False)
    (example,) = finder.find(thing, name, globs={})

    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(example, out=told.append)

    assert example.examples, f"lpntk.{name} has no example"
    assert runner.failures == 0, "".join(told)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_seen_with_its_signature(name: str) -> None:
    thing = getattr(lpntk, name)
    assert inspect.signature(thing).parameters
    assert inspect.getdoc(thing)


def test_the_readme_s_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[object] = []

    def serve(analysis: object, *, block: bool) -> SimpleNamespace:
        assert not block
        served.append(analysis)
        return SimpleNamespace(selected=np.arange(2))

    monkeypatch.setattr("lpntk.python.serve.serve", serve)
    monkeypatch.setenv("LPNTK_DB", f"sqlite:///{tmp_path / 'x.db'}")
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    torch.manual_seed(0)
    images, labels = torch.rand(50, 1, 4, 4), torch.arange(50) % 2
    names = {
        "torch": torch,
        "model": torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2)),
        "dataset": torch.utils.data.TensorDataset(images, labels),
    }

    exec(code, names)

    assert len(names["rows"]) == 10
    assert np.isin(names["plan"].kept, np.arange(50)).all()
    assert len(names["subset"]) == len(names["plan"].kept)
    assert served == [names["analysis"]]
