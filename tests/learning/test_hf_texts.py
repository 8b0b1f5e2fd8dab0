"""Text classifiers of transformers, from folders with random weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lpntk.domain import AnalysisRequest, DataSettings, InputError, LearningSettings, silent
from lpntk.kernels.kernel import kernel
from lpntk.pipeline.material.requested import RequestedMaterial
from support.optional import needs_transformers
from support.reference import reference_kernel_of_scalars, relative_error
from support.tables import SENTENCES, write_csv

pytestmark = needs_transformers

SMALL = {
    "vocab_size": 60,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 24,
    "max_position_embeddings": 40,
    "pad_token_id": 0,
}
OTHERS = {
    "albert": {"embedding_size": 8},
    "distilbert": {"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 24},
    "electra": {"embedding_size": 8},
    "gpt2": {"n_embd": 16, "n_layer": 2, "n_head": 2, "n_positions": 40},
}
KINDS = (
    "albert",
    "bert",
    "data2vec-text",
    "distilbert",
    "electra",
    "ernie",
    "gpt2",
    "mpnet",
    "roberta",
    "xlm-roberta",
)


def save(folder: Path, kind: str) -> str:
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = sorted({word for text, _ in SENTENCES for word in text.split()})[:57]
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]"
    )
    fast.save_pretrained(folder)
    config = transformers.AutoConfig.for_model(kind, **{**SMALL, **OTHERS.get(kind, {})})
    config.save_pretrained(folder)
    return f"hf:{folder}"


@pytest.mark.parametrize("kind", KINDS)
def test_exact_against_autograd(tmp_path, kind):
    path = write_csv(tmp_path / "a.csv", ["text", "label"], SENTENCES)
    request = AnalysisRequest(
        DataSettings(str(path), tokens=16), LearningSettings(save(tmp_path / "model", kind))
    )
    material = RequestedMaterial(request)
    dataset = material.open(silent)
    architecture = material.architecture(dataset)
    data = material.tensors(dataset, architecture)
    from lpntk.learning import build_model

    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = build_model(architecture)
    inputs = torch.stack([data[row][0] for row in range(8)])
    assert (inputs == 0).any()
    labels = torch.tensor(dataset.labels)
    expected = reference_kernel_of_scalars(model, inputs, labels)
    assert relative_error(kernel(model, (inputs, labels)).matrix(), expected) < 1e-4


def test_padding_changes_nothing(tmp_path):
    from lpntk.domain import Architecture
    from lpntk.learning import build_model
    from lpntk.learning.encoding import encoder_for

    name = save(tmp_path, "bert")
    outputs = []
    for tokens in (12, 30):
        architecture = Architecture(name, 2, (tokens,), (), (), "texts")
        encode = encoder_for(architecture)
        assert encode is not None
        torch.manual_seed(0)
        model = build_model(architecture)
        outputs.append(model(torch.from_numpy(encode(["the river rises"]))).logits)
    torch.testing.assert_close(outputs[0], outputs[1])


def test_one_goes_through_training(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["text", "label"], SENTENCES * 4)
    learning = LearningSettings(save(tmp_path / "model", "bert"), epochs=2, batch_size=8)
    material = RequestedMaterial(AnalysisRequest(DataSettings(str(path), tokens=16), learning))
    dataset = material.open(silent)
    checkpoint, trace = material.learn(dataset, silent)
    assert trace.probabilities.shape == (2, 32, 2)
    _, again = material.predict(checkpoint, dataset, silent)
    assert checkpoint.epoch is not None
    np.testing.assert_allclose(again.probabilities[0], trace.probabilities[checkpoint.epoch - 1], atol=1e-5)


def test_a_model_of_images_is_refused(tmp_path):
    import transformers

    transformers.ViTConfig(
        image_size=8, patch_size=4, hidden_size=8, num_hidden_layers=1, num_attention_heads=1
    ).save_pretrained(tmp_path / "model")
    path = write_csv(tmp_path / "a.csv", ["text", "label"], SENTENCES)
    request = AnalysisRequest(DataSettings(str(path)), LearningSettings(f"hf:{tmp_path / 'model'}"))
    material = RequestedMaterial(request)
    with pytest.raises(InputError, match=r"no classifier of texts|tokenizer of hf:.* cannot be read"):
        material.learn(material.open(silent), silent)
