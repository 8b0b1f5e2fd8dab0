from __future__ import annotations

import numpy as np
import pytest

from lpntk.domain import Dataset, StoreError
from lpntk.store import analyses, datasets
from lpntk.store.engine import Database
from support.records import N, add_analysis, add_dataset, dataset


def test_what_is_kept_of_a_data_set_comes_back(database: Database) -> None:
    made = dataset(locations=tuple(f"folder/ä {i}.png" for i in range(N)))
    dataset_id = add_dataset(database, add_analysis(database)[0], made)

    with database.reading() as session:
        record = datasets.get(session, dataset_id)
        np.testing.assert_array_equal(datasets.labels(session, dataset_id), made.labels)
        np.testing.assert_array_equal(datasets.indices(session, dataset_id), made.indices)
        assert datasets.locations(session, dataset_id, made.indices) == made.locations
        assert datasets.location(session, dataset_id, 10) == "folder/ä 3.png"
        assert datasets.preview(session, dataset_id, 40) == datasets.Preview(b"png 40", "images")
        assert datasets.previews(session, dataset_id, [40, 10]) == {40: b"png 40", 10: b"png 10"}
        with pytest.raises(StoreError, match="lacks samples"):
            datasets.previews(session, dataset_id, [40, 10, 1])
        assert datasets.preview(session, dataset_id, 1) is None
        assert datasets.get_many(session, [dataset_id]) == {dataset_id: record}
        with pytest.raises(StoreError, match="data set 999 is missing"):
            datasets.get_many(session, [dataset_id, 999])
    assert (record.name, record.split, record.samples) == ("shapes", "train", N)
    assert record.class_names == made.class_names
    assert record.input_shape == made.input_shape
    assert record.fingerprint == made.fingerprint


def test_samples_that_are_no_files_have_no_location(database: Database) -> None:
    dataset_id = add_dataset(database, add_analysis(database)[0])

    with database.reading() as session:
        assert datasets.locations(session, dataset_id, dataset().indices) is None
        assert datasets.location(session, dataset_id, 0) is None


def test_nobody_finds_a_data_set_that_is_not_complete(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    identity = datasets.identity(dataset())
    with database.writing() as session:
        dataset_id = datasets.begin(session, dataset())
        analyses.use_dataset(session, analysis_id, dataset_id)
        assert datasets.find(session, identity) is None
        datasets.complete(session, dataset_id, identity)
        assert datasets.find(session, identity) == dataset_id


def test_a_data_set_that_is_used_no_more_goes(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    first = add_dataset(database, analysis_id, dataset(name="first"))
    second = add_dataset(database, analysis_id, dataset(name="second"))

    with database.reading() as session:
        assert datasets.get(session, second).name == "second"
        with pytest.raises(StoreError, match=f"data set {first} is missing"):
            datasets.get(session, first)
        assert datasets.preview(session, first, 0) is None


@pytest.mark.parametrize(
    "other",
    [
        dataset(fingerprint="e" * 64),
        dataset(name="forms"),
        dataset(split="test"),
        dataset(indices=np.arange(N)),
        dataset(locations=("x.png",) * N),
    ],
)
def test_what_differs_in_anything_has_another_identity(other: Dataset) -> None:
    assert datasets.identity(other) != datasets.identity(dataset())
    assert datasets.identity(dataset()) == datasets.identity(dataset())
