from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
from PIL import Image

from lpntk._torchvision import torchvision
from lpntk.datasets import check_source, decode, open_dataset
from lpntk.datasets import images as images_module
from lpntk.domain import Cancelled, DataSettings, InputError
from support import data


def read(folder, **settings):
    return open_dataset(DataSettings(str(folder), **settings), seed=0)


def save(path, image, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(path, **options)


def noise(*shape):
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@pytest.fixture
def two_classes(tmp_path):
    """Two classes of two 6 x 6 colour images."""
    for name in ("b/1.png", "b/0.png", "a/x.png", "a/y.png"):
        save(tmp_path / name, noise(6, 6, 3))
    return tmp_path


def test_real_images_in_the_order_of_torchvision(tmp_path):
    folder = data.image_folder(tmp_path)
    dataset = read(folder, limit=60)
    theirs = torchvision.datasets.ImageFolder(folder)
    assert dataset.class_names == tuple(theirs.classes)
    for row in (0, 31, 59):
        path, label = theirs.samples[dataset.indices[row]]
        assert str(folder / dataset.locations[row]) == path
        assert dataset.labels[row] == label
        assert (dataset.inputs[row] == np.asarray(Image.open(path).convert("RGB"))).all()


def test_nested_folders_hidden_files_and_other_files_keep_torchvisions_order(tmp_path):
    for name in ("a/z.png", "a/deep/er/1.JPEG", "a/deep.png", "b/2.png", "b/10.png"):
        save(tmp_path / name, noise(4, 4, 3))
    (tmp_path / "a" / "notes.txt").write_text("not an image")
    theirs = [path for path, _ in torchvision.datasets.ImageFolder(tmp_path).samples]
    (tmp_path / "a" / "._z.png").write_bytes(b"left by another system")
    (tmp_path / ".cache").mkdir()
    (tmp_path / "README.md").write_text("beside the classes")
    dataset = read(tmp_path)
    assert [str(tmp_path / location) for location in dataset.locations] == theirs
    assert dataset.labels.tolist() == [0, 0, 0, 1, 1]


def test_name_of_a_split_comes_with_its_parents(tmp_path):
    assert read(data.write_image_folder(tmp_path / "birds" / "train", 1)).name == "birds/train"
    assert read(data.write_image_folder(tmp_path / "owls", 1)).name == "owls"


def test_one_size_is_kept(tmp_path):
    save(tmp_path / "a" / "1.png", noise(12, 9, 3))
    save(tmp_path / "b" / "1.png", noise(12, 9, 3))
    assert read(tmp_path).input_shape == (12, 9, 3)
    assert read(tmp_path, image_size=7).input_shape == (7, 7, 3)


def test_mixed_sizes_become_64(two_classes):
    save(two_classes / "a" / "z.png", noise(6, 7, 3))
    assert read(two_classes).input_shape == (64, 64, 3)


def test_one_large_size_becomes_64(tmp_path):
    save(tmp_path / "a" / "1.png", noise(513, 4, 3))
    save(tmp_path / "b" / "1.png", noise(513, 4, 3))
    assert read(tmp_path).input_shape == (64, 64, 3)


def test_all_grey_stays_grey(tmp_path):
    grey = noise(6, 6)
    save(tmp_path / "a" / "1.png", grey)
    save(tmp_path / "b" / "1.png", Image.fromarray(grey).convert("LA"))
    dataset = read(tmp_path)
    assert dataset.input_shape == (6, 6, 1)
    assert all((image == grey[..., None]).all() for image in dataset.inputs)


def test_grey_among_colour_becomes_colour(two_classes):
    grey = noise(6, 6)
    save(two_classes / "b" / "2.png", grey)
    dataset = read(two_classes)
    assert dataset.input_shape == (6, 6, 3)
    assert (dataset.inputs[4] == grey[..., None]).all()


def test_alpha_is_dropped_and_palettes_are_resolved(two_classes, recwarn):
    colours = np.array([[255, 0, 0], [0, 128, 0]], np.uint8)
    pixels = np.indices((6, 6)).sum(axis=0) % 2
    palette = Image.fromarray(pixels.astype(np.uint8), mode="P")
    palette.putpalette(colours.tobytes())
    save(two_classes / "b" / "2.png", palette, transparency=b"\x00\xff")
    translucent = np.concatenate([colours[pixels], np.full((6, 6, 1), 7, np.uint8)], axis=2)
    save(two_classes / "b" / "3.png", translucent)
    dataset = read(two_classes)
    assert (dataset.inputs[4] == colours[pixels]).all()
    assert (dataset.inputs[5] == colours[pixels]).all()
    assert not [warning for warning in recwarn if "PIL" in warning.filename]


def test_too_large_for_memory_is_read_on_demand_with_the_same_result(two_classes, monkeypatch):
    in_memory = read(two_classes)
    monkeypatch.setattr(images_module, "IN_MEMORY_BYTES", 100)
    on_demand = read(two_classes)
    assert not isinstance(on_demand.inputs, np.ndarray)
    assert len(on_demand.inputs) == 4
    assert on_demand.fingerprint == in_memory.fingerprint
    assert (on_demand.inputs[3] == in_memory.inputs[3]).all()
    with pytest.raises(IndexError):
        on_demand.inputs[4]


def test_cancelling_stops_the_reading(two_classes):
    def cancel(done: int, total: int, /) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        open_dataset(DataSettings(str(two_classes)), seed=0, progress=cancel)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lpntk-images")]


def test_unreadable_image_is_named_with_its_index(two_classes):
    (two_classes / "a" / "y.png").write_bytes(b"no image")
    with pytest.raises(InputError, match=r"Image a/y\.png \(index 1\) cannot be read \(not an image\)"):
        read(two_classes)


def test_truncated_image_is_named_with_its_index(two_classes):
    save(two_classes / "b" / "1.png", noise(64, 64, 3))
    whole = (two_classes / "b" / "1.png").read_bytes()
    (two_classes / "b" / "1.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"Image b/1\.png \(index 3\) cannot be read .*truncated"):
        read(two_classes)


def test_image_with_too_many_pixels_is_refused_before_it_is_decoded(two_classes, monkeypatch):
    monkeypatch.setattr(decode, "MAX_PIXELS", 40)
    save(two_classes / "b" / "0.png", noise(6, 7, 3))
    with pytest.raises(InputError, match=r"Image b/0\.png \(index 2\) has more than 40 pixels"):
        read(two_classes)


def test_decompression_bomb_is_refused(two_classes, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(InputError, match=r"Image a/x\.png \(index 0\) has more than .* pixels"):
        read(two_classes)


def test_floating_point_image_is_refused(two_classes):
    save(two_classes / "b" / "2.tif", Image.fromarray(np.zeros((6, 6), np.float32)))
    with pytest.raises(
        InputError, match=r"Image b/2\.tif \(index 4\) has 32 bits a pixel, floating-point numbers"
    ):
        read(two_classes)


def empty(folder):
    shutil.rmtree(folder)
    folder.mkdir()


def only_files(folder):
    empty(folder)
    save(folder / "1.png", noise(4, 4))


def an_empty_class(folder):
    (folder / "c").mkdir()


def a_class_without_images(folder):
    (folder / "c").mkdir()
    (folder / "c" / "notes.txt").write_text("")


def one_class(folder):
    shutil.rmtree(folder / "b")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (empty, "has no subfolders"),
        (only_files, "put the images into one subfolder for each class"),
        (an_empty_class, "class folder .*c holds no image"),
        (a_class_without_images, r"class folder .*c holds no image, but 1 \.txt"),
        (one_class, r"one class only \(a\)"),
    ],
)
def test_wrong_layouts_are_refused(two_classes, spoil, message):
    spoil(two_classes)
    for check in (check_source, lambda wrong: open_dataset(wrong, seed=0)):
        with pytest.raises(InputError, match=message) as caught:
            check(DataSettings(str(two_classes)))
        assert caught.value.field == "source"
