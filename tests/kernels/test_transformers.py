"""Networks of transformers', with weights that are drawn, against autograd in float64."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

import lpntk
from lpntk._huggingface import transformers
from lpntk.domain import Architecture
from lpntk.kernels.exact.engine import KernelEngine
from lpntk.kernels.source.gradient_source import GradientSource
from lpntk.learning import build_model
from support.optional import needs_transformers
from support.reference import reference_kernel_of_scalars, relative_error
from support.transformers import CLASSIFIERS, save_classifier

pytestmark = needs_transformers


@pytest.mark.parametrize("kind", CLASSIFIERS)
def test_an_image_classifier_is_exact_and_needs_no_second_pass(kind: str, tmp_path: Path) -> None:
    name = save_classifier(tmp_path / kind, kind, classes=7)
    torch.manual_seed(0)
    model = build_model(Architecture(name, 4, (32, 32, 3), (0.5,) * 3, (0.25,) * 3))
    inputs, labels = torch.randn(3, 3, 32, 32), torch.tensor([0, 3, 1])

    assert_exact(model, inputs, labels)


TEXT: dict[str, dict[str, Any]] = {
    "bert": {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48},
    "distilbert": {"dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 48},
}


@pytest.mark.parametrize("kind", TEXT)
def test_a_text_classifier_takes_tokens_as_they_are(kind: str) -> None:
    found = transformers()
    config = found.AutoConfig.for_model(kind, vocab_size=50, num_labels=3, **TEXT[kind])
    torch.manual_seed(0)
    model = found.AutoModelForSequenceClassification.from_config(config).eval()

    assert_exact(model, torch.randint(1, 50, (4, 9)), torch.tensor([0, 2, 1, 1]))


def test_an_analysis_of_a_text_classifier(tmp_path: Path) -> None:
    found = transformers()
    config = found.AutoConfig.for_model("bert", vocab_size=50, num_labels=3, **TEXT["bert"])
    torch.manual_seed(0)
    model = found.AutoModelForSequenceClassification.from_config(config)
    data = torch.randint(1, 50, (30, 9)), torch.arange(30) % 3

    analysis = lpntk.analyse(model, data, db=f"sqlite:///{tmp_path / 'x.db'}")

    assert relative_error(analysis.kernel(), lpntk.kernel(model, data).matrix()) < 1e-6
    assert model.training


def assert_exact(model: torch.nn.Module, inputs: torch.Tensor, labels: torch.Tensor) -> None:
    source = GradientSource(model, (inputs, labels))
    with KernelEngine(source) as engine:
        (tile,) = (tile for step in engine.schedule.steps for tile in engine.tiles(step))

    assert not source.without_rule
    assert relative_error(tile.values.numpy(), reference_kernel_of_scalars(model, inputs, labels)) < 1e-4
