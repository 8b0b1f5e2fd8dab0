"""COCO and YOLO."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lpntk.datasets import check_source, open_dataset
from lpntk.datasets.signature import source_signature
from lpntk.domain import DataSettings, InputError
from support.optional import needs_labelformat
from support.tables import write_pictures


def read(path: Path, **settings):
    return open_dataset(DataSettings(str(path), **settings), seed=0)


def coco(folder: Path, categories, annotations) -> Path:
    write_pictures(folder / "images", 4)
    parts = {
        "images": [{"id": 10 + i, "file_name": f"{i}.png"} for i in range(4)],
        "categories": [{"id": number, "name": name} for number, name in categories],
        "annotations": [{"image_id": 10 + i, "category_id": number} for i, number in annotations],
    }
    path = folder / "annotations" / "train.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(parts))
    return path


CATEGORIES = ((7, "zebra"), (3, "ant"), (9, "never seen"))


def test_coco(tmp_path):
    dataset = read(coco(tmp_path, CATEGORIES, [(0, 7), (1, 3), (1, 3), (3, 3)]))
    assert dataset.class_names == ("zebra", "ant")
    assert dataset.labels.tolist() == [0, 1, 1]
    assert dataset.indices.tolist() == [0, 1, 3]
    assert dataset.locations == ("0.png", "1.png", "3.png")
    assert dataset.notes == ("1 image has no annotation, and is left out.",)


def test_images_of_several_classes_are_refused(tmp_path):
    path = coco(tmp_path, CATEGORIES, [(0, 7), (0, 3), (1, 3)])
    with pytest.raises(InputError, match=r"1 of 4 images .* several classes, such as 0\.png \(ant, zebra\)"):
        read(path)


def test_what_is_no_coco_is_refused(tmp_path):
    path = tmp_path / "a.json"
    for content, match in (("[", "cannot be read as JSON"), ("{}", "needs the lists images, categories")):
        path.write_text(content)
        with pytest.raises(InputError, match=match):
            read(path)
    path.write_text('{"images": [{"id": 1}], "categories": [], "annotations": []}')
    with pytest.raises(InputError, match=r"KeyError: 'file_name'"):
        read(path)


@needs_labelformat
def test_yolo(tmp_path):
    names = write_pictures(tmp_path / "images" / "train", 3)
    write_pictures(tmp_path / "images" / "val", 2)
    labels = tmp_path / "labels" / "train"
    labels.mkdir(parents=True)
    for name, classes in zip(names, ([1], [0, 0], []), strict=True):
        lines = [f"{number} 0.5 0.5 0.2 0.2" for number in classes]
        (labels / name).with_suffix(".txt").write_text("\n".join(lines))
    (tmp_path / "data.yaml").write_text("train: images/train\nval: images/val\nnames: [ant, bee]\n")
    for path in (tmp_path, tmp_path / "data.yaml"):
        dataset = read(path)
        assert dataset.class_names == ("ant", "bee")
        assert dataset.labels.tolist() == [1, 0]
        assert dataset.locations == ("0.png", "1.png")
    for ask in (check_source, lambda settings: open_dataset(settings, seed=0)):
        with pytest.raises(
            InputError, match=r"data\.yaml has no split 'test' \(it has train, val\): choose"
        ) as no:
            ask(DataSettings(str(tmp_path), split="test"))
        assert no.value.field == "split"


def yolo(folder: Path, train: str, images: Path) -> Path:
    """A data.yaml in a folder, whose images lie in another, each with a class."""
    for number, name in enumerate(write_pictures(images, 4)):
        place = Path(images.with_name("labels"), name).with_suffix(".txt")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{number % 2} 0.5 0.5 0.2 0.2")
    folder.mkdir(exist_ok=True)
    path = folder / "data.yaml"
    path.write_text(f"{train}\nnames: [ant, bee]\n")
    return path


@needs_labelformat
@pytest.mark.parametrize("train", ["train: ../other/images", "path: ../other\ntrain: images"])
def test_images_of_yolo_stay_below_its_folder(tmp_path, train):
    path = yolo(tmp_path / "mine", train, tmp_path / "other" / "images")
    with pytest.raises(InputError, match=r"which is outside of .*mine: name a folder above") as caught:
        read(path)
    assert caught.value.field == "root"
    assert len(read(path, root=str(tmp_path))) == 4


@needs_labelformat
def test_a_link_in_a_folder_of_yolo_leads_nowhere_else(tmp_path):
    path = yolo(tmp_path / "mine", "train: images", tmp_path / "mine" / "images")
    outside = tmp_path / write_pictures(tmp_path, 1)[0]
    (path.parent / "images" / "link.png").symlink_to(outside)
    with pytest.raises(InputError, match=r"link\.png, which is outside of"):
        read(path)


@pytest.mark.parametrize("name", ["a\0.png", "loop.png", "\ud800.png"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    path = coco(tmp_path, CATEGORIES, [(0, 7), (1, 3)])
    (tmp_path / "annotations" / "loop.png").symlink_to("loop.png")
    parts = json.loads(path.read_text())
    parts["images"] = [{"id": 10, "file_name": name}, {"id": 11, "file_name": "b.png"}]
    path.write_text(json.dumps(parts))
    with pytest.raises(InputError, match=r"train\.json names .*, which is no path"):
        read(path)


@pytest.mark.parametrize("part", ["images", "categories"])
def test_two_of_one_id_are_refused(tmp_path, part):
    path = coco(tmp_path, CATEGORIES, [(0, 7), (1, 3)])
    parts = json.loads(path.read_text())
    parts[part].append({**parts[part][0], "file_name": "other.png", "name": "other"})
    path.write_text(json.dumps(parts))
    with pytest.raises(InputError, match="two images or two categories of one id"):
        read(path)


def test_two_categories_of_one_name_are_one_class(tmp_path):
    categories = ((1, "ant"), (2, "bee"), (3, "ant"))
    dataset = read(coco(tmp_path, categories, [(0, 1), (1, 2), (2, 3), (3, 2)]))
    assert (dataset.class_names, dataset.labels.tolist()) == (("ant", "bee"), [0, 1, 0, 1])


def test_names_of_categories_may_be_numbers(tmp_path):
    dataset = read(coco(tmp_path, ((1, 10), (2, 20)), [(0, 1), (1, 2)]))
    assert dataset.class_names == ("10", "20")


@needs_labelformat
def test_an_annotation_that_changes_is_another_source(tmp_path):
    path = yolo(tmp_path / "mine", "train: images", tmp_path / "mine" / "images")
    before = source_signature(DataSettings(str(path)))
    assert source_signature(DataSettings(str(path))) == before
    (path.parent / "labels" / "0.txt").write_text("1 0.5 0.5 0.2 0.25")
    assert source_signature(DataSettings(str(path))) != before
