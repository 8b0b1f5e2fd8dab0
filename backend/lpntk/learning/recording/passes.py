"""A pass over all samples in evaluation mode, that leaves model and random numbers as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader

from lpntk.classifier import logits_in
from lpntk.domain.foreign import foreign_code
from lpntk.learning.recording.batch import labels_in, run_on
from lpntk.learning.recording.ledger import Ledger
from lpntk.learning.recording.loaders import Order


def in_order(loader: DataLoader[Any]) -> DataLoader[Any]:
    """A loader of the same batches' size and workers that gives every sample once, from first to last."""
    return DataLoader(
        loader.dataset,
        batch_size=loader.batch_size or getattr(loader.batch_sampler, "batch_size", None) or 256,
        num_workers=loader.num_workers,
        collate_fn=loader.collate_fn,
        pin_memory=loader.pin_memory,
        worker_init_fn=loader.worker_init_fn,
        multiprocessing_context=loader.multiprocessing_context,
    )


def look_at_all(model: nn.Module, loader: DataLoader[Any], order: Order, ledger: Ledger) -> None:
    """Write down what the model says of every sample of a loader that is followed. InputError."""
    first = next(model.parameters(), None)
    device = torch.device("cpu") if first is None else first.device
    failing = foreign_code("The model fails in evaluation mode on the samples", "correct it", field="model")
    with _evaluating(model, device), failing:
        for batch in loader:
            rows = order.next() or []
            ledger.add(rows, logits_in(run_on(model, batch, device), len(rows)))
            if (labels := labels_in(batch, len(rows))) is not None:
                ledger.name(rows, labels)


@contextmanager
def _evaluating(model: nn.Module, device: torch.device) -> Iterator[None]:
    modes = {module: module.training for module in model.modules()}
    accelerators = [device] if device.type == "cuda" else []
    try:
        # A loader draws a seed for its workers: the training goes on with the numbers that it would have had.
        with torch.random.fork_rng(devices=accelerators), torch.no_grad():
            model.eval()
            yield
    finally:
        for module, mode in modes.items():
            module.training = mode
