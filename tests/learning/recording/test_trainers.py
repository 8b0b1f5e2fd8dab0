"""Recording from the training loops of other packages, by the packages themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

import lpntk
import lpntk._torchvision  # Lightning and transformers import torchvision, which may want its operators
from lpntk.domain import InputError
from lpntk.learning.recording.files import read_recording
from support.loops import loader_of, network, some_digits
from support.optional import needs_lightning, needs_trainer


def fit(net: nn.Module, recorder: lpntk.Recorder, through: DataLoader) -> None:
    """Two epochs by Lightning, with a validation that is no part of the training."""
    import lightning.pytorch as lightning

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def training_step(self, batch: Any, place: int) -> torch.Tensor:
            return nn.functional.cross_entropy(self.net(batch[0]), batch[1])

        def validation_step(self, batch: Any, place: int) -> None:
            self.net(batch[0])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    quiet = dict.fromkeys(
        ("logger", "enable_checkpointing", "enable_progress_bar", "enable_model_summary"), False
    )
    trainer = lightning.Trainer(
        max_epochs=2, accelerator="cpu", callbacks=[recorder.lightning()], num_sanity_val_steps=1, **quiet
    )
    trainer.fit(Module(), through, DataLoader(some_digits(), batch_size=100))


@needs_lightning
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("evaluate", [False, True])
def test_lightning(tmp_path: Path, evaluate: bool) -> None:
    net, dataset = network(), some_digits()
    recorder = lpntk.Recorder(
        net, loader_of(dataset), tmp_path / "run.trace", checkpoints=["last"], evaluate=evaluate
    )
    fit(net, recorder, recorder.loader)

    found = read_recording(recorder.file)

    assert found.probabilities.shape == (2, 200, 10)
    assert not np.isnan(found.probabilities).any()
    np.testing.assert_array_equal(found.labels, dataset.tensors[1])
    if evaluate:
        with torch.no_grad():
            said = net.eval()(dataset.tensors[0]).softmax(dim=1)
        np.testing.assert_allclose(found.probabilities[-1], said, rtol=1e-5, atol=1e-7)
    assert recorder.checkpoint("last").is_file()


@needs_lightning
@pytest.mark.filterwarnings("ignore")
def test_lightning_must_go_through_the_loader_that_is_known(tmp_path: Path) -> None:
    net, loader = network(), loader_of(some_digits())
    with pytest.raises(InputError, match="goes through another loader than the recorder knows"):
        fit(net, lpntk.Recorder(net, loader, tmp_path / "run.trace"), loader)


class _Classifier(nn.Module):
    """As those of transformers: it takes its labels, and gives a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.net = network()

    def forward(self, pixel_values: torch.Tensor, labels: torch.Tensor | None = None) -> dict[str, Any]:
        logits = self.net(pixel_values)
        if labels is None:
            return {"logits": logits}
        return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}


@needs_trainer
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("evaluate", [False, True])
def test_the_trainer_of_transformers(tmp_path: Path, evaluate: bool) -> None:
    from transformers import Trainer, TrainingArguments

    rows = [{"pixel_values": image, "labels": int(label)} for image, label in some_digits()]
    model = _Classifier()
    recorder = lpntk.Recorder(model, rows, tmp_path / "run.trace", evaluate=evaluate)
    arguments = TrainingArguments(
        str(tmp_path),
        num_train_epochs=2,
        per_device_train_batch_size=16,
        gradient_accumulation_steps=2,
        report_to=[],
        save_strategy="no",
        use_cpu=True,
        disable_tqdm=True,
    )
    Trainer(model, arguments, train_dataset=rows, callbacks=[recorder.transformers()]).train()

    found = read_recording(recorder.file)

    assert found.probabilities.shape == (2, 200, 10)
    assert not np.isnan(found.probabilities).any()
    np.testing.assert_array_equal(found.labels, [row["labels"] for row in rows])
    if evaluate:
        with torch.no_grad():
            said = model.eval()(some_digits().tensors[0])["logits"].softmax(dim=1)
        np.testing.assert_allclose(found.probabilities[-1], said, rtol=1e-5, atol=1e-7)


def test_a_package_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lightning.pytorch", "lightning", "pytorch_lightning", "transformers"):
        monkeypatch.setitem(sys.modules, name, None)
    recorder = lpntk.Recorder(network(), loader_of(some_digits()), tmp_path / "run.trace")
    with pytest.raises(InputError, match="pip install lightning"):
        recorder.lightning()
    with pytest.raises(InputError, match="pip install transformers"):
        recorder.transformers()
