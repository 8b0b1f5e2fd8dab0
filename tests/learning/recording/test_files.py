"""Files of recordings, ours and those that others write."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.domain import InputError, StoreError
from lpntk.domain.recording import Recording
from lpntk.learning.recording.files import read_recording, write_recording

EVEN = np.full((2, 3, 4), 0.25)


def test_what_others_wrote_needs_only_probabilities(tmp_path: Path) -> None:
    np.savez(tmp_path / "theirs.npz", probabilities=EVEN.astype(np.float16))

    found = read_recording(tmp_path / "theirs.npz")

    assert found.probabilities.dtype == np.float32
    assert found.indices.tolist() == [0, 1, 2]
    assert found.labels.tolist() == [-1, -1, -1]
    assert (found.epochs.tolist(), found.recorded_in) == ([1, 2], "unknown")


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({}, "holds no array 'probabilities'"),
        ({"probabilities": EVEN[0]}, r"of shape \(3, 4\), where"),
        ({"probabilities": np.ones((2, 3, 4), int)}, "are int64 of shape"),
        ({"probabilities": EVEN * 2}, "sample 0 in epoch 1 are no probabilities"),
        ({"probabilities": EVEN - [1, 0, 0, -1]}, "no probabilities"),
        ({"probabilities": EVEN * [1, 1, 1, np.nan]}, "no probabilities"),
        ({"probabilities": EVEN * np.inf}, "no probabilities"),
        ({"probabilities": EVEN, "indices": np.array([0, 2, 1])}, "do not rise"),
        ({"probabilities": EVEN, "indices": np.array([0, 1])}, "where 3 whole numbers are needed"),
        ({"probabilities": EVEN, "labels": np.array([0.0, 1, 2])}, "labels in .* are float64"),
        ({"probabilities": EVEN, "labels": np.array([0, 1, 4])}, "has the label 4, and probabilities of 4"),
        ({"probabilities": np.array([{}], dtype=object)}, "not an .npz file of plain numbers"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, arrays: dict[str, Any], words: str) -> None:
    np.savez(tmp_path / "wrong.npz", **arrays)
    with pytest.raises(InputError, match=words) as caught:
        read_recording(tmp_path / "wrong.npz")
    assert caught.value.field == "trace"


def test_files_of_other_kinds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no numbers")
    np.save(tmp_path / "one.npy", EVEN)
    np.savez(tmp_path / "whole.npz", probabilities=EVEN)
    (tmp_path / "half.npz").write_bytes((tmp_path / "whole.npz").read_bytes()[:200])
    for name, words in (
        ("text", "not an .npz"),
        ("one.npy", "is a single array"),
        ("half.npz", "is damaged"),
        ("none", "cannot be read"),
    ):
        with pytest.raises(InputError, match=words):
            read_recording(tmp_path / name)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    recording = Recording(EVEN.astype(np.float32), np.arange(3), np.zeros(3, int), np.arange(1, 3))
    with pytest.raises(StoreError, match="cannot be written"):
        write_recording(tmp_path / "nowhere" / "run.trace", recording)


@given(data=st.data())
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    epochs, samples, classes = (data.draw(st.integers(1, 4)) for _ in range(3))
    generator = np.random.default_rng(data.draw(st.integers(0, 99)))
    values = generator.dirichlet(np.ones(classes), (epochs, samples)).astype(np.float32)
    values[generator.random((epochs, samples)) < 0.3] = np.nan
    recording = Recording(
        values,
        np.sort(generator.permutation(50)[:samples]),
        generator.integers(-1, classes, samples),
        np.arange(2, epochs + 2),
        "evaluation",
        tuple(data.draw(st.lists(st.text("abc.ü ", min_size=1).map(str.strip), max_size=2))),
    )
    path = tmp_path_factory.getbasetemp() / "run.trace"

    write_recording(path, recording)
    found = read_recording(path)

    for name in ("probabilities", "indices", "labels", "epochs"):
        np.testing.assert_array_equal(getattr(found, name), getattr(recording, name))
    assert (found.recorded_in, found.notes) == (recording.recorded_in, recording.notes)


def test_a_size_that_no_memory_has_is_damage(tmp_path: Path) -> None:
    head = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000, 100), }".ljust(117) + b"\n"
    with zipfile.ZipFile(tmp_path / "large.npz", "w") as archive:
        archive.writestr("probabilities.npy", b"\x93NUMPY\x01\x00v\x00" + head)
    with pytest.raises(InputError, match=r"large\.npz is not an \.npz file of plain numbers, or is damaged"):
        read_recording(tmp_path / "large.npz")


def test_a_note_may_be_one(tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", probabilities=np.full((1, 3, 2), 0.5), notes=np.array("by hand"))
    assert read_recording(tmp_path / "own.npz").notes == ("by hand",)
