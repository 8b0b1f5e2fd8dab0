"""Recording from a Trainer of Lightning, which is imported only by who uses this."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from lpntk.domain import InputError

if TYPE_CHECKING:
    from lightning.pytorch import Callback

    from lpntk.learning.recording.recorder import Recorder


def callback_of(recorder: Recorder) -> Callback:
    """A callback of the Lightning that is installed. InputError if none is."""

    class RecorderCallback(_callback_class()):  # type: ignore[misc]
        """Tells a recorder which epoch and batch is on."""

        def on_train_start(self, trainer: Any, module: Any) -> None:
            if trainer.train_dataloader is not recorder.loader:
                raise InputError(
                    "The Trainer goes through another loader than the recorder knows: fit it with "
                    "recorder.loader, in one process and without overfit_batches.",
                    field="loader",
                )
            if done := _epochs_done(trainer):
                recorder.go_on(done)

        def on_train_batch_start(self, trainer: Any, module: Any, batch: Any, place: int) -> None:
            # Not at the epoch's start, which a training that goes on within one has not.
            if not recorder.is_on:
                recorder.begin_epoch()
            recorder.begin_batch(batch)

        def on_train_epoch_end(self, trainer: Any, module: Any) -> None:
            # It ends again, without a batch, where a training goes on from its validation.
            if recorder.is_on:
                recorder.end_epoch()

        def on_train_end(self, trainer: Any, module: Any) -> None:
            recorder.close()

    return RecorderCallback()


def _epochs_done(trainer: Any) -> int:
    """After how many epochs a training goes on; an epoch counts of which all batches were seen."""
    loop = trainer.fit_loop
    progress = loop.epoch_progress.current
    done: int = progress.started if loop.epoch_loop.batch_progress.is_last_batch else progress.processed
    return done


def _callback_class() -> type[Any]:
    for package in ("lightning.pytorch", "pytorch_lightning"):
        try:
            found: type[Any] = importlib.import_module(package).Callback
        except ModuleNotFoundError:
            continue
        return found
    raise InputError("Lightning is not installed: pip install lightning.", field="model")
