from __future__ import annotations

import zipfile

import numpy as np
import pytest

from lpntk.datasets import check_source, open_dataset
from lpntk.domain import DataSettings, InputError

LABELS = np.array([1, 0, 1, 0, 2, 2])


def read(path, **settings):
    return open_dataset(DataSettings(str(path), **settings), seed=0)


def images(*shape, dtype=np.uint8):
    return np.random.default_rng(0).integers(0, 256, shape).astype(dtype)


@pytest.fixture
def save(tmp_path):
    def save(**arrays):
        path = tmp_path / "shapes.npz"
        np.savez(path, **arrays)
        return path

    return save


@pytest.mark.parametrize("shape", [(6, 5, 4), (6, 5, 4, 1), (6, 5, 4, 3)])
def test_bytes_are_taken_as_they_are(save, shape):
    pixels = images(*shape)
    dataset = read(save(images=pixels, labels=LABELS))
    assert dataset.name == "shapes"
    assert dataset.input_shape == (5, 4, shape[3] if len(shape) == 4 else 1)
    assert (np.asarray(dataset.inputs).reshape(shape) == pixels).all()
    assert dataset.labels.dtype == np.int64
    assert dataset.labels.tolist() == LABELS.tolist()
    assert dataset.class_names == ("0", "1", "2")


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_floating_point_numbers_are_scaled(save, dtype):
    pixels = images(6, 5, 4)
    dataset = read(save(images=(pixels / 255).astype(dtype), labels=LABELS))
    assert (np.asarray(dataset.inputs)[..., 0] == pixels).all()


def test_class_names_are_taken(save):
    dataset = read(save(images=images(6, 5, 4), labels=LABELS, class_names=["owl", "hen", "jay"]))
    assert dataset.class_names == ("owl", "hen", "jay")


@pytest.mark.parametrize("kind", ["S", "U"])
def test_class_names_may_be_bytes_or_texts(save, kind):
    names = np.char.encode(["été", "hen", "jay"], "utf-8") if kind == "S" else np.array(["été", "hen", "jay"])
    dataset = read(save(images=images(6, 5, 4), labels=LABELS, class_names=names))
    assert dataset.class_names == ("été", "hen", "jay")


@pytest.mark.parametrize("kind", ["S", "U"])
def test_labels_that_are_names_of_classes(save, kind):
    names = np.array(["owl", "hen", "owl", "hen", "jay", "jay"], kind)
    dataset = read(save(images=images(6, 5, 4), labels=names))
    assert dataset.class_names == ("hen", "jay", "owl")
    assert dataset.labels.tolist() == [2, 0, 2, 0, 1, 1]
    assert dataset.labels.dtype == np.int64


def test_labels_that_are_names_follow_the_class_names(save):
    names = ["owl", "hen", "owl", "hen", "jay", "jay"]
    path = save(images=images(6, 5, 4), labels=names, class_names=["owl", "hen", "jay"])
    assert read(path).labels.tolist() == [0, 1, 0, 1, 2, 2]
    path = save(images=images(6, 5, 4), labels=names, class_names=["owl", "hen"])
    with pytest.raises(InputError, match=r"Sample 4 in .* has label 'jay', .* class names \(owl, hen\)"):
        read(path)


def test_texts_that_are_not_utf8_are_refused(save):
    path = save(images=images(6, 5, 4), labels=LABELS, class_names=np.array([b"caf\xe9", b"hen", b"jay"]))
    with pytest.raises(InputError, match=r"class names in .* are bytes that are not UTF-8 .*: save them as"):
        read(path)


@pytest.mark.parametrize("off", [1e-7, 1e-3])
def test_rounding_above_one_and_below_zero_is_no_fault(save, off):
    pixels = images(6, 5, 4) / 255
    pixels[0, 0, :2] = [1 + off, -off]
    dataset = read(save(images=pixels, labels=LABELS))
    assert dataset.inputs[0][0, :2, 0].tolist() == [255, 0]


def test_the_ending_may_be_in_capitals(save):
    path = save(images=images(6, 5, 4), labels=LABELS)
    path.rename(path.with_name("X.NPZ"))
    assert read(path.with_name("X.NPZ")).name == "X"


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (lambda pixels: pixels * 255, r"from 0 to 255: .*seem to be bytes, so save them as images\.astype"),
        (
            lambda pixels: pixels * 2 - 1,
            r"from -1 to 1: .*lie in \[-1, 1\], so save \(images \+ 1\) / 2",
        ),
        (lambda pixels: pixels * 4000, r"from 0 to 4000: .*; bring them there"),
    ],
)
def test_floating_point_numbers_of_another_range_are_told_apart(save, scale, message):
    pixels = np.linspace(0, 1, 20).reshape(1, 5, 4).repeat(6, axis=0)
    with pytest.raises(InputError, match=message):
        read(save(images=scale(pixels), labels=LABELS))


def test_limit_and_image_size(save):
    dataset = read(save(images=images(6, 5, 4) / 255, labels=LABELS), limit=3, image_size=8)
    assert dataset.input_shape == (8, 8, 1)
    assert dataset.labels.tolist() == LABELS[dataset.indices].tolist()


def test_compressed_archive(tmp_path):
    np.savez_compressed(tmp_path / "x.npz", images=images(6, 5, 4), labels=LABELS)
    assert len(read(tmp_path / "x.npz")) == 6


ONE_CLASS = np.zeros(6, int)
PICKLED = np.array([None] * 6, dtype=object)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"labels": LABELS}, "has no array 'images'"),
        ({"images": images(6, 5, 4)}, r"has no array 'labels' \(it has images\)"),
        ({"images": images(6, 5), "labels": LABELS}, r"images in .* have shape \(6, 5\)"),
        ({"images": images(6, 3, 5, 4), "labels": LABELS}, r"have shape \(6, 3, 5, 4\): give \(N, H, W\)"),
        ({"images": images(6, 0, 4), "labels": LABELS}, r"have shape \(6, 0, 4\)"),
        ({"images": images(6, 5, 4, dtype=np.int64), "labels": LABELS}, "are int64: give uint8"),
        (
            {"images": images(5, 5, 4), "labels": LABELS},
            r"labels .* have shape \(6,\), but there are 5 images",
        ),
        ({"images": images(6, 5, 4), "labels": LABELS[:, None]}, r"labels .* have shape \(6, 1\)"),
        ({"images": PICKLED, "labels": LABELS}, "'images' in .* holds Python objects"),
        ({"images": images(6, 5, 4), "labels": PICKLED}, "'labels' in .* holds Python objects"),
        (
            {"images": images(6, 5, 4), "labels": LABELS, "class_names": [["a", "b", "c"]]},
            r"class names .* have shape \(1, 3\)",
        ),
    ],
)
def test_headers_tell_what_is_wrong(save, arrays, message):
    path = save(**arrays)
    for check in (check_source, lambda wrong: open_dataset(wrong, seed=0)):
        with pytest.raises(InputError, match=message) as caught:
            check(DataSettings(str(path)))
        assert caught.value.field == "source"


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (LABELS.astype(float), "labels in .* are float64"),
        (LABELS > 0, "labels in .* are bool"),
        (LABELS - 1, "Sample 1 in .* has label -1"),
        (
            LABELS + 1,
            "Sample 4 in .* has label 3, but there are 3 different labels: number the classes 0 to 2",
        ),
        (np.array([0, 1, 2, 1000, 0, 0]), "Sample 3 in .* has label 1000"),
        (np.array([0, 1, 2**63, 1, 0, 0], np.uint64), "Sample 2 in .* has label 9223372036854775808"),
        (ONE_CLASS, "belong to one class"),
    ],
)
def test_labels_that_are_not_the_integers_up_to_k(save, labels, message):
    with pytest.raises(InputError, match=message):
        read(save(images=images(6, 5, 4), labels=labels))


@pytest.mark.parametrize(
    ("class_names", "message"),
    [
        (["a", "b"], "Sample 4 in .* has label 2, but there are 2 class names"),
        (["a", "b", "c", "d"], "belongs to the class d"),
    ],
)
def test_class_names_must_fit_the_labels(save, class_names, message):
    with pytest.raises(InputError, match=message):
        read(save(images=images(6, 5, 4), labels=LABELS, class_names=class_names))


def test_what_is_no_number_is_refused_with_the_index(save):
    pixels = images(6, 5, 4) / 255
    pixels[3, 2, 1] = np.nan
    with pytest.raises(InputError, match=r"Image 3 in .* no numbers \(NaN\): mend or remove it"):
        read(save(images=pixels, labels=LABELS))


@pytest.mark.parametrize("value", [1.5, -0.1, np.inf])
def test_floating_point_numbers_outside_the_range_are_refused_with_the_index(save, value):
    pixels = images(6, 5, 4) / 255
    pixels[3, 2, 1] = value
    with pytest.raises(InputError, match=r"Image 3 in .* must lie in \[0, 1\]"):
        read(save(images=pixels, labels=LABELS))


def test_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "x.npz").write_bytes(b"no zip file at all")
    with pytest.raises(InputError, match=r"x.npz cannot be read as an .npz archive"):
        check_source(DataSettings(str(tmp_path / "x.npz")))


def test_truncated_archive_is_refused(save):
    path = save(images=images(6, 50, 40), labels=LABELS)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"cannot be read as an .npz archive"):
        read(path)


def test_damaged_archive_is_refused(tmp_path):
    path = tmp_path / "x.npz"
    np.savez_compressed(path, images=images(6, 50, 40), labels=LABELS)
    content = bytearray(path.read_bytes())
    content[3000:3100] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot be read as an .npz archive"):
        read(path)


def test_every_kind_of_damage_is_one_sentence(tmp_path):
    path = tmp_path / "x.npz"
    np.savez(path, images=images(6, 5, 4), labels=LABELS)
    whole, generator = path.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        content = bytearray(whole)
        for place in generator.integers(0, len(whole), 4):
            content[place] = generator.integers(0, 256)
        path.write_bytes(content)
        try:
            read(path)
        except InputError as error:
            error.message.encode()


def test_an_archive_that_may_not_be_read_is_not_called_damaged(save, monkeypatch):
    path = save(images=images(6, 5, 4), labels=LABELS)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    with pytest.raises(InputError, match=r"shapes\.npz cannot be read \(Permission denied\): check the file"):
        check_source(DataSettings(str(path)))


def test_names_of_classes_can_be_shown(save):
    arrays = {"images": images(6, 5, 4), "labels": LABELS}
    shown = read(save(**arrays, class_names=["\x1b[31mred", "=1", "c"])).class_names
    assert shown == ("\\x1b[31mred", "=1", "c")
    with pytest.raises(InputError, match=r"Class 1 in .* has an empty name"):
        read(save(**arrays, class_names=["a", "", "c"]))


def test_numbers_that_stand_for_no_character_are_refused(save):
    names = np.array(["a", "b", "c"])
    names.view(np.uint32)[1] = 0x7FFFFFFF
    with pytest.raises(InputError, match=r"class names in .* not UTF-8"):
        read(save(images=images(6, 5, 4), labels=LABELS, class_names=names))
