"""Classifiers of texts and of rows of tables."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lpntk.datasets import open_dataset
from lpntk.domain import (
    AnalysisRequest,
    Architecture,
    DataSettings,
    InputError,
    LearningSettings,
    silent,
)
from lpntk.kernels.kernel import kernel
from lpntk.learning import build_model
from lpntk.learning.words import BUCKETS, word_encoder, words_of
from lpntk.pipeline.material.requested import RequestedMaterial
from support.reference import reference_kernel, relative_error
from support.tables import SENTENCES, write_csv, write_pictures


def texts(tmp_path, **settings):
    path = write_csv(tmp_path / "a.csv", ["text", "label"], SENTENCES * 6)
    return AnalysisRequest(DataSettings(str(path), **settings), LearningSettings(epochs=8, batch_size=16))


def test_words_are_numbers_of_their_own():
    encoded = word_encoder(8)(["Water, water!", "fire", "", "a b c d e f"])
    assert encoded.shape == (4, 8)
    assert encoded[0, 0] == encoded[0, 2] != encoded[0, 1]  # the word twice, in small letters
    assert (encoded[1] > 0).tolist() == [True] + [False] * 7
    assert not encoded[2].any()
    assert (encoded[3] > 0).all()  # six words, then two of the five pairs
    assert (word_encoder(8)(["fire"]) == encoded[1]).all()


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5), st.integers(2, 40))
def test_tokens_fit_the_embedding(given_texts, tokens):
    encoded = word_encoder(tokens)(given_texts)
    assert encoded.shape == (len(given_texts), tokens)
    assert encoded.min() >= 0
    assert encoded.max() < BUCKETS
    for text, row in zip(given_texts, encoded, strict=True):
        words = len(words_of(text))
        assert (row > 0).sum() == min(tokens, max(0, 2 * words - 1))


def test_a_bag_of_words_learns_topics(tmp_path):
    material = RequestedMaterial(texts(tmp_path))
    dataset = material.open(silent)
    checkpoint, _ = material.learn(dataset, silent)
    assert checkpoint.architecture.model == "bag-of-words"
    assert checkpoint.accuracy == 1


def test_its_kernel_is_exact(tmp_path):
    material = RequestedMaterial(texts(tmp_path, tokens=16))
    dataset = material.open(silent)
    architecture = material.architecture(dataset)
    model = build_model(architecture).double()
    data = material.tensors(dataset, architecture)
    inputs, labels = torch.stack([data[row][0] for row in range(12)]), torch.tensor(dataset.labels[:12])
    expected = reference_kernel(model, inputs, labels)
    assert relative_error(kernel(model.float(), (inputs, labels)).matrix(), expected) < 1e-5


def test_rows_are_learnt_from_numbers_and_categories(tmp_path):
    generator = np.random.default_rng(0)
    rows = []
    for _ in range(120):
        size, colour = generator.normal(1000, 300), generator.choice(["red", "blue"])
        rows.append((round(size, 2), colour, "a" if (size > 1000) == (colour == "red") else "b"))
    path = write_csv(tmp_path / "rows.csv", ["size", "colour", "label"], rows)
    request = AnalysisRequest(DataSettings(str(path)), LearningSettings(epochs=40, batch_size=32))
    material = RequestedMaterial(request)
    checkpoint, _ = material.learn(material.open(silent), silent)
    assert checkpoint.architecture.model == "mlp"
    assert checkpoint.architecture.input_shape == (3,)
    assert checkpoint.accuracy > 0.9


def test_models_of_another_kind_of_sample_are_refused(tmp_path):
    material = RequestedMaterial(texts(tmp_path))
    of_texts = material.architecture(material.open(silent))
    wrong = Architecture("lenet", 2, of_texts.input_shape, (), (), "texts")
    with pytest.raises(InputError, match="lenet takes images, and these samples are texts: choose"):
        build_model(wrong)
    with pytest.raises(InputError, match="bag-of-words takes texts, and these samples are images"):
        build_model(Architecture("bag-of-words", 10, (8, 8, 1), (0,), (1,)))


@pytest.mark.parametrize("model", ["torchvision:resnet18", "timm:resnet18", "hf:./net"])
def test_models_of_packages_say_what_they_take(model, monkeypatch):
    monkeypatch.setattr("lpntk.learning.build.check_model", lambda name: None)
    with pytest.raises(InputError, match=r"takes images.*, and these samples are rows: choose auto or mlp"):
        build_model(Architecture(model, 2, (3,), (), (), "rows"))


@pytest.mark.parametrize(
    ("samples", "test", "match"),
    [
        ("texts", "texts", None),
        ("rows", "rows", None),
        ("rows", "texts", "has texts where .* has rows with the columns size, kind"),
        ("texts", "rows", "has rows with the columns size, kind where .* has texts"),
        ("texts", "images", "has images where .* has texts"),
    ],
)
def test_a_test_set_is_of_the_same_kind(tmp_path, samples, test, match):
    sources = {
        "texts": write_csv(tmp_path / "texts.csv", ["text", "label"], SENTENCES),
        "rows": write_csv(
            tmp_path / "rows.csv",
            ["size", "kind", "label"],
            [(i, "xy"[i % 3 > 1], ["fire", "water"][i % 2]) for i in range(8)],
        ),
        "images": tmp_path / "images",
    }
    for label in ("fire", "water"):
        write_pictures(tmp_path / "images" / label, 2)
    settings = LearningSettings(test=str(sources[test]))
    material = RequestedMaterial(AnalysisRequest(DataSettings(str(sources[samples])), settings))
    dataset = material.open(silent)
    if match is None:
        opened = material.open_test(dataset, silent)
        assert (len(opened), opened.fields) == (8, dataset.fields)
        return
    with pytest.raises(InputError, match=match):
        material.open_test(dataset, silent)
    longer = DataSettings(str(sources[samples]), additions=(DataSettings(str(sources[test])),))
    with pytest.raises(InputError, match=match):
        RequestedMaterial(AnalysisRequest(longer)).open(silent)


def test_a_persons_own_model_is_given_tokens(tmp_path, monkeypatch):
    (tmp_path / "own_texts.py").write_text(
        "import torch\n"
        "class Net(torch.nn.Module):\n"
        "    def __init__(self, num_classes, num_tokens, max_tokens):\n"
        "        super().__init__()\n"
        "        self.embedding = torch.nn.Embedding(num_tokens, 4, padding_idx=0)\n"
        "        self.out = torch.nn.Linear(4 * max_tokens, num_classes)\n"
        "    def forward(self, tokens):\n"
        "        return self.out(self.embedding(tokens).flatten(1))\n"
    )
    monkeypatch.chdir(tmp_path)
    request = texts(tmp_path, tokens=20)
    request = request.with_settings({"model": "own_texts:Net"})
    material = RequestedMaterial(request)
    dataset = material.open(silent)
    checkpoint, _ = material.learn(dataset, silent)
    assert checkpoint.architecture.input_shape == (20,)
    assert open_dataset(request.data, seed=0).modality == "texts"
