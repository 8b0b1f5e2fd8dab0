"""Recording from the Trainer of transformers, which is imported only by who uses this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lpntk.domain import InputError

if TYPE_CHECKING:
    from transformers import TrainerCallback

    from lpntk.learning.recording.recorder import Recorder


def callback_of(recorder: Recorder) -> TrainerCallback:
    """A callback of the transformers that are installed. InputError if they are not."""
    try:
        from transformers import TrainerCallback
    except ModuleNotFoundError as error:
        raise InputError("transformers is not installed: pip install transformers.", field="model") from error

    class RecorderCallback(TrainerCallback):
        """Tells a recorder which epoch is on; the Trainer runs its batches in order, and says no more."""

        def on_train_begin(self, args: Any, state: Any, control: Any, **of_trainer: Any) -> None:
            loader = of_trainer["train_dataloader"]
            steps = -(-len(loader) // args.gradient_accumulation_steps)
            done, within = divmod(state.global_step, steps)
            skipped = 0 if args.ignore_data_skip else within * args.gradient_accumulation_steps
            # What accelerate puts around a loader reads ahead by the one within.
            recorder.follow_trainer(getattr(loader, "base_dataloader", loader), skipped)
            if state.global_step:
                recorder.go_on(done)

        def on_epoch_begin(self, args: Any, state: Any, control: Any, **of_trainer: Any) -> None:
            recorder.begin_epoch()

        def on_epoch_end(self, args: Any, state: Any, control: Any, **of_trainer: Any) -> None:
            recorder.end_epoch()

        def on_train_end(self, args: Any, state: Any, control: Any, **of_trainer: Any) -> None:
            recorder.close()

    return RecorderCallback()
