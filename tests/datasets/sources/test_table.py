from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from lpntk.datasets import (
    check_source,
    columns_of_rows,
    modality_of,
    open_dataset,
    previews,
    source_modality,
)
from lpntk.datasets.rows import expand
from lpntk.domain import DataSettings, InputError
from lpntk.domain.fields import read_alike
from support.tables import SENTENCES, picture, png, write_csv, write_pictures

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def read(path, **settings):
    return open_dataset(DataSettings(str(path), **settings), seed=0)


def refused(path, match, **settings):
    asked = DataSettings(str(path), **settings)
    with pytest.raises(InputError, match=match) as caught:
        open_dataset(asked, seed=0)
    return caught.value


@pytest.fixture
def birds(tmp_path):
    names = write_pictures(tmp_path / "images", 6)
    kinds = ["owl", "hen", "owl", "jay", "hen", "jay"]
    rows = [(f"images/{name}", kind, i / 2) for i, (name, kind) in enumerate(zip(names, kinds, strict=True))]
    return write_csv(tmp_path / "birds.csv", ["path", "label", "weight"], rows)


def test_images_by_path(birds):
    dataset = read(birds)
    assert dataset.modality == source_modality(DataSettings(str(birds))) == "images"
    assert dataset.class_names == ("hen", "jay", "owl")
    assert dataset.labels.tolist() == [2, 0, 2, 1, 0, 1]
    assert dataset.locations == tuple(f"images/{number}.png" for number in range(6))
    assert dataset.input_shape == (5, 6, 3)
    assert (dataset.inputs[4] == np.asarray(picture(4))).all()


def test_paths_stay_below_the_folder(birds, tmp_path):
    outside = write_csv(
        tmp_path / "images" / "wrong.csv", ["path", "label"], [("../birds.png", "a"), ("0.png", "b")]
    )
    error = refused(
        outside, r"Row 0 of .*wrong\.csv names .*birds\.png, which is outside of .*images: name a folder"
    )
    assert error.field == "root"
    moved = birds.rename(tmp_path / "images" / "birds.csv")
    assert len(read(moved, root=str(tmp_path))) == 6


def test_a_split_keeps_the_indices_of_the_file(tmp_path):
    rows = [(i, "ab"[i % 2], ["train", "Test", "train", "test"][i % 4]) for i in range(12)]
    table = write_csv(tmp_path / "numbers.csv", ["height", "label", "split"], rows)
    with pytest.raises(InputError, match=r"one class only \(a\)"):
        read(table)
    rows = [(i, "ab"[i // 2 % 2], ["train", "Test"][i % 2]) for i in range(12)]
    table = write_csv(tmp_path / "numbers.csv", ["height", "label", "split"], rows)
    train, test = read(table), read(table, split="test")
    assert train.indices.tolist() == [0, 2, 4, 6, 8, 10]
    assert test.indices.tolist() == [1, 3, 5, 7, 9, 11]
    assert [row[0] for row in test.inputs] == [1, 3, 5, 7, 9, 11]
    assert train.original_size == 12
    assert train.split == "train"
    refused(table, r"No row of .* is of the split 'dev' \(there is test, train\)", split="dev")


def test_rows_of_numbers_and_categories(tmp_path):
    rows = [(1.5, "red", "yes"), ("", "blue", "no"), (2.5, "", "yes"), (4, "red", "no")]
    dataset = read(write_csv(tmp_path / "cells.csv", ["size", "colour", "target"], rows))
    assert dataset.modality == "rows"
    assert [field.name for field in dataset.fields] == ["size", "colour"]
    assert dataset.fields[1].categories == ("blue", "red")
    assert dataset.input_shape == (3,)
    assert [json.loads(preview) for preview in previews(dataset)] == [
        {"size": 1.5, "colour": "red"},
        {"size": None, "colour": "blue"},
        {"size": 2.5, "colour": None},
        {"size": 4, "colour": "red"},
    ]
    assert dataset.notes == (
        "2 rows lack a value: a missing number counts as the column's mean, a missing category as none.",
    )


def test_a_test_set_is_read_by_the_columns_of_the_first(tmp_path):
    first = read(
        write_csv(
            tmp_path / "a.csv",
            ["size", "colour", "label"],
            [(1, "red", "x"), (2, "blue", "y"), (3, "red", "y")],
        )
    )
    other = DataSettings(
        str(write_csv(tmp_path / "b.csv", ["colour", "size", "label"], [("green", 1, "x"), ("red", 2, "y")]))
    )
    second = open_dataset(other, seed=0, like=first)
    assert read_alike(second.fields, first.fields)
    assert second.inputs[1].tolist() == [2, 1]
    assert second.inputs[0].tolist() == [1, 2], "green is no place of the first ones"
    lacking = DataSettings(str(write_csv(tmp_path / "c.csv", ["size", "label"], [(1, "x"), (2, "y")])))
    with pytest.raises(InputError, match=r"c\.csv has no column 'colour' of numbers or texts"):
        open_dataset(lacking, seed=0, like=first)


def test_values_that_were_not_there_before_are_seen_and_are_none_to_the_classifier(tmp_path):
    def table(name, *rows):
        return str(write_csv(tmp_path / name, ["size", "colour", "label"], rows))

    first = table("a.csv", (1, "red", "x"), (2, "blue", "y"), (3, "", "y"))
    more = table("b.csv", (1, "green", "x"), (2, "red", "y"), (3, "green", "y"), (4, "", "y"))
    last = table("c.csv", (5, "amber", "x"), (6, "green", "y"))
    settings = DataSettings(first, additions=(DataSettings(more), DataSettings(last)))

    dataset = open_dataset(settings, seed=0)

    assert dataset.input_shape == (3,)
    _, colour = columns_of_rows(dataset)
    assert colour.texts() == ["red", "blue", None, "green", "red", "green", None, "amber", "green"]
    modality = modality_of("rows")
    shown = [modality.content_of(preview)["colour"] for preview in previews(dataset)]
    assert shown == colour.texts()
    means, deviations = modality.statistics(dataset)
    values = np.stack([dataset.inputs[row] for row in range(9)])
    given = expand(values, dataset.fields, means, deviations)[:, 1:]
    assert given.tolist() == [[0, 1], [1, 0], *[[0, 0]] * 2, [0, 1], *[[0, 0]] * 4]
    when = "has values that were not there when the classifier was made, in"
    assert dataset.notes[1:] == (
        f"b: The column 'colour' {when} 2 rows: green. To the classifier such a row has none.",
        "b: 1 row lacks a value: a missing number counts as the column's mean, a missing category as none.",
        f"c: The column 'colour' {when} 2 rows: green, amber. To the classifier such a row has none.",
    )
    assert dataset.base is not None
    without_the_last = open_dataset(replace(settings, additions=settings.additions[:1]), seed=0)
    assert dataset.base.fingerprint == without_the_last.fingerprint


def test_a_test_set_with_texts_beside_is_read_by_the_columns_of_the_first(tmp_path):
    rows = [(row, text, "ab"[row % 2]) for row, (text, _) in enumerate(SENTENCES)]
    first = read(write_csv(tmp_path / "first.csv", ["weight", "label"], [(w, kind) for w, _, kind in rows]))
    noted = DataSettings(str(write_csv(tmp_path / "noted.csv", ["weight", "note", "label"], rows)))
    assert source_modality(noted) == "texts"
    second = open_dataset(noted, seed=0, like=first)
    assert (second.modality, second.fields) == ("rows", first.fields)


def test_texts_that_were_found_among_numbers_are_named(tmp_path):
    rows = [(row, text, label) for row, (text, label) in enumerate(SENTENCES)]
    beside = write_csv(tmp_path / "beside.csv", ["weight", "note", "label"], rows)
    told = "texts of the column 'note'; name others by --input-column to have those learnt: weight."
    assert any(told in note for note in read(beside).notes)
    assert not any("--input-column" in note for note in read(beside, input_column="note").notes)
    called = write_csv(tmp_path / "called.csv", ["weight", "text", "label"], rows)
    assert not any("--input-column" in note for note in read(called).notes)


def test_texts(tmp_path):
    path = write_csv(tmp_path / "sentences.csv", ["sentence", "topic"], SENTENCES)
    dataset = read(path, label_column="topic", tokens=16)
    assert dataset.modality == "texts"
    assert dataset.input_shape == (16,)
    assert [preview.decode() for preview in previews(dataset)] == [text for text, _ in SENTENCES]
    other = read(path, label_column="topic", tokens=16, input_column="sentence")
    assert other.fingerprint == dataset.fingerprint
    changed = [(text + ".", topic) for text, topic in SENTENCES]
    assert (
        read(write_csv(path, ["sentence", "topic"], changed), label_column="topic").fingerprint
        != dataset.fingerprint
    )


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_what_stands_between_columns_is_found(tmp_path, separator):
    suffix = "tsv" if separator == "\t" else "csv"
    path = write_csv(tmp_path / f"a.{suffix}", ["size", "label"], [(1, "x"), (2, "y")], separator)
    assert read(path).class_names == ("x", "y")


def test_images_in_parquet_as_hugging_face_writes_them(tmp_path):
    images = [{"bytes": png(i), "path": f"{i}.png"} for i in range(4)]
    features = {
        "image": {"_type": "Image"},
        "label": {"_type": "ClassLabel", "names": ["zebra", "ant", "none of these"]},
    }
    table = pa.table({"image": images, "label": [0, 1, -1, 0]})
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    pq.write_table(table.replace_schema_metadata(metadata), tmp_path / "train.parquet")
    dataset = read(tmp_path / "train.parquet")
    assert dataset.class_names == ("zebra", "ant")
    assert dataset.indices.tolist() == [0, 1, 3]
    assert (dataset.inputs[1] == np.asarray(picture(1))).all()
    assert dataset.notes[0] == "1 row has no label and is left out."


@pytest.mark.parametrize(
    ("header", "rows", "match"),
    [
        (["size", "thing"], [(1, "x"), (2, "y")], r"No column is called label in .* \(it has thing, size\)"),
        (
            ["size", "label"],
            [(i, i / 3) for i in range(9)],
            r"holds quantities, not classes \(row 1 has 0\.333333\)",
        ),
        (
            ["size", "label"],
            [(i, i) for i in range(40)],
            r"quantities, not classes \(40 different values in 40 rows",
        ),
        (["size", "label"], [(1, "x"), (2, "x")], r"has one class only \(x\)"),
        (["size", "label"], [(1, "x"), (2,)], r"Row 1 of .* has 1 values where there are 2 columns"),
        (["size", "size"], [(1, "x")], r"has two columns 'size'"),
        (["size", "label"], [], r"has no rows"),
        (["label", "split"], [("x", "train"), ("y", "train")], r"No column holds images, texts or numbers"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, header, rows, match):
    refused(write_csv(tmp_path / "wrong.csv", header, rows), match)


def test_a_misspelt_column_is_told_what_is_close(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["size", "weight", "label"], [(1, 2, "x"), (2, 3, "y")])
    refused(path, r"no column 'wieght' in .* \(it has weight, size, label\)", input_column="wieght")


def test_several_labels_are_refused(tmp_path):
    pq.write_table(pa.table({"size": [1, 2], "label": [["a", "b"], ["a"]]}), tmp_path / "a.parquet")
    error = refused(tmp_path / "a.parquet", r"holds lists, so a sample has several labels")
    assert error.field == "label_column"


def test_damaged_files_are_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and then nothing")
    refused(tmp_path / "a.parquet", r"a\.parquet cannot be read as a table")
    (tmp_path / "a.csv").write_bytes(b"size,label\n\xff\xfe,x\n")
    refused(tmp_path / "a.csv", r"a\.csv cannot be read as a table .*save it as CSV in UTF-8")


def test_unknown_columns_are_refused_before_the_work(birds):
    for asked, field in (({"label_column": "kind"}, "label_column"), ({"input_column": "x"}, "input_column")):
        with pytest.raises(
            InputError, match=r"There is no column '(kind|x)' in .*path, label, weight"
        ) as caught:
            check_source(DataSettings(str(birds), **asked))
        assert caught.value.field == field


def test_classes_in_the_order_of_a_file(birds, tmp_path):
    order = tmp_path / "classes.txt"
    order.write_text("owl\nhen\njay\n")
    dataset = read(birds, classes=str(order))
    assert dataset.class_names == ("owl", "hen", "jay")
    assert dataset.labels.tolist() == [0, 1, 0, 2, 1, 2]
    order.write_text("owl\nhen\nemu\n")
    refused(birds, r"classes\.txt lacks jay and has emu, of which there is no sample", classes=str(order))
    (tmp_path / "classes.json").write_text('["jay", "owl", "hen"]')
    assert read(birds, classes=str(tmp_path / "classes.json")).class_names == ("jay", "owl", "hen")


def test_further_columns_are_known_of_each_sample(tmp_path):
    rows = [
        (text, topic, i / 2, "ab"[i % 2], f"only here {i}") for i, (text, topic) in enumerate(SENTENCES * 80)
    ]
    header = ["text", "label", "weight", "group", "remark"]
    dataset = read(write_csv(tmp_path / "a.csv", header, rows), limit=40)
    weight, group, _ = dataset.columns
    assert (weight.name, weight.kind) == ("weight", "number")
    assert weight.values.tolist() == (dataset.indices / 2).tolist()
    assert group.texts() == ["ab"[index % 2] for index in dataset.indices]
    whole = read(tmp_path / "a.csv")
    assert "Columns that say nothing of use, and are left out: remark." in whole.notes


def test_an_embedding_in_a_table_is_one(tmp_path):
    vectors = [[float(i), 1.0, 2.0] for i in range(6)]
    table = pa.table({"size": range(6), "label": list("ababab"), "vector": vectors})
    pq.write_table(table, tmp_path / "a.parquet")
    (column,) = read(tmp_path / "a.parquet").columns
    assert column.kind == "embedding"
    assert column.values.tolist() == vectors


@pytest.mark.parametrize("name", ["images/\0.png", "loop.png"])
def test_a_path_that_no_file_can_have_is_refused(birds, tmp_path, name):
    (tmp_path / "loop.png").symlink_to("loop.png")
    path = write_csv(tmp_path / "odd.csv", ["path", "label"], [(name, "a"), ("images/0.png", "b")])
    refused(path, r"Row 0 of .*odd\.csv names .*, which is no path")


def test_a_path_through_a_link_is_that_of_the_file_itself(birds, tmp_path):
    (tmp_path.parent / "way").symlink_to(tmp_path)
    rows = [(tmp_path.parent / "way" / "images" / f"{number}.png", "ab"[number % 2]) for number in range(4)]
    dataset = read(write_csv(tmp_path / "far.csv", ["path", "label"], rows))
    assert dataset.locations == tuple(f"images/{number}.png" for number in range(4))


@pytest.mark.parametrize("number", ["inf", "1e400", "-1e31"])
def test_numbers_without_a_mean_are_refused(tmp_path, number):
    rows = [(number if i == 3 else i, "ab"[i % 2]) for i in range(8)]
    refused(write_csv(tmp_path / "a.csv", ["size", "label"], rows), r"Row 3 of .*a\.csv has .* 'size'")


def test_labels_beyond_whole_numbers_of_64_bits_are_refused(tmp_path):
    for wrong in (2**53, "inf"):
        rows = [(i, wrong if i == 3 else i % 2) for i in range(8)]
        error = refused(write_csv(tmp_path / "a.csv", ["size", "label"], rows), r"quantities.*row 3 has")
        assert error.field == "label_column"


def test_spaces_around_labels_are_no_part_of_them(tmp_path):
    rows = [(i, [" cat", "cat ", "dog"][i % 3]) for i in range(9)]
    dataset = read(write_csv(tmp_path / "a.csv", ["size", "label"], rows))
    assert dataset.class_names == ("cat", "dog")
    assert dataset.labels.tolist() == [0, 0, 1] * 3


def test_one_column_is_the_labels_and_each_input_is_one_once(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["size", "label"], [(i, "ab"[i % 2]) for i in range(8)])
    error = refused(path, "There is no column 'label,size'", label_column="label,size")
    assert error.field == "label_column"
    assert [field.name for field in read(path, input_column="size, size").fields] == ["size"]


def test_splits_may_be_numbers(tmp_path):
    rows = [(i, i % 3, "ab"[i % 2]) for i in range(12)]
    dataset = read(write_csv(tmp_path / "a.csv", ["size", "split", "label"], rows), split="1")
    assert dataset.indices.tolist() == [1, 4, 7, 10]


def test_parquet_that_python_cannot_have_is_refused(tmp_path):
    labels = pa.array(["a", "b"])
    far = pa.array([2**60, 1]).cast(pa.duration("s"))
    bytes_of_texts = [None, pa.py_buffer(np.array([0, 2, 4], np.int32)), pa.py_buffer(b"\xff\xfeab")]
    for column in (far, pa.Array.from_buffers(pa.string(), 2, bytes_of_texts)):
        pq.write_table(pa.table({"odd": column, "label": labels}), tmp_path / "a.parquet")
        refused(tmp_path / "a.parquet", r"The column 'odd' of .*a\.parquet cannot be read \(")


@pytest.mark.parametrize("names", [5, "ab", [1, 2], ["u", "u"], [["u"], "v"], []])
def test_class_names_that_are_none_are_not_heeded(tmp_path, names):
    features = {"label": {"_type": "ClassLabel", "names": names}}
    about = {b"huggingface": json.dumps({"info": {"features": features}}).encode()}
    table = pa.table({"size": range(8), "label": [3, 4] * 4}).replace_schema_metadata(about)
    pq.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").class_names == ("3", "4")


def test_an_empty_column_is_of_no_use_and_lacks_every_value_in_additions(tmp_path):
    texts = pa.array([None] * 8, pa.string())
    columns = {"size": range(8), "kind": ["x", "y"] * 4, "label": ["a", "b"] * 4}
    pq.write_table(pa.table({**columns, "empty": texts}), tmp_path / "first.parquet")
    pq.write_table(pa.table({**columns, "kind": texts}), tmp_path / "second.parquet")
    assert [field.name for field in read(tmp_path / "first.parquet").fields] == ["size", "kind"]
    both = read(tmp_path / "first.parquet", additions=(DataSettings(str(tmp_path / "second.parquet")),))
    assert np.isnan([row[1] for row in both.inputs]).tolist() == [False] * 8 + [True] * 8


def test_one_path_that_is_no_image_does_not_make_rows_of_all(birds, tmp_path):
    names = ["images/0.png", "images/1.png", "images", "images/3.png"]
    path = write_csv(tmp_path / "a.csv", ["path", "label"], zip(names, "abab", strict=True))
    refused(path, r"Image images \(index 2\) cannot be read")
