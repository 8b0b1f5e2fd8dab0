"""Data sets that functions and classes give: torchvision's and people's own."""

from __future__ import annotations

import numpy as np
import pytest

from lpntk.datasets import check_source, open_dataset
from lpntk.domain import DataSettings, InputError
from support.tables import SENTENCES, png

CODE = """
import numpy as np, torch
from PIL import Image

def pictures(split):
    generator = np.random.default_rng(0)
    pixels = generator.integers(0, 256, (6, 5, 4, 3)).astype("uint8")
    labels = [3, 1, 3, 1, 3, 1] if split == "train" else [1, 3, 1, 3, 1, 3]
    return [(Image.fromarray(one), label) for one, label in zip(pixels, labels)]

def tensors():
    return [(torch.full((1, 4, 4), i / 5), i % 2) for i in range(6)]

def arrays():
    return [(np.full((4, 4), 40 * i, np.uint8), i % 2) for i in range(6)]

def normalised():
    return [(torch.full((1, 4, 4), i - 2.5), i % 2) for i in range(6)]

def texts():
    return [("some words", 0), ("others", 1)]

def table():
    return {"height": [1.0, 2.0, None], "colour": ["red", "blue", "red"], "label": ["a", "b", "a"]}

def unequal():
    return {"height": [1.0], "label": ["a", "b"]}

def fails():
    raise RuntimeError("no disk")

def number():
    return 3

def pairs_of_nothing():
    return [1, 2]

def halves_for_labels():
    return [("a", 0.0), ("b", 0.5), ("c", 1.0)]

def large_labels():
    return [("a", 0), ("b", 2**70)]

def halves_of_characters():
    return [("a", 0), ("b \\ud800", 1)]

class Named:
    classes = {"owl": 0, "jay": 1}
    def __len__(self):
        return 2
    def __getitem__(self, row):
        return "words", row

class Unlike(Named):
    def __len__(self):
        raise ValueError("not today")

def named():
    return Named()

def unlike():
    return Unlike()

def scalars():
    return {"height": 1, "label": 2}

def same_names():
    import pandas
    return pandas.DataFrame([[1, 2, "x"], [3, 4, "y"]], columns=["a", "a", "label"])

def words_for_labels():
    return [("a", "x"), ("b", "y")]
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    (tmp_path / "own_samples.py").write_text(CODE)
    monkeypatch.chdir(tmp_path)

    def read(name, **settings):
        return open_dataset(DataSettings(f"own_samples:{name}", **settings), seed=0)

    return read


def test_pictures_of_a_function(own):
    dataset = own("pictures")
    assert dataset.class_names == ("1", "3")
    assert dataset.labels.tolist() == [1, 0, 1, 0, 1, 0]
    assert dataset.input_shape == (5, 4, 3)
    expected = np.random.default_rng(0).integers(0, 256, (6, 5, 4, 3))
    assert (np.asarray(dataset.inputs) == expected).all()
    assert own("pictures", split="test").labels.tolist() == [0, 1, 0, 1, 0, 1]


def test_tensors_and_arrays_are_images(own):
    assert [image[0, 0, 0] for image in own("tensors").inputs] == [0, 51, 102, 153, 204, 255]
    assert [image[0, 0, 0] for image in own("arrays").inputs] == [0, 40, 80, 120, 160, 200]


def test_texts_and_tables_of_a_function(own):
    assert [text.item() for text in own("texts").inputs] == ["some words", "others"]
    rows = own("table")
    assert [field.name for field in rows.fields] == ["height", "colour"]
    assert rows.labels.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("normalised", r"Image 0 of own_samples:normalised has values outside of \[0, 1\]"),
        (
            "fails",
            r"The samples of own_samples:fails cannot be made \(RuntimeError: no disk, in .*own_samples\.py",
        ),
        ("number", r"own_samples:number is a int: give a data set with a length"),
        ("pairs_of_nothing", r"Sample 0 of own_samples:pairs_of_nothing is a int: give pairs"),
        ("words_for_labels", r"has labels that are no whole numbers, such as 'x'"),
        ("unequal", r"The columns of own_samples:unequal have different lengths"),
        ("missing", r"AttributeError: module 'own_samples' has no attribute 'missing'"),
    ],
)
def test_what_is_wrong_is_said(own, name, match):
    with pytest.raises(InputError, match=match) as caught:
        own(name)
    assert caught.value.field == "source"


def test_data_frames(own, tmp_path):
    pytest.importorskip("pandas")
    (tmp_path / "own_frames.py").write_text(
        "import pandas\n"
        f"def frame():\n    return pandas.DataFrame({list(SENTENCES)!r}, columns=['text', 'label'])\n"
    )
    dataset = open_dataset(DataSettings("own_frames:frame"), seed=0)
    assert dataset.class_names == ("fire", "water")
    assert dataset.modality == "texts"


def test_a_data_set_of_torchvisions_by_its_name(tmp_path):
    root = tmp_path / "eurosat" / "2750"
    for kind in ("Forest", "River"):
        (root / kind).mkdir(parents=True)
        for number in range(3):
            (root / kind / f"{kind}_{number}.jpg").write_bytes(png(number))
    dataset = open_dataset(DataSettings("torchvision:eurosat", root=str(tmp_path)), seed=0)
    assert dataset.name == "EuroSAT"
    assert dataset.class_names == ("Forest", "River")
    assert dataset.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert dataset.input_shape == (5, 6, 3)


def test_names_and_splits_of_torchvisions_are_checked():
    for source, split, match in (
        ("torchvision:Flower102", "train", r"no data set 'Flower102' .* such as Flowers102"),
        ("torchvision:DTD", "tes", r"split of DTD"),
        ("torchvision:EuroSAT", "test", r"EuroSAT has no splits"),
    ):
        with pytest.raises(InputError, match=match):
            check_source(DataSettings(source, split=split))


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("halves_for_labels", "labels that are no whole numbers"),
        ("large_labels", "labels that are no whole numbers"),
        ("halves_of_characters", "The text in row 1 of .* has half of a character"),
        ("unlike", "cannot be made \\(ValueError: not today, in .*own_samples"),
        ("scalars", "cannot be made \\(TypeError: 'int' object is not iterable"),
        ("same_names", "cannot be made \\(ValueError: Duplicate column names"),
    ],
)
def test_odd_things_that_functions_give_are_refused(own, name, match):
    pytest.importorskip("pandas")
    with pytest.raises(InputError, match=match) as caught:
        own(name)
    assert caught.value.field == "source"


def test_classes_that_are_no_list_name_nothing(own):
    assert own("named").class_names == ("0", "1")
