from __future__ import annotations

import numpy as np
import pytest

from lpntk.datasets import SOURCES, check_source, open_dataset
from lpntk.domain import DataSettings, InputError
from support import data


def test_digits_are_grey_images_over_the_whole_range_of_shades():
    dataset = open_dataset(DataSettings("digits"), seed=0)
    images, labels = data.digits()
    assert dataset.input_shape == (8, 8, 1)
    assert dataset.class_names == tuple("0123456789")
    assert dataset.split == ""
    assert dataset.locations is None
    assert (np.asarray(dataset.inputs) == images).all()
    assert (dataset.labels == labels).all()
    assert dataset.indices.tolist() == list(range(1797))


def test_image_size_resizes():
    dataset = open_dataset(DataSettings("digits", limit=20, image_size=16), seed=0)
    assert dataset.input_shape == (16, 16, 1)
    assert dataset.inputs[3].shape == (16, 16, 1)


def test_progress_ends_at_the_number_of_samples():
    told: list[tuple[int, int]] = []
    open_dataset(
        DataSettings("digits", limit=600, image_size=4),
        seed=0,
        progress=lambda *numbers: told.append(numbers),
    )
    assert told[-1] == (600, 600)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_fingerprint_is_the_same_for_the_same_samples_only():
    def fingerprint(limit: int | None, seed: int = 0) -> str:
        return open_dataset(DataSettings("digits", limit=limit), seed=seed).fingerprint

    assert fingerprint(100) == fingerprint(100)
    assert len({fingerprint(None), fingerprint(100), fingerprint(100, seed=1), fingerprint(101)}) == 4


def test_fingerprint_depends_on_images_labels_and_class_names(tmp_path):
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (6, 5, 5), np.uint8), np.array([0, 1, 0, 1, 0, 1])
    changed = images.copy()
    changed[5, 4, 4] ^= 1

    def fingerprint(**arrays: object) -> str:
        np.savez(tmp_path / "x.npz", **arrays)
        return open_dataset(DataSettings(str(tmp_path / "x.npz")), seed=0).fingerprint

    prints = [
        fingerprint(images=images, labels=labels),
        fingerprint(images=changed, labels=labels),
        fingerprint(images=images, labels=1 - labels),
        fingerprint(images=images, labels=labels, class_names=["a", "b"]),
    ]
    assert len(set(prints)) == 4
    assert prints[0] == fingerprint(images=images[..., None], labels=labels.astype(np.uint8))


def test_every_source_has_a_title_and_names_itself():
    assert list(SOURCES) == ["digits", "mnist", "fashion_mnist", "kmnist", "cifar10", "cifar100", "svhn"]
    assert all(source.title and source.name == name for name, source in SOURCES.items())


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        (DataSettings("mnits"), "source", "Did you mean 'mnist'"),
        (
            DataSettings("mnits"),
            "source",
            "digits, mnist, .* or the path of a folder of images, a table or an .npz file",
        ),
        (DataSettings("no/such/folder"), "source", "There is no folder or file no/such/folder"),
        (DataSettings("missing.npz"), "source", "There is no folder or file missing.npz"),
        (DataSettings("digits", split="test"), "split", "digits has no splits"),
        (DataSettings("mnist", split="tset"), "split", "choose one of train, test"),
    ],
)
def test_unknown_names_and_missing_paths_are_refused(settings, field, message):
    for check in (check_source, lambda wrong: open_dataset(wrong, seed=0)):
        with pytest.raises(InputError, match=message) as caught:
            check(settings)
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("source", "reason"),
    [("x" * 300, "File name too long"), ("nul\0byte", "embedded null byte")],
)
def test_what_cannot_be_a_path_is_refused_in_a_short_sentence(source, reason):
    with pytest.raises(InputError, match=rf"cannot be looked at \({reason}\): check the path") as caught:
        check_source(DataSettings(source))
    assert len(caught.value.message) < 200


def test_a_source_that_may_not_be_looked_at_is_refused(tmp_path, monkeypatch):
    def refuse(self, **_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.stat", refuse)
    with pytest.raises(InputError, match=r"cannot be looked at \(Permission denied\): .* right to read it"):
        check_source(DataSettings(str(tmp_path)))


def test_the_home_of_nobody_is_a_missing_folder():
    with pytest.raises(InputError, match="There is no folder or file ~nobody-at-all/birds"):
        check_source(DataSettings("~nobody-at-all/birds"))


def test_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "labels.mat").write_text("1,2")
    with pytest.raises(InputError, match=r"is no file that samples are read from"):
        check_source(DataSettings(str(tmp_path / "labels.mat")))


def test_a_split_of_a_folder_is_refused(tmp_path):
    folder = data.write_image_folder(tmp_path, per_class=1, classes=2)
    with pytest.raises(InputError, match="has no split 'test'") as caught:
        check_source(DataSettings(str(folder), split="test"))
    assert caught.value.field == "split"
