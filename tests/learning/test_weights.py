"""State dicts that a person brings, and what may be wrong with them."""

from __future__ import annotations

import argparse
import io
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from lpntk.domain import InputError, LearningSettings
from lpntk.learning import build_model, load_checkpoint, record_predictions, train

CPU = torch.device("cpu")


class RunsCode:
    """Touches a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)


@pytest.fixture(scope="module")
def trained(few_digits):
    settings = LearningSettings(model="mlp", epochs=3)
    return train(
        few_digits.items, few_digits.labels, few_digits.architecture("mlp"), settings, seed=0, device=CPU
    )


@pytest.fixture
def load(few_digits, tmp_path):
    """Save something and load it as a checkpoint."""

    def load(content, model="mlp", **options):
        path = tmp_path / "weights.pt"
        torch.save(content, path)
        architecture = few_digits.architecture(model)
        return load_checkpoint(path, few_digits.items, few_digits.labels, architecture, device=CPU, **options)

    return load


@pytest.fixture
def state(trained):
    return torch.load(io.BytesIO(trained[0].weights), weights_only=True)


def refused(load, content, message, **options):
    with pytest.raises(InputError, match=message) as caught:
        load(content, **options)
    assert caught.value.field == "checkpoint"


def test_round_trip(load, state, trained, few_digits):
    checkpoint, trace = load(state)
    theirs, their_trace = trained
    assert checkpoint.accuracy == theirs.accuracy
    assert checkpoint.epoch is None
    assert checkpoint.validation_accuracy is None
    assert trace.probabilities.shape == (1, 200, 10)
    assert trace.probabilities.dtype == np.float32
    assert trace.probabilities[0] == pytest.approx(their_trace.probabilities[theirs.epoch - 1], abs=1e-6)
    assert not trace.validation.any()
    rebuilt = build_model(checkpoint.architecture, checkpoint.weights)
    images = few_digits.items.tensors[0][:5]
    assert rebuilt(images).softmax(1).detach().numpy() == pytest.approx(trace.probabilities[0, :5], abs=1e-6)


def named(state, prefix):
    return {prefix + name: value for name, value in state.items()}


def without_counters(state):
    return {name: value for name, value in state.items() if "num_batches" not in name}


WRAPPED = {
    "a training loop": lambda state: {"epoch": 3, "model_state_dict": state, "loss": 0.1},
    "a model beside its optimiser": lambda state: {
        "model": state,
        "optimizer": {"state": {0: {"exp_avg": torch.ones(3)}}, "param_groups": [{"lr": 0.1}]},
    },
    "lightning": lambda state: {
        "state_dict": {**named(state, "model."), "criterion.weight": torch.ones(10)},
        "pytorch-lightning_version": "2.5.0",
        "hyper_parameters": {"lr": 0.1},
    },
    "timm": lambda state: {
        "epoch": 3,
        "arch": "resnet18",
        "state_dict": state,
        "state_dict_ema": {name: value + 1 for name, value in state.items()},
        "args": argparse.Namespace(lr=0.1, output=Path("runs")),
        "metric": np.float64(93.2),
    },
    "averaged weights": lambda state: {"n_averaged": torch.tensor(4), **named(state, "module.")},
    "one word": lambda state: {"net": state, "acc": 93.2, "epoch": 7},
    "a key that nobody knows": lambda state: {"the good one": state, "history": {"loss": torch.ones(5)}},
    "mappings in mappings": lambda state: {"ema": {"net": state}},
    "data parallel": lambda state: named(state, "module."),
    "compiled and data parallel": lambda state: named(state, "_orig_mod.module."),
    "data parallel and compiled": lambda state: {"state_dict": named(state, "module._orig_mod.model.net.")},
    "a layer compiled": lambda state: {
        name.replace("layers.3", "layers.3._orig_mod"): value for name, value in state.items()
    },
    "a part by any name": lambda state: named(state, "my_classifier."),
    "no counters of batches": without_counters,
    "double precision": lambda state: {name: value.double() for name, value in state.items()},
    "parameters": lambda state: {
        name: nn.Parameter(value, requires_grad=value.is_floating_point()) for name, value in state.items()
    },
}


@pytest.mark.parametrize("wrap", WRAPPED)
def test_what_training_scripts_put_around_weights_is_taken_off(load, state, trained, wrap):
    assert load(WRAPPED[wrap](state))[0].accuracy == trained[0].accuracy


def test_old_weights_of_batch_normalisation_have_no_counter(few_colours, tmp_path):
    architecture = few_colours.architecture("torchvision:resnet18")
    state = build_model(architecture).state_dict()
    state["layer1.0.bn1.running_mean"] += 0.5
    torch.save({"model": named(without_counters(state), "module.")}, tmp_path / "old.pt")

    checkpoint, _ = load_checkpoint(
        tmp_path / "old.pt", few_colours.items, few_colours.labels, architecture, device=CPU
    )

    built = build_model(architecture, checkpoint.weights).state_dict()
    assert built.keys() == state.keys()
    assert all(torch.equal(built[name], state[name]) for name in without_counters(state))


REFUSED = {
    "two that fit": (
        lambda state: {"teacher": state, "pupil": state},
        r"more than one that fits the model \('teacher', 'pupil'\): save the one alone",
    ),
    "two parts that fit": (
        lambda state: named(state, "model.") | named(state, "ema."),
        r"more than one .*the file itself without '(model|ema)\.', the file itself without '(model|ema)\.'",
    ),
    "a part among others": (
        lambda state: named(state, "encoder.") | {"decoder.weight": torch.ones(3)},
        "does not fit the model .*unexpected: .*encoder",
    ),
    "one is missing": (
        lambda state: {name: value for name, value in state.items() if name != "layers.1.bias"},
        r"\(missing: layers\.1\.bias\): choose the model that it was saved from\.$",
    ),
    "the nearest of several": (
        lambda state: {
            "net": named(state, "module.") | {"module.more": torch.ones(1)},
            "other": {"unlike": torch.ones(1)},
        },
        r"\(unexpected: more\): .* That is of 'net' without 'module\.'; also tried: ",
    ),
    "whole numbers": (
        lambda state: {name: value.to(torch.int8) for name, value in state.items()},
        r"of another type: layers\.1\.weight torch\.int8 for torch\.float32",
    ),
    "sparse": (
        lambda state: state | {"layers.1.weight": state["layers.1.weight"].to_sparse()},
        r"'layers\.1\.weight' in .* are sparse: save them dense",
    ),
    "without values": (
        lambda state: {name: value.to("meta") for name, value in state.items()},
        "have no values, being on the meta device",
    ),
    "quantised": (
        lambda state: (
            state
            | {"layers.1.weight": torch.quantize_per_tensor(state["layers.1.weight"], 0.1, 0, torch.qint8)}
        ),
        "are quantised: save them as they were before",
    ),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_or_cannot_be_used_is_told(load, state, case):
    wrap, message = REFUSED[case]
    refused(load, wrap(state), message)


def load_file(path, few_digits):
    return load_checkpoint(
        path, few_digits.items, few_digits.labels, few_digits.architecture("mlp"), device=CPU
    )


def test_safetensors_are_read(few_digits, state, trained, tmp_path):
    save_file = pytest.importorskip("safetensors.torch").save_file
    path = tmp_path / "weights.SafeTensors"
    save_file(named(state, "model."), path)

    assert load_file(path, few_digits)[0].accuracy == trained[0].accuracy
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match=r"weights\.SafeTensors is not a file of weights"):
        load_file(path, few_digits)


def test_safetensors_without_its_package_says_how_to_convert(few_digits, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "safetensors.torch", None)
    with pytest.raises(
        InputError, match=r"pip install 'lpntk\[safetensors\]', or convert it .* torch\.save\("
    ) as caught:
        load_file(tmp_path / "weights.safetensors", few_digits)
    assert caught.value.field == "checkpoint"


def test_progress_tells_the_predicted_batches(load, state):
    told: list[tuple[int, int]] = []
    load(state, progress=lambda *numbers: told.append(numbers))
    assert told == [(1, 1)]


def test_state_dict_of_another_network_names_what_does_not_fit(load, few_digits):
    lenet = build_model(few_digits.architecture("lenet")).state_dict()
    missing = r"missing: layers\.1\.weight, layers\.1\.bias, layers\.3\.weight and 3 more"
    refused(load, lenet, rf"does not fit the model \({missing}; unexpected: conv1\.weight, .* and 5 more\)")


def test_weights_of_another_shape_are_named_with_both(load, state):
    state["layers.5.weight"] = torch.zeros(4, 256)
    refused(load, state, r"of another shape: layers\.5\.weight \(4, 256\) for \(10, 256\)")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_not_finite_are_named(load, state, value):
    state["layers.3.bias"][7] = value
    refused(load, state, r"'layers\.3\.bias' in .*weights\.pt are not all finite")


def test_code_in_a_checkpoint_is_refused_and_not_run(load, tmp_path):
    trace = tmp_path / "code-ran"
    refused(load, {"weight": RunsCode(trace)}, "could run code when read")
    assert not trace.exists()


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_code_in_a_plain_pickle_is_refused_and_not_run(few_digits, tmp_path, protocol):
    trace = tmp_path / "code-ran"
    (tmp_path / "weights.pt").write_bytes(pickle.dumps({"weight": RunsCode(trace)}, protocol=protocol))
    with pytest.raises(InputError, match=r"torch\.save\(model\.state_dict\(\), file\)"):
        load_checkpoint(
            tmp_path / "weights.pt",
            few_digits.items,
            few_digits.labels,
            few_digits.architecture("mlp"),
            device=CPU,
        )
    assert not trace.exists()


def test_whole_model_is_refused_with_how_to_save_its_weights(load):
    refused(
        load,
        nn.Linear(2, 2),
        r"holds torch\.nn\.modules\.linear\.Linear, which is no weight .* torch\.save\(model\.state_dict\(\)"
        r", file\), where you trust it with the model that torch\.load\(file, weights_only=False\) gives",
    )


@pytest.mark.parametrize("content", [[1, 2], {}, {"epoch": 3}, {"state_dict": {"a": 1}}, torch.zeros(3)])
def test_other_contents_are_no_state_dict(load, content):
    refused(load, content, "holds no state dict")


@pytest.mark.parametrize("content", [b"", b"hello world" * 10, b"PK\x03\x04 no archive", b"\x80\x02}q\x00."])
def test_files_that_are_no_checkpoints(few_digits, tmp_path, content):
    (tmp_path / "weights.pt").write_bytes(content)
    with pytest.raises(InputError, match=r"weights\.pt") as caught:
        load_checkpoint(
            tmp_path / "weights.pt",
            few_digits.items,
            few_digits.labels,
            few_digits.architecture("mlp"),
            device=CPU,
        )
    assert caught.value.field == "checkpoint"


def test_missing_file(few_digits, tmp_path):
    with pytest.raises(InputError, match=r"none\.pt cannot be read \(No such file"):
        load_checkpoint(
            tmp_path / "none.pt",
            few_digits.items,
            few_digits.labels,
            few_digits.architecture("mlp"),
            device=CPU,
        )


def test_damaged_stored_weights_are_refused(trained, few_digits):
    with pytest.raises(InputError, match="The stored checkpoint"):
        build_model(few_digits.architecture("mlp"), trained[0].weights[:-400])


def test_a_model_in_hand_is_recorded_and_left_in_its_mode(few_digits):
    architecture = few_digits.architecture("mlp")
    model = build_model(architecture).train()
    checkpoint, trace = record_predictions(
        model, few_digits.items, few_digits.labels, architecture, device=CPU
    )
    assert model.training
    assert trace.probabilities.sum(axis=2) == pytest.approx(1, abs=1e-5)
    assert checkpoint.accuracy == (trace.probabilities[0].argmax(1) == few_digits.labels).mean()


def test_a_model_in_hand_that_overflows_is_refused(few_digits):
    architecture = few_digits.architecture("mlp")
    model = build_model(architecture)
    nn.init.constant_(model.layers[5].weight, 3e38)
    with pytest.raises(InputError, match=r"no finite numbers for .* of 200 samples"):
        record_predictions(model, few_digits.items, few_digits.labels, architecture, device=CPU)
