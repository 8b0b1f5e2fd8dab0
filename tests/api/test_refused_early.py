"""What is wrong with samples is said to who asks for them, where that is seen cheaply: there is no entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from support.data import write_image_folder
from support.optional import needs_labelformat
from support.tables import SENTENCES, write_csv, write_pictures

ROWS = [(number, "ab"[number % 2], ("train", "val")[number // 4]) for number in range(8)]


def refused(client: TestClient, **form: Any) -> tuple[str, str]:
    """The setting that the refusal names, and its sentence."""
    answer = client.post(
        "/api/analyses", json={k: str(v) if isinstance(v, Path) else v for k, v in form.items()}
    )
    assert answer.status_code == 422, answer.text
    assert client.get("/api/analyses").json() == []
    error = answer.json()["error"]
    return error["field"], error["message"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "rows.csv", ["size", "label", "split"], ROWS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_image_folder(tmp_path / "birds", per_class=4, classes=3)
    return tmp_path / "birds"


def test_a_split_that_no_row_is_of(client, table):
    field, message = refused(client, source=table, split="test")
    assert field == "split"
    assert message.endswith("rows.csv is of the split 'test' (there is train, validation): choose another.")


def test_a_split_of_a_table_that_has_none(client, tmp_path):
    path = write_csv(tmp_path / "a.csv", ["size", "label"], [(1, "a"), (2, "b")])
    assert refused(client, source=path, split="test")[0] == "split"


@pytest.mark.parametrize(
    ("labels", "match"),
    [
        ([0.5, 1.25, 2, 3, 4, 5, 6, 7], "holds quantities, not classes (row 0 has 0.5)"),
        (["a"] * 8, "has one class only (a)"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_labels_that_are_none(client, tmp_path, labels, match, ending):
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        write_csv(path, ["size", "label"], enumerate(labels))
    else:
        pa = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(
            pa.table({"size": list(range(8)), "label": labels}), path
        )
    field, message = refused(client, source=path)
    assert field == "label_column"
    assert match in message


def test_what_stands_far_down_in_a_file_is_seen_too(client, tmp_path):
    rows = [(number, "ab"[number % 2]) for number in range(1500)]
    path = write_csv(tmp_path / "a.csv", ["size", "label"], [*rows, (1, "c", "too many")])
    field, message = refused(client, source=path)
    assert (field, "Row 1500 of" in message) == ("source", True)


def test_a_folder_of_parquet_files(client, tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    (tmp_path / "data").mkdir()
    pq.write_table(
        pa.table({"text": ["a b", "c d"], "label": ["x", "x"]}), tmp_path / "data" / "train.parquet"
    )
    field, message = refused(client, source=tmp_path / "data")
    assert (field, "one class only (x)" in message) == ("label_column", True)


@pytest.mark.parametrize("source", ["mnist", "digits"])
def test_a_limit_without_room_for_all_classes(client, folder, table, source):
    named = "limit is {}, but there are {} classes: it must be at least {}."
    assert refused(client, source=source, limit=9) == ("limit", named.format(9, 10, 10))
    assert refused(client, source=folder, limit=2) == ("limit", named.format(2, 3, 3))
    three = write_csv(table.with_name("three.csv"), ["size", "label"], enumerate("abcabc"))
    assert refused(client, source=three, limit=2) == ("limit", named.format(2, 3, 3))


def test_classes_of_another_name(client, folder, tmp_path):
    order = tmp_path / "order.txt"
    order.write_text("digit-0\ndigit-1\nowl\n")
    field, message = refused(client, source=folder, classes=order)
    assert field == "classes"
    assert "order.txt lacks digit-2 and has owl, of which there is no sample" in message


def test_other_labels_that_do_not_fit(client, folder, tmp_path):
    labels = tmp_path / "labels.csv"
    labels.write_text("index,label\n0,emu\n")
    assert refused(client, source=folder, labels=labels)[0] == "labels"
    np.save(tmp_path / "labels.npy", np.zeros(11, np.int64))
    field, message = refused(client, source=folder, labels=tmp_path / "labels.npy")
    assert (field, "but the data set has 12 samples" in message) == ("labels", True)
    np.save(tmp_path / "labels.npy", np.zeros(12, np.int64))
    assert (
        "leave no sample in the classes" in refused(client, source=folder, labels=tmp_path / "labels.npy")[1]
    )


def test_labels_of_an_archive(client, tmp_path):
    np.savez(tmp_path / "a.npz", images=np.zeros((4, 5, 5), np.uint8), labels=[0, 1, 3, 0])
    field, message = refused(client, source=tmp_path / "a.npz")
    assert (field, "Sample 2 in" in message) == ("source", True)


def test_paths_of_images_that_begin_elsewhere(client, tmp_path):
    names = write_pictures(tmp_path / "images", 4)
    path = write_csv(tmp_path / "a.csv", ["path", "label"], zip(names, "abab", strict=True))
    field, message = refused(client, source=path)
    assert field == "root"
    assert "None of the first 4 images that" in message
    assert client.post(
        "/api/analyses", json={"source": str(path), "root": str(tmp_path / "images")}
    ).is_success


def test_a_test_set_of_other_classes(client, folder, tmp_path):
    write_image_folder(tmp_path / "others", per_class=2, classes=2)
    field, message = refused(client, source=folder, test=tmp_path / "others")
    assert field == "test"
    assert message.startswith("The test set: others has the classes digit-0, digit-1 where birds has digit-0")


def test_a_model_of_another_kind_of_samples(client, tmp_path, table):
    texts = write_csv(tmp_path / "texts.csv", ["text", "label"], SENTENCES)
    assert refused(client, source=texts, model="lenet") == (
        "model",
        "Model lenet takes images, and these samples are texts: choose auto or bag-of-words.",
    )
    assert refused(client, source=table, model="timm:resnet18")[0] == "model"
    assert refused(client, source="digits", model="bag-of-words")[0] == "model"


def test_images_of_several_classes_in_coco(client, tmp_path):
    names = write_pictures(tmp_path, 2)
    path = tmp_path / "a.json"
    parts = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(names)],
        "categories": [{"id": 0, "name": "ant"}, {"id": 1, "name": "bee"}],
        "annotations": [{"image_id": 0, "category_id": number} for number in (0, 1)],
    }
    path.write_text(json.dumps(parts))
    field, message = refused(client, source=path)
    assert (field, "annotations of several classes" in message) == ("source", True)


@needs_labelformat
def test_a_layout_of_yolo_is_looked_at_without_reading_its_files(client, tmp_path):
    description = tmp_path / "data.yaml"
    description.write_text("train: images/train\nval: images/val\nnames: [ant, bee]\n")
    assert refused(client, source=tmp_path, split="test")[0] == "split"
    assert "There is no image in" in refused(client, source=tmp_path)[1]
    images = tmp_path / "images" / "train"
    images.mkdir(parents=True)
    (images / "0.png").write_text("no image, which is seen when it is read")
    assert "There is no folder" in refused(client, source=tmp_path)[1]
    (tmp_path / "labels" / "train").mkdir(parents=True)
    assert client.post("/api/analyses", json={"source": str(tmp_path)}).is_success
    description.write_text("train: images/train\nnames: [ant]\n")
    again = client.post("/api/analyses", json={"source": str(tmp_path)})
    assert (again.status_code, again.json()["error"]["field"]) == (422, "source")
