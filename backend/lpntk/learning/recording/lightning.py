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

        def on_train_epoch_start(self, trainer: Any, module: Any) -> None:
            recorder.begin_epoch()

        def on_train_batch_start(self, trainer: Any, module: Any, batch: Any, place: int) -> None:
            recorder.begin_batch(batch)

        def on_train_epoch_end(self, trainer: Any, module: Any) -> None:
            recorder.end_epoch()

        def on_train_end(self, trainer: Any, module: Any) -> None:
            recorder.close()

    return RecorderCallback()


def _callback_class() -> type[Any]:
    for package in ("lightning.pytorch", "pytorch_lightning"):
        try:
            found: type[Any] = importlib.import_module(package).Callback
        except ModuleNotFoundError:
            continue
        return found
    raise InputError("Lightning is not installed: pip install lightning.", field="model")
