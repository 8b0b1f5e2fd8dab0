"""`lpntk.Recorder`: the dynamics of a training that somebody runs themselves."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn
from torch.utils.data import DataLoader

from lpntk.classifier import logits_in
from lpntk.domain import InputError
from lpntk.domain.recording import RecordedIn, Recording
from lpntk.domain.words import some
from lpntk.learning.recording.asked import (
    Checkpoint,
    checkpoints_of,
    dataset_of,
    labels_of,
    passing_of,
    require_count,
    require_done,
    require_one_process,
)
from lpntk.learning.recording.batch import LABELS, labels_in
from lpntk.learning.recording.files import write_at_once, write_recording
from lpntk.learning.recording.ledger import Ledger
from lpntk.learning.recording.loaders import Order, original_indices, require_order
from lpntk.learning.recording.passes import look_at_all
from lpntk.learning.recording.resuming import REPEATED, recorded_before
from lpntk.learning.weights import write_weights

if TYPE_CHECKING:
    from lightning.pytorch import Callback
    from transformers import TrainerCallback

# A file this small is written after every epoch; a larger one as long as that takes no more of the time.
_SMALL_BYTES, _WRITING_SHARE = 16 << 20, 0.02


class Recorder:
    """Writes down what a classifier says of each training sample in every epoch of your own loop.

    The file is what `lpntk analyse … --trace FILE` and `lpntk.analyse(…, trace=FILE)` take. It is written
    whole at the ends of epochs, so a training that dies leaves what was recorded before.

    By default the logits are those that the training itself computes, which costs next to nothing: they are
    in training mode, dropout and augmentation and all, by weights that change within the epoch, as Toneva et
    al. (forgetting events) and Pleiss et al. (AUM) record theirs. With `evaluate` they come of a pass in
    evaluation mode after the epoch, which takes the time that it takes.

    Parameters
    ----------
    model
        The module whose output is the logits (B, K), or a tuple, dict or object with them; as your loop
        calls it.
    loader
        The DataLoader that the training runs through, shuffled, with workers, as it is. For the Trainer of
        transformers, which makes one of its own, the data set.
    file
        Where to write.
    checkpoints
        After which epochs, from 1, to write the weights beside it, and "last" after every one in place of
        the one before: see `checkpoint`.
    evaluate
        True for a pass in evaluation mode over the loader's data set after an epoch; a DataLoader of the
        same samples in the same order where that data set augments.
    every
        With `evaluate`: after every so many epochs.
    labels
        (n,) whole numbers, the labels of the data set; by default those that come in the batches.
    epochs_done
        After how many epochs a training goes on that was interrupted: what the file has of these stays, and
        what it has of later ones, whose weights are lost, goes. The callbacks know it by themselves.

    Attributes
    ----------
    file
        Where it is written.
    is_on
        Whether an epoch has begun and not ended.

    Raises
    ------
    InputError
        If the samples have no index, or anything does not fit, such as the file of another training.

    Examples
    --------
    >>> import lpntk, torch
    >>> data = torch.utils.data.TensorDataset(torch.rand(40, 1, 4, 4), torch.arange(40) % 2)
    >>> model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 2))
    >>> loader = torch.utils.data.DataLoader(data, batch_size=8, shuffle=True)
    >>> optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> recorder = lpntk.Recorder(model, loader, "run.trace", checkpoints=["last"])
    >>> for _ in range(3):
    ...     for inputs, labels in recorder.epoch():
    ...         optimiser.zero_grad()
    ...         torch.nn.functional.cross_entropy(model(inputs), labels).backward()
    ...         _ = optimiser.step()
    >>> recorder.recording().probabilities.shape
    (3, 40, 2)
    >>> analysis = lpntk.analyse(model, data, db="sqlite:///my.db", trace="run.trace")
    >>> "forgetting_events" in analysis.samples().scores
    True
    """

    def __init__(
        self,
        model: nn.Module,
        loader: Any,
        file: str | Path,
        *,
        checkpoints: Sequence[Checkpoint] = (),
        evaluate: bool | DataLoader[Any] = False,
        every: int = 1,
        labels: ArrayLike | None = None,
        epochs_done: int = 0,
    ) -> None:
        require_one_process()
        self.file = Path(file).expanduser()
        self._model = model
        self._order = Order()
        self._loader = self._order.follow(loader) if isinstance(loader, DataLoader) else None
        self._dataset = dataset_of(loader)
        self._size = len(self._dataset)
        self._indices = original_indices(self._dataset)
        if len(np.unique(self._indices)) < self._size:
            raise InputError(
                "The loader's data set is a subset that has a sample twice: give one that has each once.",
                field="loader",
            )
        self._ledger = Ledger(labels_of(labels, self._size))
        self._passing = passing_of(loader, evaluate, self._size)
        self._every, self._checkpoints = require_count(every), checkpoints_of(checkpoints)
        self._epochs: dict[int, NDArray[np.float32]] = {}
        self._number, self.is_on, self._by_forward = 0, False, False
        self._rows: Sequence[int] | None = None
        self._odd: tuple[int, ...] | None = None
        self._hook: torch.utils.hooks.RemovableHandle | None = None
        self._began, self._writing, self._written = time.perf_counter(), 0.0, 0
        self._done, self._repeated = 0, False
        if done := require_done(epochs_done):
            self.go_on(done)

    def __repr__(self) -> str:
        return f"<Recorder of {len(self._epochs)} epochs and {self._size:,} samples in {self.file}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._unhook()
        if kind is None:
            self.close()

    @property
    def loader(self) -> DataLoader[Any]:
        """The loader whose batches are known: it gives what yours gives. InputError if none was given."""
        if self._loader is None:
            raise InputError(
                "The recorder was given a data set, and knows no batches: give it the DataLoader that the "
                "training runs through.",
                field="loader",
            )
        return self._loader

    def epoch(self) -> Iterator[Any]:
        """One epoch of the training: gives what the loader gives.

        What the loop leaves before its end is an epoch as far as it went when the next one begins, or at
        `close`.
        """
        loader = self.loader
        self.begin_epoch()
        try:
            for batch in loader:
                self.begin_batch(batch)
                yield batch
        finally:
            self._unhook()
        self.end_epoch()

    def go_on(self, epochs_done: int) -> None:
        """Say that the training goes on after so many epochs, as `epochs_done`; what is on is forgotten.

        InputError if the file is of other samples, or was recorded in another way.
        """
        self._unhook()
        self._ledger.drop()
        if not self._epochs:
            before = recorded_before(self.file, self._indices, self._ledger.labels, self._recorded_in)
            if before is not None:
                self._epochs, self._repeated = before.epochs, before.repeated
                self._ledger.go_on(before.labels, next(iter(before.epochs.values())).shape[1])
        self._epochs = {number: epoch for number, epoch in self._epochs.items() if number <= epochs_done}
        self._number, self._done, self.is_on, self._written = epochs_done, epochs_done, False, 0

    def begin_epoch(self) -> None:
        """Say that an epoch begins, for a loop that goes through `loader` by itself."""
        if self.is_on:
            self.end_epoch()
        if len(self._dataset) != self._size:
            raise InputError(
                f"The data set has {len(self._dataset):,} samples where it had {self._size:,}: record one "
                "that stays as it is, since indices are for ever.",
                field="loader",
            )
        self._number, self.is_on = self._number + 1, True
        self._rows, self._odd = None, None
        if self._passing is None and self._hook is None:
            self._hook = self._model.register_forward_hook(self._hear, with_kwargs=True)

    def begin_batch(self, batch: Any) -> None:
        """Say which batch comes next, as `begin_epoch`."""
        self._rows = self._order.next()
        if self._rows is None:
            raise InputError(
                "Nobody knows which samples are in this batch: go through recorder.epoch() or "
                "recorder.loader.",
                field="loader",
            )
        labels = labels_in(batch, len(self._rows))
        if labels is not None:
            self._ledger.name(self._rows, labels)

    def record(self, logits: Tensor) -> None:
        """Take the logits (B, K) of the batch that is on, where the model is not what gives them."""
        if self._rows is None or logits.ndim != 2 or len(logits) != len(self._rows):
            return
        self._ledger.add(self._rows, logits)
        self._rows = None

    def end_epoch(self) -> None:
        """Say that an epoch is over, as `begin_epoch`. InputError if nothing was recorded in it."""
        self._unhook()
        self.is_on = False
        number = self._number
        if self._passing is not None and number % self._every == 0:
            look_at_all(self._model, *self._passing, self._ledger)
        if self._passing is None and self._ledger.is_empty:
            raise self._nothing_heard()
        if not self._ledger.is_empty:
            self._epochs[number] = self._ledger.end()
        self._write_weights(number)
        self._write(always=False)

    def close(self) -> None:
        """Write what is not written yet. With `with lpntk.Recorder(…) as recorder:` it comes by itself."""
        if self.is_on and not self._ledger.is_empty:
            self.end_epoch()
        self._write(always=True)

    def recording(self) -> Recording:
        """What is recorded so far. InputError before the first epoch has ended."""
        if not self._epochs:
            raise InputError("No epoch has ended yet, so nothing is recorded.", field="trace")
        rising = np.argsort(self._indices)
        probabilities = np.stack(list(self._epochs.values()))[:, rising]
        unseen = int(np.isnan(probabilities[:, :, 0]).all(axis=0).sum())
        return Recording(
            probabilities=probabilities,
            indices=self._indices[rising],
            labels=self._ledger.labels[rising],
            epochs=np.array(list(self._epochs), dtype=np.int64),
            recorded_in=self._recorded_in,
            notes=tuple(self._notes(unseen)),
        )

    def checkpoint(self, epoch: Checkpoint) -> Path:
        """Where the weights after an epoch are written: a state dict, as `--checkpoint` takes it."""
        name = epoch if epoch == "last" else f"epoch-{epoch}"
        return self.file.with_name(f"{self.file.name.removesuffix('.npz')}.{name}.pt")

    def lightning(self) -> Callback:
        """A callback for Lightning: `Trainer(callbacks=[recorder.lightning()])`; fit `recorder.loader`."""
        from lpntk.learning.recording.lightning import callback_of

        return callback_of(self)

    def transformers(self) -> TrainerCallback:
        """A callback for the Trainer of transformers: `Trainer(…, callbacks=[recorder.transformers()])`."""
        from lpntk.learning.recording.transformers import callback_of

        return callback_of(self)

    def follow_trainer(self, loader: Any, skipped: int = 0) -> None:
        """Know the batches of a loader that a trainer made of the data set, and each by its forward pass.

        The first ones may be skipped, by a training that goes on within an epoch.
        """
        require_order(loader)
        if len(loader.dataset) != self._size:
            raise InputError(
                f"The trainer goes through {len(loader.dataset):,} samples, and the recorder was given "
                f"{self._size:,}: give it the trainer's own data set.",
                field="loader",
            )
        self._order.listen(loader)
        self._order.skip(skipped)
        self._by_forward = True

    def _hear(self, model: nn.Module, inputs: Any, named: Mapping[str, Any], output: Any) -> None:
        """Take what the model gives for the batch that is on, if that is in the training."""
        if not torch.is_grad_enabled():
            return
        if self._by_forward:
            self.begin_batch({name: named[name] for name in LABELS if name in named})
        if self._rows is None:
            return
        logits = logits_in(output, len(self._rows))
        if not isinstance(logits, Tensor) or not logits.requires_grad:
            return
        if logits.ndim != 2 or len(logits) != len(self._rows):
            self._odd = tuple(logits.shape)
            return
        self.record(logits)

    def _unhook(self) -> None:
        if self._hook is not None:
            self._hook.remove()
            self._hook = None

    def _nothing_heard(self) -> InputError:
        why = "the model that the recorder was given never ran with gradients on"
        if self._odd is not None:
            why = f"the model gives {self._odd}, which is no (samples, classes) of the batch"
        return InputError(
            f"Nothing was recorded in epoch {self._number}: {why}. Give the recorder the module that the "
            "loop calls for its logits, or these to recorder.record(logits), or record with evaluate=True.",
            field="model",
        )

    @property
    def _recorded_in(self) -> RecordedIn:
        return "training" if self._passing is None else "evaluation"

    def _notes(self, unseen: int) -> Iterator[str]:
        if self._ledger.repeated or self._repeated:
            yield REPEATED
        if unseen:
            yield f"{unseen:,} of {self._size:,} samples came in no epoch."
        step = 1 if self._passing is None else self._every
        lost = [number for number in range(step, self._done + 1, step) if number not in self._epochs]
        if lost:
            yield f"Epochs that nobody recorded before the training went on: {some(lost, 5)}."

    def _write_weights(self, number: int) -> None:
        now: tuple[Checkpoint, ...] = (number, "last")
        wanted = self._checkpoints.intersection(now)
        if wanted:
            weights = write_weights(self._model)
            for name in wanted:
                write_at_once(self.checkpoint(name), lambda file: file.write(weights))

    def _write(self, *, always: bool) -> None:
        """Write the file, unless that is too dear now: after many epochs it is a large one."""
        if not self._epochs or self._written == len(self._epochs):
            return
        began = time.perf_counter()
        size = sum(epoch.nbytes for epoch in self._epochs.values())
        cheap = size <= _SMALL_BYTES or self._writing <= _WRITING_SHARE * (began - self._began)
        if always or cheap:
            write_recording(self.file, self.recording())
            self._written = len(self._epochs)
            self._writing += time.perf_counter() - began
