"""Other labels for the samples of a source, and labels that are flipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpntk.datasets import open_dataset
from lpntk.datasets.labels import flipped_labels, read_labels
from lpntk.domain import Dataset, DataSettings, InputError
from lpntk.domain.labels import label_text
from support.data import digits, write_image_folder

NAMES = ("cat", "dog", "=SUM", "1")
SOURCE = np.array([0, 1, 2, 3, 0, 1])


def opened(labels: Path | None = None, **settings: object) -> Dataset:
    named = None if labels is None else str(labels)
    return open_dataset(DataSettings("digits", labels=named, **settings), seed=0)  # type: ignore[arg-type]


def as_npy(folder: Path, labels: object) -> Path:
    np.save(folder / "labels.npy", np.asarray(labels))
    return folder / "labels.npy"


def as_csv(folder: Path, text: str) -> Path:
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return folder / "labels.csv"


def test_an_array_gives_every_sample_its_label(tmp_path: Path) -> None:
    found = read_labels(as_npy(tmp_path, np.array([3, 2, 1, 0, -1, 1], np.int8)), SOURCE, NAMES)

    assert found.tolist() == [3, 2, 1, 0, -1, 1]
    assert found.dtype == np.int64


def test_a_table_changes_what_it_lists(tmp_path: Path) -> None:
    text = "\ufeffpath,label,index\na.png,dog,0\nb.png,'=SUM,1\n,1,4\n,2,5\n,,3\n"

    found = read_labels(as_csv(tmp_path, text), SOURCE, NAMES)

    # "1" is the name of class 3, and 2 is no name, so it is a number.
    assert found.tolist() == [1, 2, 2, -1, 3, 2]


def test_a_class_is_written_so_that_it_is_read_as_the_same(tmp_path: Path) -> None:
    for names in (NAMES, ("a", "a", "b"), ("b", "a", "a")):
        for label in range(len(names)):
            path = as_csv(tmp_path, f"index,label\n0,{label_text(label, names)}\n")
            assert read_labels(path, np.zeros(1, np.int64), names)[0] == label


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no lines: it needs the columns index and label"),
        ("index,class\n0,cat\n", "has index, class: it needs the columns index and label"),
        ("index,label\n6,cat\n", r"Row 2 of .* is of a sample '6', which there is not: .* samples 0 to 5"),
        ("index,label\n-1,cat\n", "Row 2 of .* is of a sample '-1'"),
        ("index,label\n0,cat\nx,cat\n", "Row 3 of .* is of a sample 'x'"),
        ("index,label\n²,cat\n", "Row 2 of .* is of a sample"),
        (f"index,label\n{'9' * 5000},cat\n", "Row 2 of .* is of a sample"),
        ("index,label\n2,cat\n0,cat\n2,dog\n", "has sample 2 in its rows 2 and 4: give each sample once"),
        (
            "index,label\n3,bird\n",
            r"Sample 3 in .* has the label 'bird', which is none of the classes \(cat, d",
        ),
        ("index,label\n3,4\n", "Sample 3 in .* has the label '4', .* no number from 0 to 3"),
        ('index,label\n0,"cat\n', "cannot be read"),
        ("index,label\n1,cat,x,y\n0\n", "Row 3 of .* has no label: leave its column empty"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = as_csv(tmp_path, text)
    with pytest.raises(InputError, match=message) as caught:
        read_labels(path, SOURCE, NAMES)
    assert caught.value.field == "labels"


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1, 2], r"int64 of shape \(3,\), but the data set has 6 samples"),
        ([0.0] * 6, r"float64 of shape \(6,\)"),
        ([[0] * 6], r"shape \(1, 6\)"),
        ([0, 1, 2, 3, 0, 4], "Sample 5 in .* has the label '4'"),
        ([0, 1, -2, 3, 0, 4], "Sample 2 in .* has the label '-2'"),
    ],
)
def test_an_array_that_does_not_fit_is_refused(tmp_path: Path, labels: list[object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_labels(as_npy(tmp_path, labels), SOURCE, NAMES)
    assert caught.value.field == "labels"


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "objects.npy", np.array([None] * 6), allow_pickle=True)
    np.savez(tmp_path / "x.npz", SOURCE)
    (tmp_path / "x.npz").rename(tmp_path / "archive.npy")
    (tmp_path / "bytes.csv").write_bytes(b"index,label\n0,\xff\n")
    (tmp_path / "labels.txt").touch()
    (tmp_path / "folder.csv").mkdir()

    for name, message in {
        "objects.npy": "cannot be read",
        "archive.npy": "are an archive",
        "bytes.csv": "save it as CSV in UTF-8",
        "labels.txt": "neither a .npy nor a .csv file",
        "folder.csv": "There is no file of labels",
        "missing.npy": "There is no file of labels",
    }.items():
        with pytest.raises(InputError, match=message) as caught:
            opened(tmp_path / name)
        assert caught.value.field == "labels"


def test_without_other_labels_the_source_s_fingerprint_is_the_fingerprint() -> None:
    plain = opened(limit=100)

    assert plain.source_fingerprint == plain.fingerprint
    assert plain.true_labels is None
    assert plain.original_size == 1797


def test_other_labels_leave_the_source_s_fingerprint_as_it_is(tmp_path: Path) -> None:
    images, labels = digits()
    changed = labels.copy()
    changed[[0, 5]] = (labels[[0, 5]] + 1) % 10
    changed[7] = -1
    plain = opened()

    other = opened(as_npy(tmp_path, changed))

    assert other.source_fingerprint == plain.fingerprint
    assert other.fingerprint != plain.fingerprint
    assert other.indices.tolist() == [index for index in range(1797) if index != 7]
    assert np.array_equal(other.labels, np.delete(changed, 7))
    assert np.array_equal(other.inputs[7], images[8])
    assert len(other.inputs) == len(other) == 1796
    assert opened(as_npy(tmp_path, labels)).fingerprint == plain.fingerprint


def test_a_limit_takes_the_same_samples_under_other_labels(tmp_path: Path) -> None:
    _, labels = digits()
    plain = opened(limit=100)
    changed = labels.copy()
    changed[plain.indices[3]] = -1

    other = opened(as_npy(tmp_path, changed), limit=100)

    assert other.indices.tolist() == np.delete(plain.indices, 3).tolist()
    assert other.source_fingerprint == plain.fingerprint


def test_what_was_done_to_labels_is_said(tmp_path: Path) -> None:
    _, labels = digits()
    changed = labels.copy()
    changed[0] = (labels[0] + 1) % 10
    assert opened(as_npy(tmp_path, labels)).notes == ()
    assert opened(as_npy(tmp_path, changed)).notes == ("Of the labels 1 is other than the source's.",)
    changed[[5, 6]] = -1

    assert opened(as_npy(tmp_path, changed), label_noise=0.01).notes == (
        "Of the labels 1 is other than the source's and 2 leave their samples out.",
        "18 labels were flipped on purpose.",
    )


def test_images_that_are_read_on_demand_go_with_their_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lpntk.datasets.images.IN_MEMORY_BYTES", 0)
    folder = write_image_folder(tmp_path / "images", per_class=3, classes=2, side=8)
    plain = open_dataset(DataSettings(str(folder)), seed=0)
    path = as_csv(tmp_path, "index,label\n1,\n2,digit-1\n")

    other = open_dataset(DataSettings(str(folder), labels=str(path)), seed=0)

    assert other.indices.tolist() == [0, 2, 3, 4, 5]
    assert other.labels.tolist() == [0, 1, 1, 1, 1]
    assert other.locations == tuple(np.delete(np.array(plain.locations), 1))
    for row, index in enumerate(other.indices):
        assert np.array_equal(other.inputs[row], plain.inputs[int(index)])
    with pytest.raises(IndexError):
        other.inputs[5]


def test_a_class_without_a_sample_is_refused(tmp_path: Path) -> None:
    _, labels = digits()

    with pytest.raises(InputError, match="leave no sample in the class 3: every class needs one") as caught:
        opened(as_npy(tmp_path, np.where(labels == 3, -1, labels)))
    assert caught.value.field == "labels"


def test_flipped_labels_are_remembered() -> None:
    plain, noisy = opened(limit=200), opened(limit=200, label_noise=0.05)

    assert noisy.true_labels is not None
    assert np.array_equal(noisy.true_labels, plain.labels)
    assert (noisy.labels != plain.labels).sum() == 10
    assert noisy.source_fingerprint == plain.fingerprint != noisy.fingerprint
    assert noisy.fingerprint == opened(limit=200, label_noise=0.05).fingerprint
    other = open_dataset(DataSettings("digits", limit=200, label_noise=0.05), seed=1)
    assert not np.array_equal(other.labels != other.true_labels, noisy.labels != noisy.true_labels)


def test_labels_are_flipped_after_others_are_given(tmp_path: Path) -> None:
    _, labels = digits()
    changed = labels.copy()
    changed[:20] = -1

    noisy = opened(as_npy(tmp_path, changed), label_noise=0.1)

    assert np.array_equal(noisy.true_labels, labels[20:])
    assert (noisy.labels != noisy.true_labels).sum() == round(0.1 * 1777)


@given(
    st.integers(2, 12), st.integers(1, 300), st.floats(0, 0.99, exclude_min=True), st.integers(0, 2**32 - 1)
)
def test_a_share_of_the_labels_is_another_class(classes: int, count: int, share: float, seed: int) -> None:
    labels = np.random.default_rng(0).integers(0, classes, count)

    flipped = flipped_labels(labels, share, classes, seed=seed)

    assert (flipped != labels).sum() == min(count, max(1, round(share * count)))
    assert flipped.min() >= 0
    assert flipped.max() < classes


def test_all_other_classes_are_as_likely() -> None:
    flipped = flipped_labels(np.zeros(30_000, np.int64), 0.99, 4, seed=0)

    counts = np.bincount(flipped, minlength=4)[1:]
    assert counts.min() > 0.97 * counts.max()


def test_an_addition_follows_flipped_labels_as_it_is() -> None:
    added = DataSettings("digits", limit=50)

    whole = open_dataset(DataSettings("digits", limit=100, label_noise=0.1, additions=(added,)), seed=0)

    assert whole.true_labels is not None
    assert whole.base is not None
    assert np.flatnonzero(whole.labels != whole.true_labels).max() < 100
    assert np.array_equal(whole.true_labels[:100], opened(limit=100).labels)
    plain = open_dataset(DataSettings("digits", limit=100, additions=(added,)), seed=0)
    assert whole.source_fingerprint == plain.source_fingerprint == plain.fingerprint != whole.fingerprint
    assert whole.original_size == 2 * 1797
