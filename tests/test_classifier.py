"""Models that return more than their logits, wherever a model is used; and programs in place of models."""

from __future__ import annotations

import warnings
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import lpntk
from lpntk.classifier import logits_in, program_in
from lpntk.domain import Architecture, InputError, LearningSettings
from lpntk.learning import load_checkpoint, train
from support.models import LeNetLike, digit_tensors
from support.reference import reference_kernel, relative_error

Named = namedtuple("Named", ["features", "logits"])


@dataclass
class Output:
    hidden: Tensor
    logits: Tensor


class Around(nn.Module):
    """A classifier whose logits come with its features, in one form or another."""

    def __init__(self, form: str, inner: nn.Module | None = None) -> None:
        super().__init__()
        self.inner = inner or LeNetLike()
        self.form = form

    def forward(self, x: Tensor) -> Any:
        return FORMS[self.form](x.flatten(1), self.inner(x))


FORMS = {
    "tuple": lambda x, z: (z, x),
    "list": lambda x, z: [z, x],
    "dict": lambda x, z: {"features": x, "logits": z},
    "dict by shape": lambda x, z: {"pixels": x[None], "loss": z.mean(), "out": z},
    "named tuple": Named,
    "object": Output,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_kernel_is_that_of_the_logits(form: str) -> None:
    torch.manual_seed(0)
    model, data = LeNetLike(), digit_tensors(12)
    expected = lpntk.kernel(model, data)
    around = Around(form, model).train()

    assert lpntk.kernel(around, data) == expected
    assert around.training
    assert not around._forward_hooks


def test_parameters_without_a_rule_are_those_of_the_logits_too() -> None:
    class Scaled(Around):
        def __init__(self) -> None:
            super().__init__("object")
            self.scale = nn.Parameter(torch.ones(10))

        def forward(self, x: Tensor) -> Any:
            # Sample by sample, which no rule of operations follows.
            return Output(x, torch.stack([row * self.scale for row in super().forward(x).logits]))

    class Plain(Scaled):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x).logits

    torch.manual_seed(0)
    model, plain, data = Scaled(), Plain(), digit_tensors(6)
    plain.load_state_dict(model.state_dict())

    with pytest.warns(UserWarning, match="No layer rule covers scale"):
        found, expected = (lpntk.kernel(one, data).matrix() for one in (model, plain))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("form", ["tuple", "dict", "object"])
def test_an_analysis_is_that_of_the_logits(form: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    model, data = LeNetLike(), digit_tensors(40)

    analysis = lpntk.analyse(Around(form, model), data, db=f"sqlite:///{tmp_path / 'x.db'}")

    np.testing.assert_array_equal(analysis.kernel(), lpntk.kernel(model, data).matrix())


@pytest.mark.parametrize("form", ["tuple", "dict", "object"])
def test_such_a_model_is_trained_by_its_logits(form: str, tmp_path: Path, monkeypatch: Any) -> None:
    module = f"nets_that_return_{form}"
    returned = {"tuple": "z, x", "dict": "{'logits': z, 'x': x}", "object": "SimpleNamespace(logits=z)"}[form]
    (tmp_path / f"{module}.py").write_text(
        "from types import SimpleNamespace\nfrom torch import nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self, num_classes):\n"
        "        super().__init__()\n"
        "        self.fc = nn.Linear(64, num_classes)\n"
        "    def forward(self, x):\n"
        "        z = self.fc(x.flatten(1))\n"
        f"        return {returned}\n"
    )
    monkeypatch.chdir(tmp_path)
    inputs, labels = digit_tensors(200)
    items = torch.utils.data.TensorDataset(inputs, labels)
    architecture = Architecture(f"{module}:Net", 10, (8, 8, 1), (0.5,), (0.5,))

    checkpoint, trace = train(
        items,
        labels.numpy(),
        architecture,
        LearningSettings(epochs=4, batch_size=16, learning_rate=0.05),
        seed=0,
        device=torch.device("cpu"),
    )

    assert checkpoint.accuracy > 0.8
    assert trace.probabilities.shape == (4, 200, 10)


class Words(nn.Module):
    """A bag of words, which takes the numbers of words as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(40, 8, mode="mean")
        self.head = nn.Linear(8, 3)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.head(self.words(tokens))


def test_whole_numbers_stay_whole(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model, data = Words(), (torch.randint(0, 40, (30, 7)), torch.arange(30) % 3)

    found = lpntk.kernel(model, data).matrix()
    analysis = lpntk.analyse(model, data, db=f"sqlite:///{tmp_path / 'x.db'}")

    assert relative_error(found, reference_kernel(model, *data)) < 1e-5
    np.testing.assert_array_equal(analysis.kernel(), found)


def test_what_is_no_logits_stays_as_it_is() -> None:
    other, z = torch.zeros(3, 4), torch.zeros(3, 10)
    both = {"features": other, "out": z}
    assert logits_in(both, 3) is both  # which of the two?
    assert logits_in(both, 3, 10) is z
    twice = {"main": z, "beside": z + 1}
    assert logits_in(twice, 3) is z
    for nothing in (None, {}, (), (None, z), "z", {"out": z.long()}, {"out": z[:2]}):
        assert logits_in(nothing, 3) is nothing


def test_a_checkpoint_that_is_a_program_is_refused(tmp_path: Path) -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    inputs, labels = digit_tensors(4)
    script, exported, weights = (tmp_path / name for name in ("s.pt", "e.pt2", "w.pt"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls scripts obsolete
        torch.jit.script(model).save(str(script))
    torch.export.save(torch.export.export(model, (inputs,)), exported)
    torch.save(model.state_dict(), weights)

    assert program_in(weights) is None
    for file, what in ((script, "TorchScript"), (exported, r"torch\.export")):
        with pytest.raises(InputError, match=rf"{what}.*: save the weights .* it was made from") as caught:
            load_checkpoint(
                file,
                torch.utils.data.TensorDataset(inputs, labels),
                labels.numpy(),
                Architecture("mlp", 10, (8, 8, 1), (0.5,), (0.5,)),
                device=torch.device("cpu"),
            )
        assert caught.value.field == "checkpoint"
