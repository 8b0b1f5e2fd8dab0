"""Every bad input ends with code 2 and one sentence, and leaves nothing behind."""

from __future__ import annotations

import io
import os
import pickle
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from lpntk.domain import Architecture
from lpntk.learning import build_model
from lpntk.pipeline.workspace import Workspace
from support.commands import SMALL, Finished, run_lpntk, start_lpntk
from support.data import digits, write_image_folder
from support.tables import write_csv


def refused(*words: object, db: str) -> str:
    """The one sentence on standard error with which a command is refused."""
    result = run_lpntk(*words, db=db)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    *progress, sentence = result.stderr.splitlines()
    assert all(line.startswith("Analysis ") or ": done in " in line for line in progress)
    assert sentence.startswith("lpntk: ")
    assert "Traceback" not in result.stderr
    return sentence


def save_npz(path: Path, **arrays: np.ndarray) -> Path:
    np.savez(path, **arrays)
    return path


class Digits:
    images, labels = digits()


def unreadable_image(folder: Path) -> tuple[object, ...]:
    source = write_image_folder(folder, per_class=3)
    broken = sorted(source.rglob("*.png"))[4]
    broken.write_bytes(b"no image")
    return (source,)


def state_dict(change: Callable[[dict[str, torch.Tensor]], None], path: Path) -> Path:
    model = build_model(Architecture("lenet", 10, (8, 8, 1), (0.5,), (0.5,)))
    weights = model.state_dict()
    change(weights)
    torch.save(weights, path)
    return path


def fill_with_nan(weights: dict[str, torch.Tensor]) -> None:
    for tensor in weights.values():
        tensor.fill_(torch.nan)


def drop_one(weights: dict[str, torch.Tensor]) -> None:
    weights.popitem()


class Code:
    """A pickle that writes a file when it is loaded without care."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.path),))


BAD_SOURCES: dict[str, tuple[Callable[[Path], tuple[object, ...]], str]] = {
    "missing folder": (lambda folder: (folder / "nowhere",), "nowhere"),
    "empty folder": (lambda folder: (folder,), "folder"),
    "unreadable image": (unreadable_image, ".png"),
    "wrong shapes": (
        lambda folder: (
            save_npz(folder / "a.npz", images=Digits.images[:5, 0, 0], labels=Digits.labels[:5]),
        ),
        "images",
    ),
    "lengths that differ": (
        lambda folder: (save_npz(folder / "a.npz", images=Digits.images[:50], labels=Digits.labels[:40]),),
        "labels",
    ),
    "one class only": (
        lambda folder: (save_npz(folder / "a.npz", images=Digits.images[:9], labels=np.zeros(9, np.int64)),),
        "class",
    ),
    "labels that are no integers": (
        lambda folder: (save_npz(folder / "a.npz", images=Digits.images[:9], labels=np.linspace(0, 1, 9)),),
        "labels",
    ),
    "labels with a gap": (
        lambda folder: (save_npz(folder / "a.npz", images=Digits.images[:9], labels=np.arange(9) * 2),),
        "label",
    ),
    "object arrays": (
        lambda folder: (
            save_npz(folder / "a.npz", images=Digits.images[:9], labels=np.array([{}] * 9, dtype=object)),
        ),
        "labels",
    ),
    "no archive": (lambda folder: (_text_file(folder / "a.npz"),), "a.npz"),
    "a split that is not there": (
        lambda folder: (_rows(folder), "--split", "test"),
        "'test' (there is train)",
    ),
    "a limit below the classes": (lambda _: ("digits", "--limit", "9"), "at least 10"),
    "a model of images for rows": (lambda folder: (_rows(folder), "--model", "lenet"), "auto or mlp"),
    "unknown model": (lambda _: ("digits", "--model", "lenett"), "lenet"),
    "unknown label vector": (lambda _: ("digits", "--label-vector", "signs"), "sign, centred, residual"),
    "unknown kernel": (lambda _: ("digits", "--kernel", "exactly"), "exact, sketch"),
    "sketch width": (lambda _: ("digits", "--sketch-width", "3"), "sketch_width"),
    "no regular expression": (lambda _: ("digits", "--parameters", "fc("), "regular expression"),
    "no such parameter": (lambda _: (*SMALL, "--parameters", "layer9"), "conv1.weight"),
    "bad gradients": (lambda _: ("digits", "--on-bad-gradient", "skip"), "stop, exclude"),
    "plan of a small budget": (
        lambda _: (*SMALL, "--plan", "--kernel", "sketch", "--storage-budget", "1KiB"),
        "sketch_width of at most 2",
    ),
    "unknown device": (lambda _: ("digits", "--device", "gpu"), "auto, cpu, cuda, mps"),
    "no epochs": (lambda _: ("digits", "--epochs", "0"), "epochs"),
    "heads": (lambda _: ("digits", "--heads", "1.5"), "heads"),
    "memory size": (lambda _: ("digits", "--memory-budget", "4 GB"), "4GiB"),
    "missing checkpoint": (
        lambda folder: (*SMALL, "--checkpoint", folder / "none.pt"),
        "none.pt",
    ),
    "checkpoint that is code": (
        lambda folder: (*SMALL, "--checkpoint", _pickle_file(folder / "code.pt", folder / "ran")),
        "code.pt",
    ),
    "state dict that does not fit": (
        lambda folder: (*SMALL, "--checkpoint", state_dict(drop_one, folder / "short.pt")),
        "short.pt",
    ),
    "weights that are no numbers": (
        lambda folder: (*SMALL, "--checkpoint", state_dict(fill_with_nan, folder / "nan.pt")),
        "nan.pt",
    ),
}


def _rows(folder: Path) -> Path:
    return write_csv(
        folder / "a.csv", ["size", "label", "split"], [(n, "ab"[n % 2], "train") for n in range(8)]
    )


def _text_file(path: Path) -> Path:
    path.write_text("no archive")
    return path


def _pickle_file(path: Path, proof: Path) -> Path:
    path.write_bytes(pickle.dumps(Code(proof)))
    return path


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_what_cannot_be_analysed_is_refused(case: str, tmp_path: Path, db: str) -> None:
    make, expected = BAD_SOURCES[case]
    folder = tmp_path / "folder"
    folder.mkdir()
    assert expected in refused("analyse", *make(folder), db=db)
    assert not (folder / "ran").exists()
    with Workspace.open(db) as workspace:
        assert workspace.analyses() == []


BAD_QUESTIONS: dict[str, tuple[tuple[object, ...], str]] = {
    "show": (("show", 99), "99"),
    "neighbours": (("neighbours", 99, 0), "99"),
    "prune": (("prune", 99, "--strategy", "random", "--keep", "0.5"), "99"),
    "export": (("export", 99, "report", "-o", "report.html"), "99"),
    "sample": (("neighbours", 1, 5000), "5000"),
    "negative sample": (("neighbours", 1, "-k", "3", "--", "-1"), "-1"),
    "relation": (("neighbours", 1, 0, "--relation", "related"), "interchangeable, unrelated, contradictory"),
    "number of neighbours": (("neighbours", 1, 0, "-k", "0"), "k is 0"),
    "strategy": (("prune", 1, "--strategy", "fpc-large", "--keep", "0.5"), "fpc-largest"),
    "keep nothing": (("prune", 1, "--strategy", "random", "--keep", "0"), "keep"),
    "keep more": (("prune", 1, "--strategy", "random", "--keep", "1.5"), "keep"),
    "keep nan": (("prune", 1, "--strategy", "random", "--keep", "nan"), "keep"),
    "list format": (("prune", 1, "--strategy", "random", "--keep", "1", "-o", "kept.xlsx"), ".npy"),
    "result": (("export", 1, "kernels", "-o", "kernel.npy"), "report, kernel, summary, clusters, scores"),
    "result format": (("export", 1, "kernel", "-o", "kernel.csv"), ".npy or .npz"),
    "output folder": (("export", 1, "kernel", "-o", "nowhere/kernel.npy"), "nowhere"),
    "output that is a folder": (("export", 1, "kernel", "-o", "."), "folder"),
}


@pytest.mark.parametrize("case", BAD_QUESTIONS)
def test_what_cannot_be_answered_is_refused(
    case: str, finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words, expected = BAD_QUESTIONS[case]
    assert expected in refused(*words, db=finished.db)
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_leaves_what_was_there(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "kept.txt"
    output.write_text("older")
    monkeypatch.setattr(os, "fsync", _disk_full)
    words = ("prune", finished.id, "--strategy", "random", "--keep", "0.5", "-o", output)
    assert "kept.txt cannot be written (No space left on device)" in refused(*words, db=finished.db)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert output.read_text() == "older"


def _disk_full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("command", [("list",), ("serve", "--port", "0")])
def test_a_file_that_is_no_database(command: tuple[str, ...], tmp_path: Path) -> None:
    path = _text_file(tmp_path / "notes.db")
    sentence = refused(*command, db=f"sqlite:///{path}")
    assert "notes.db" in sentence
    assert path.read_text() == "no archive"


def test_a_url_that_names_no_database() -> None:
    assert "nonsense" in refused("list", db="nonsense")


@pytest.mark.parametrize("command", [("serve",), ("demo", "--no-browser")])
def test_a_port_in_use(command: tuple[str, ...], db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lpntk.cli.demo.run_analysis", lambda workspace, request: 1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port}" in refused(*command, "--port", port, db=db)


@pytest.mark.parametrize(
    "words",
    [("analyse",), ("show", "one"), ("prune", "1", "--keep", "much"), ("analyze", "digits"), ("list", "--x")],
)
def test_what_the_command_line_does_not_have(words: tuple[str, ...]) -> None:
    result = run_lpntk(*words)
    assert result.exit_code == 2
    assert "Usage: lpntk" in result.stderr


def test_what_nobody_foresaw_is_a_sentence_and_says_how_to_see_more(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from lpntk.pipeline.workspace import Workspace\n"
        "def analyses(self): raise RuntimeError('a mistake')\n"
        "Workspace.analyses = analyses\n"
    )
    url = f"sqlite:///{tmp_path / 'lpntk.db'}"
    Workspace.open(url).close()
    variables = {"PYTHONPATH": str(tmp_path), "LPNTK_DB": url}
    process = start_lpntk("list", **variables)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr == (
        "lpntk: something went wrong that should not have (RuntimeError: a mistake); "
        "set LPNTK_DEBUG=1 to see where.\n"
    )
    process = start_lpntk("list", LPNTK_DEBUG="1", **variables)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" in stderr


def test_a_reader_that_stops_reading_is_no_error(finished: Finished) -> None:
    process = start_lpntk("show", finished.id, "--json", "--db", finished.db)
    assert process.stdout is not None
    process.stdout.close()
    assert isinstance(process.stderr, io.TextIOWrapper)
    assert process.stderr.read() == ""
    process.wait(timeout=60)
