from __future__ import annotations

import json

import pytest

from lpntk.datasets import check_source, open_dataset, source_modality
from lpntk.domain import DataSettings, InputError
from support.optional import needs_huggingface_datasets
from support.tables import SENTENCES, picture

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def read(path, **settings):
    return open_dataset(DataSettings(str(path), **settings), seed=0)


@pytest.fixture
def repository(tmp_path):
    """A folder as a repository of the hub is."""
    data = tmp_path / "birds" / "data"
    data.mkdir(parents=True)
    for split, shards in (("train", 2), ("test", 1)):
        for shard in range(shards):
            table = pa.table({"size": [1.0, 2.0, 3.0], "label": ["a", "b", "a"]})
            pq.write_table(table, data / f"{split}-{shard:05d}-of-{shards:05d}.parquet")
    (tmp_path / "birds" / "README.md").write_text("# Birds")
    return tmp_path / "birds"


def test_parquet_folders_have_splits(repository):
    train, test = read(repository), read(repository, split="test")
    assert (len(train), train.split, train.name) == (6, "train", "birds")
    assert (len(test), test.split) == (3, "test")
    with pytest.raises(InputError, match=r"has no split 'dev' \(it has test, train\)"):
        read(repository, split="dev")


@needs_huggingface_datasets
def test_what_save_to_disk_writes(tmp_path):
    import datasets

    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["water", "fire"])}
    )
    columns = {"text": [text for text, _ in SENTENCES], "label": [topic for _, topic in SENTENCES]}
    whole = datasets.Dataset.from_dict(columns, features=features)
    whole.save_to_disk(tmp_path / "one")
    datasets.DatasetDict({"train": whole, "test": whole.select(range(2, 6))}).save_to_disk(tmp_path / "two")
    one, test = read(tmp_path / "one"), read(tmp_path / "two", split="test")
    assert source_modality(DataSettings(str(tmp_path / "one"))) == "texts"
    assert one.class_names == ("water", "fire")
    assert one.labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert [text.item() for text in test.inputs] == columns["text"][2:6]


@needs_huggingface_datasets
def test_images_of_save_to_disk(tmp_path):
    import datasets

    columns = {"image": [picture(i) for i in range(4)], "label": [0, 1, 0, 1]}
    features = datasets.Features({"image": datasets.Image(), "label": datasets.ClassLabel(names=["a", "b"])})
    datasets.Dataset.from_dict(columns, features=features).save_to_disk(tmp_path / "images")
    dataset = read(tmp_path / "images")
    assert dataset.modality == "images"
    assert (dataset.inputs[2] == picture(2)).all()


@needs_huggingface_datasets
def test_the_hub_that_cannot_be_reached_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(
        InputError, match=r"hf:nobody/nothing \(split train\) is not in the cache and cannot be"
    ) as e:
        read("hf:nobody/nothing")
    assert e.value.field == "source"
    with pytest.raises(InputError, match="hf: names no data set"):
        read("hf:")


def test_damaged_metadata_is_left_alone(tmp_path):
    table = pa.table({"size": [1.0, 2.0], "label": [0, 1]})
    for metadata in ("{", "[]", json.dumps({"info": None})):
        pq.write_table(table.replace_schema_metadata({"huggingface": metadata}), tmp_path / "a.parquet")
        assert read(tmp_path / "a.parquet").class_names == ("0", "1")


@pytest.mark.parametrize("name", ["/etc", ".", "../birds", "./birds", "birds", "~/birds", "a/b/c"])
def test_a_folder_is_no_name_on_the_hub(repository, monkeypatch, name):
    monkeypatch.chdir(repository.parent)
    settings = DataSettings(f"hf:{name}")
    for ask in (check_source, lambda wrong: open_dataset(wrong, seed=0)):
        with pytest.raises(InputError, match=r"is no name on huggingface\.co but a path"):
            ask(settings)
