"""Training that starts from weights: a file's, or those that a model's package has."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import torch

from lpntk.domain import Architecture, InputError, LearningSettings
from lpntk.learning import build_model, load_checkpoint, train
from lpntk.learning.weights import write_weights
from support.optional import needs_timm, needs_transformers
from support.training import TrainingSample
from support.transformers import save_classifier

CPU = torch.device("cpu")
ONE = LearningSettings(epochs=1, learning_rate=1e-8)


def weights_of(architecture: Architecture) -> dict[str, torch.Tensor]:
    torch.manual_seed(5)
    return build_model(architecture).state_dict()


def fine_tune(sample: TrainingSample, model: str, start: Path | str, settings: LearningSettings = ONE):
    """Train from weights, and the state dict that came of it with the checkpoint."""
    settings = LearningSettings(
        model=model, start=str(start), epochs=settings.epochs, learning_rate=settings.learning_rate
    )
    checkpoint, _ = train(
        sample.items, sample.labels, sample.architecture(model), settings, seed=0, device=CPU
    )
    return torch.load(io.BytesIO(checkpoint.weights), weights_only=True), checkpoint


@pytest.fixture
def saved(tmp_path: Path):
    """Write the weights of an architecture to a file."""

    def save(architecture: Architecture) -> Path:
        file = tmp_path / "weights.pt"
        torch.manual_seed(5)
        file.write_bytes(write_weights(build_model(architecture)))
        return file

    return save


def with_classes(sample: TrainingSample, model: str, classes: int) -> Architecture:
    own = sample.architecture(model)
    return Architecture(model, classes, own.input_shape, own.mean, own.std)


def test_training_starts_from_the_weights(few_digits, saved):
    file = saved(few_digits.architecture("mlp"))
    before = torch.load(file, weights_only=True)

    after, checkpoint = fine_tune(few_digits, "mlp", file)

    assert all(torch.allclose(after[name], before[name], atol=1e-5) for name in before)
    assert checkpoint.epoch == 1
    assert checkpoint.notes == ()


def test_last_layers_for_other_classes_are_drawn_anew_and_said(few_digits, saved):
    file = saved(with_classes(few_digits, "lenet", 7))
    before = torch.load(file, weights_only=True)

    after, checkpoint = fine_tune(few_digits, "lenet", file)

    other = [name for name in before if before[name].shape != after[name].shape]
    assert len(other) == 2  # weight and bias of the last layer
    same = before.keys() - set(other)
    assert all(torch.allclose(after[name], before[name], atol=1e-5) for name in same)
    assert checkpoint.notes == (
        f"{', '.join(other)} started from random numbers, since weights.pt has none for the samples' "
        "classes.",
    )


def test_anything_else_that_does_not_fit_is_refused_by_name(few_digits, tmp_path):
    state = weights_of(few_digits.architecture("mlp"))
    names = list(state)
    cases = {
        "missing": {name: state[name] for name in names[1:]},
        "unexpected": {**state, "more.weight": torch.ones(3)},
        "of another shape": {**state, names[0]: state[names[0]][:, 1:]},
    }
    for what, content in cases.items():
        file = tmp_path / "other.pt"
        torch.save(content, file)
        named = "more" if what == "unexpected" else names[0]
        with pytest.raises(InputError, match=f"does not fit the model .*{what}: {named}") as caught:
            fine_tune(few_digits, "mlp", file)
        assert caught.value.field == "start"


def test_last_layers_for_different_numbers_of_classes_are_refused(few_digits, tmp_path):
    state = weights_of(few_digits.architecture("mlp"))
    weight, bias = [name for name in state if len(state[name]) == 10]
    torch.save({**state, weight: state[weight][:7], bias: state[bias][:6]}, tmp_path / "w.pt")
    with pytest.raises(InputError, match=f"of another shape: {weight}"):
        fine_tune(few_digits, "mlp", tmp_path / "w.pt")


def test_batch_normalisation_is_trained_and_said(few_colours):
    model = "torchvision:resnet18"
    settings = LearningSettings(model=model, epochs=1)
    checkpoint, _ = train(
        few_colours.items, few_colours.labels, few_colours.architecture(model), settings, seed=0, device=CPU
    )
    (note,) = checkpoint.notes
    assert "the kernel takes the model in evaluation mode, with the statistics that it has kept" in note
    state = torch.load(io.BytesIO(checkpoint.weights), weights_only=True)
    assert int(state["bn1.num_batches_tracked"]) > 0


@needs_transformers
def test_own_weights_of_a_folder_of_transformers(few_colours, tmp_path):
    shape, K = few_colours.input_shape, int(few_colours.labels.max()) + 1
    size = {"image_size": shape[0], "patch_size": 4}
    fits = save_classifier(tmp_path / "fits", "vit", K, **size)
    other = save_classifier(tmp_path / "other", "vit", K + 3, **size)

    def load(model: str):
        architecture = few_colours.architecture(model)
        return load_checkpoint("pretrained", few_colours.items, few_colours.labels, architecture, device=CPU)

    checkpoint, trace = load(fits)
    state = torch.load(io.BytesIO(checkpoint.weights), weights_only=True)
    from transformers import AutoModelForImageClassification

    expected = AutoModelForImageClassification.from_pretrained(tmp_path / "fits").state_dict()
    assert all(torch.equal(state[name], expected[name]) for name in expected)
    assert trace.probabilities.shape == (1, len(few_colours.labels), K)
    with pytest.raises(
        InputError, match=r"for other classes than these .*classifier\.weight.*--from pretrained"
    ):
        load(other)

    after, tuned = fine_tune(few_colours, other, "pretrained")
    before = AutoModelForImageClassification.from_pretrained(tmp_path / "other").state_dict()
    inner = [name for name in before if not name.startswith("classifier")]
    assert all(torch.allclose(after[name], before[name], atol=1e-5) for name in inner)
    assert "classifier.weight, classifier.bias started from random numbers" in tuned.notes[0]


@needs_transformers
def test_weights_without_a_last_layer_start_a_training(few_colours, tmp_path):
    from transformers import ViTConfig, ViTModel

    config = ViTConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48,
        image_size=few_colours.input_shape[0], patch_size=4,
    )  # fmt: skip
    ViTModel(config, add_pooling_layer=False).save_pretrained(tmp_path / "bare")

    _, tuned = fine_tune(few_colours, f"hf:{tmp_path / 'bare'}", "pretrained")

    assert "classifier.weight, classifier.bias started from random numbers" in tuned.notes[0]


@needs_timm
@needs_transformers
@pytest.mark.parametrize(
    "model", ["timm:resnet18", "torchvision:resnet18", "hf:somebody/some-model-that-is-not-here"]
)
def test_weights_that_are_not_here_and_cannot_be_fetched(few_colours, monkeypatch, tmp_path, model):
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("urllib.request.urlopen", _no_network)
    with pytest.raises(InputError, match=r"cannot be (fetched|read) .*network") as caught:
        fine_tune(few_colours, model, "pretrained")
    assert caught.value.field == ("model" if model.startswith("hf") else "start")


def _no_network(*_, **__):
    raise OSError("there is no network")


def test_our_own_models_have_no_pretrained_weights(few_digits):
    with pytest.raises(InputError, match="no pretrained weights of mlp: give a file") as caught:
        fine_tune(few_digits, "mlp", "pretrained")
    assert caught.value.field == "start"
