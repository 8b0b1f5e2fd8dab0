"""A training that was interrupted goes on, and so does what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, Sampler, Subset, TensorDataset

import lpntk
import lpntk._torchvision  # Lightning and transformers import torchvision, which may want its operators
from lpntk.domain import InputError
from lpntk.learning.recording.files import read_recording, write_recording
from support.loops import CLASSES, network, some_digits, teach
from support.optional import needs_lightning, needs_trainer

EPOCHS = 4


class ByEpoch(Sampler[int]):
    """An order of its own in each epoch, as that of a distributed sampler."""

    def __init__(self, size: int) -> None:
        self.size, self.epoch = size, 0

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        order = torch.Generator().manual_seed(self.epoch)
        yield from torch.randperm(self.size, generator=order).tolist()

    def __len__(self) -> int:
        return self.size


def loader_of(dataset: Dataset) -> DataLoader:
    return DataLoader(dataset, batch_size=32, sampler=ByEpoch(len(dataset)))  # type: ignore[arg-type]


def plain_network() -> nn.Module:
    """Without dropout, whose random numbers no checkpoint has."""
    return nn.Sequential(*(part for part in network() if not isinstance(part, nn.Dropout)))


def train(
    file: Path,
    *,
    until: int,
    model: nn.Module | None = None,
    after: int = 0,
    dataset: Dataset | None = None,
    **settings: Any,
) -> nn.Module:
    """A person's loop from an epoch on, or from a model's weights on; gives the model."""
    model = model or plain_network()
    loader = loader_of(dataset or some_digits())
    recorder = lpntk.Recorder(model, loader, file, epochs_done=after, **settings)
    for epoch in range(after, until):
        loader.sampler.set_epoch(epoch)  # type: ignore[attr-defined]
        teach(model, recorder.epoch())
    return model


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.trace"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """What is recorded of a training that nothing interrupts."""
    train(tmp_path / "whole.trace", until=EPOCHS)
    return tmp_path / "whole.trace"


def test_the_file_is_that_of_a_training_without_interruption(file: Path, whole: Path) -> None:
    weights = train(file, until=2).state_dict()
    weights = {name: value.clone() for name, value in weights.items()}
    train(file, until=3, after=2, model=_with(weights))  # it dies before it writes another checkpoint
    assert read_recording(file).epochs.tolist() == [1, 2, 3]

    train(file, until=EPOCHS, after=2, model=_with(weights))

    assert read_recording(file).epochs.tolist() == [1, 2, 3, 4]
    assert file.read_bytes() == whole.read_bytes()


def _with(weights: dict[str, torch.Tensor]) -> nn.Module:
    model = plain_network()
    model.load_state_dict(weights)
    return model


def test_checkpoints_and_evaluations_keep_their_epochs(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"evaluate": True, "every": 2, "checkpoints": [2, 4]}
    train(tmp_path / "whole", until=EPOCHS, **settings)
    model = train(tmp_path / "parts", until=3, **settings)
    train(tmp_path / "parts", until=EPOCHS, after=3, model=model, **settings)

    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()
    for epoch in (2, 4):
        one, other = (torch.load(tmp_path / f"{name}.epoch-{epoch}.pt") for name in ("parts", "whole"))
        assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_subset_in_an_order_of_its_own_goes_on(tmp_path: Path) -> None:
    part = Subset(
        some_digits(), torch.randperm(200, generator=torch.Generator().manual_seed(1))[:90].tolist()
    )
    train(tmp_path / "whole", until=2, dataset=part)
    model = train(tmp_path / "parts", until=1, dataset=part)
    train(tmp_path / "parts", until=2, after=1, model=model, dataset=part)

    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()


def test_what_is_gone_on_with_before_the_next_epoch_ends_drops_what_is_past(file: Path) -> None:
    model = train(file, until=3)
    with lpntk.Recorder(model, loader_of(some_digits()), file, epochs_done=1):
        pass

    assert read_recording(file).epochs.tolist() == [1]


def test_epochs_that_nobody_recorded_are_said(file: Path) -> None:
    model = train(file, until=1)
    train(file, until=4, after=3, model=model)

    found = read_recording(file)

    assert found.epochs.tolist() == [1, 4]
    assert found.notes == ("Epochs that nobody recorded before the training went on: 2, 3.",)
    file.unlink()
    train(file, until=3, after=2, model=model)
    assert read_recording(file).notes[0].endswith("went on: 1, 2.")


def test_a_recorder_that_is_still_there_forgets_the_epoch_that_was_on(file: Path, whole: Path) -> None:
    model, loader = plain_network(), loader_of(some_digits())
    recorder = lpntk.Recorder(model, loader, file)
    weights = []
    for epoch in range(EPOCHS - 1):
        loader.sampler.set_epoch(epoch)  # type: ignore[attr-defined]
        teach(model, recorder.epoch())
        weights.append({name: value.clone() for name, value in model.state_dict().items()})
    recorder.begin_epoch()
    for batch in recorder.loader:
        recorder.begin_batch(batch)
        model(batch[0])
        break

    model.load_state_dict(weights[1])
    recorder.go_on(2)
    for epoch in range(2, EPOCHS):
        loader.sampler.set_epoch(epoch)  # type: ignore[attr-defined]
        teach(model, recorder.epoch())

    assert file.read_bytes() == whole.read_bytes()


def other_labels() -> TensorDataset:
    images, labels = some_digits().tensors
    return TensorDataset(images, (labels + 1) % CLASSES)


@pytest.mark.parametrize(
    ("dataset", "settings", "words"),
    [
        (some_digits(150), {}, "has 200 samples, which are not the 150 of the loader's data set: go on with"),
        (Subset(some_digits(400), range(200, 400)), {}, "has 200 samples, which are not the 200 of"),
        (other_labels(), {}, "where it had .*, and the data that were recorded before"),
        (other_labels(), {"labels": other_labels().tensors[1]}, r"has the label \d of sample 0, not \d of"),
        (
            some_digits(),
            {"evaluate": True},
            "has probabilities of the training itself, and those of",
        ),
        (
            some_digits(),
            {"model": nn.Sequential(nn.Flatten(), nn.Linear(64, 5))},
            "5 logits .* where 10 were",
        ),
    ],
)
def test_what_was_recorded_of_something_else_is_refused(
    file: Path, dataset: Dataset, settings: dict[str, Any], words: str
) -> None:
    train(file, until=1)
    before = file.read_bytes()

    with pytest.raises(InputError, match=words):
        train(file, until=2, after=1, dataset=dataset, **settings)

    assert file.read_bytes() == before


def test_what_was_recorded_elsewhere_in_a_mode_that_nobody_knows_is_refused(file: Path) -> None:
    model = train(file, until=1)
    found = read_recording(file)
    write_recording(
        file, type(found)(found.probabilities, found.indices, found.labels, found.epochs, "unknown")
    )
    with pytest.raises(InputError, match="has probabilities of an unknown mode"):
        train(file, until=2, after=1, model=model)
    for wrong in (-1, 1.5):
        with pytest.raises(
            InputError, match=rf"epochs_done is {wrong}: it must be a whole number of at least"
        ):
            lpntk.Recorder(model, loader_of(some_digits()), file, epochs_done=wrong)  # type: ignore[arg-type]


Save = dict[str, Any]


def fit(file: Path, *, until: int, checkpoint: Path | None = None, **settings: Any) -> Path:
    """A training by Lightning, perhaps from a checkpoint on; gives where the last checkpoint is."""
    import lightning.pytorch as lightning
    from lightning.pytorch.callbacks import ModelCheckpoint

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net = plain_network()

        def training_step(self, batch: Any, place: int) -> torch.Tensor:
            return nn.functional.cross_entropy(self.net(batch[0]), batch[1])

        def validation_step(self, batch: Any, place: int) -> None:
            self.net(batch[0])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.1, momentum=0.9)

    module = Module()
    file.parent.mkdir(exist_ok=True)
    recorder = lpntk.Recorder(module.net, loader_of(some_digits()), file)
    saving = ModelCheckpoint(file.parent / "saved", save_last=True, save_top_k=-1, **settings)
    quiet = dict.fromkeys(("logger", "enable_progress_bar", "enable_model_summary"), False)
    trainer = lightning.Trainer(
        max_epochs=until, accelerator="cpu", callbacks=[recorder.lightning(), saving], **quiet
    )
    validation = DataLoader(some_digits(), batch_size=100)
    trainer.fit(module, recorder.loader, validation, ckpt_path=checkpoint)
    return Path(saving.last_model_path)


@needs_lightning
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "settings",
    [{"save_on_train_epoch_end": True}, {"save_on_train_epoch_end": False}, {"every_n_train_steps": 7}],
)
def test_lightning_goes_on_from_a_checkpoint(tmp_path: Path, settings: Save) -> None:
    fit(tmp_path / "whole" / "run.trace", until=EPOCHS, **settings)
    parts = tmp_path / "parts" / "run.trace"
    saved = fit(parts, until=2, **settings)
    fit(parts, until=EPOCHS, checkpoint=saved, **settings)

    assert read_recording(parts).epochs.tolist() == [1, 2, 3, 4]
    assert parts.read_bytes() == (tmp_path / "whole" / "run.trace").read_bytes()


@needs_lightning
@pytest.mark.filterwarnings("ignore")
def test_lightning_goes_on_within_an_epoch(tmp_path: Path) -> None:
    """It goes through the loader from its beginning again, for as many batches as there are left."""
    file = tmp_path / "run.trace"
    fit(file, until=2, every_n_train_steps=5)
    fit(file, until=3, checkpoint=tmp_path / "saved" / "epoch=1-step=10.ckpt", every_n_train_steps=5)

    found = read_recording(file)

    assert found.epochs.tolist() == [1, 2, 3]
    assert (~np.isnan(found.probabilities[:, :, 0])).sum(axis=1).tolist() == [200, 4 * 32, 200]


class _Classifier(nn.Module):
    """As those of transformers: it takes its labels, and gives a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.net = network()

    def forward(self, pixel_values: torch.Tensor, labels: torch.Tensor | None = None) -> dict[str, Any]:
        logits = self.net(pixel_values)
        assert labels is not None
        return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}


@pytest.fixture
def trainer_of(tmp_path: Path) -> Callable[..., Any]:
    from transformers import Trainer, TrainingArguments

    rows = [{"pixel_values": image, "labels": int(label)} for image, label in some_digits()]

    def make(folder: str, **settings: Any) -> Any:
        model = _Classifier()
        recorder = lpntk.Recorder(model, rows, tmp_path / f"{folder}.trace")
        arguments = TrainingArguments(
            str(tmp_path / folder),
            num_train_epochs=3,
            per_device_train_batch_size=16,
            gradient_accumulation_steps=2,
            report_to=[],
            use_cpu=True,
            disable_tqdm=True,
            **settings,
        )
        return Trainer(model, arguments, train_dataset=rows, callbacks=[recorder.transformers()])

    return make


@needs_trainer
@pytest.mark.filterwarnings("ignore")
def test_the_trainer_of_transformers_goes_on_from_a_checkpoint(
    tmp_path: Path, trainer_of: Callable[..., Any]
) -> None:
    trainer_of("whole", save_strategy="epoch").train()
    trainer_of("parts", save_strategy="epoch").train()
    saved = sorted((tmp_path / "parts").glob("checkpoint-*"), key=lambda path: int(path.name[11:]))

    trainer_of("parts", save_strategy="epoch").train(resume_from_checkpoint=str(saved[0]))

    found, expected = (read_recording(tmp_path / f"{name}.trace") for name in ("parts", "whole"))
    assert found.epochs.tolist() == [1, 2, 3]
    np.testing.assert_array_equal(found.probabilities, expected.probabilities)
    assert (tmp_path / "parts.trace").read_bytes() == (tmp_path / "whole.trace").read_bytes()


@needs_trainer
@pytest.mark.filterwarnings("ignore")
def test_the_trainer_goes_on_within_an_epoch(tmp_path: Path, trainer_of: Callable[..., Any]) -> None:
    trainer_of("whole", save_strategy="no").train()
    trainer_of("parts", save_strategy="steps", save_steps=10).train()

    saved = str(tmp_path / "parts" / "checkpoint-10")
    trainer_of("parts", save_strategy="no").train(resume_from_checkpoint=saved)

    found, expected = (
        read_recording(tmp_path / f"{name}.trace").probabilities for name in ("parts", "whole")
    )
    seen = ~np.isnan(found[:, :, 0])
    assert seen.sum(axis=1).tolist() == [200, 200 - 6 * 16, 200], "of what was skipped nothing is known"
    np.testing.assert_array_equal(found[seen], expected[seen])
